# Debian packages of this machine. Their origin is checked by apt's own signatures.

debian_packages=(
    clang-19 lld-19 llvm-19 libc++-19-dev libc++abi-19-dev libclang-rt-19-dev clang-format-19 clang-tidy-19
    cmake ninja-build git ca-certificates xz-utils patchelf brotli
    nlohmann-json3-dev googletest libssl-dev
    python3 python3-aiohttp python3-cryptography python3-fonttools
    python3-pytest python3-pytest-asyncio python3-hypothesis pyflakes3 python3-pycodestyle
    python3-psycopg python3-secretstorage postgresql nginx-light systemd strace bandit mypy
    chromium fonts-noto-core fonts-noto-cjk fonts-noto-color-emoji
)

missing_packages() {
    local wanted=("${debian_packages[@]}")
    have node || wanted+=(nodejs)
    have npm || wanted+=(npm)
    comm -23 <(printf '%s\n' "${wanted[@]}" | sort) \
        <(dpkg-query -W -f '${db:Status-Abbrev} ${Package}\n' "${wanted[@]}" 2>/dev/null | awk '$1 == "ii" {print $2}' | sort)
}

as_root() {
    if [ "$(id -u)" = 0 ]; then
        "$@"
    elif have sudo; then
        sudo "$@"
    else
        fail "packages are missing and this is neither root nor a user of sudo; as root run: apt-get install $(missing_packages | tr '\n' ' ')"
    fi
}

# Runs a command during which no package starts a service of its own: the tests start theirs, as they need them.
without_services() {
    local policy=/usr/sbin/policy-rc.d status=0
    [ -e "$policy" ] && { "$@"; return; }
    printf '#!/bin/sh\nexit 101\n' | as_root tee "$policy" >/dev/null
    as_root chmod 755 "$policy"
    "$@" || status=$?
    as_root rm -f "$policy"
    return "$status"
}

# Nor at the next start of the machine, if it was this setup that brought them.
leave_services_off() {
    local service
    have systemctl || return 0
    for service in "$@"; do
        as_root systemctl --quiet disable "$service" 2>/dev/null || true
    done
}

install_packages() {
    have apt-get || fail "this machine has no apt-get; Debian 12 or newer is needed"
    local missing
    missing=$(missing_packages)
    [ -z "$missing" ] && return 0
    say "setup: installing $(printf '%s ' $missing)"
    as_root apt-get update -q
    # shellcheck disable=SC2086  # one word per package
    without_services as_root env DEBIAN_FRONTEND=noninteractive apt-get install -q -y --no-install-recommends $missing ||
        fail "apt-get could not install: $(printf '%s ' $missing); Debian 12 or newer with its main component is needed"
    # shellcheck disable=SC2046  # one word per service
    leave_services_off $(grep -oE '^(nginx|postgresql)' <<<"$missing")
}
