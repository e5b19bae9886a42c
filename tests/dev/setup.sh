# ./dev setup: Debian packages, the web toolchain and the libraries, each only if it is missing or not as pinned.
. tests/dev/packages.sh
. tests/dev/pins.sh
. tests/dev/emscripten.sh
. tests/dev/libraries.sh
. tests/dev/environment.sh

# ensure_part PART SCRIPT PINS: runs install_PART unless the part's stamp shows that it has already run with the same
# pins (a regular expression of their names) and the same script.
ensure_part() {
    local part=$1 script=$2 pins=$3 stamp="$deps/stamps/$1" wanted
    wanted=$(grep -E "^[a-z]+ +($pins) " tests/dev/pins.txt; sha256sum "tests/dev/$script")
    [ -f "$stamp" ] && [ "$(cat "$stamp")" = "$wanted" ] && return 0
    say "setup: $part"
    rm -f "$stamp"
    "install_$part"
    printf '%s\n' "$wanted" >"$stamp"
}

setup_everything() {
    install_packages
    if ! system_emscripten_root >/dev/null; then
        ensure_part emscripten emscripten.sh 'emscripten|binaryen|libc6|libstdc\+\+6|libgcc-s1|acorn'
    fi
    ensure_part imgui libraries.sh imgui
    ensure_part sqlite libraries.sh better-sqlite3
    ensure_part icons libraries.sh lucide-static
    ensure_part json libraries.sh ''
    install_node_modules
    check_toolchain
}

# --repin: take the Debian revisions that the mirror offers now, write them down, then set up with them.
command_setup() {
    local started=$SECONDS
    mkdir -p "$deps/stamps" "$deps/downloads"
    exec 9>"$deps/lock"
    flock 9
    case ${1:-} in
        --repin) install_packages && renew_debian_pins ;;
        '') ;;
        *) fail "setup knows no option '$1'; there is only --repin" ;;
    esac
    setup_everything
    exec 9>&-
    say "setup: everything is there ($((SECONDS - started)) s)"
}

command_env() { print_environment; }
