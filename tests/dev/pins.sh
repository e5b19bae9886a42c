# Fetches what tests/dev/pins.txt names and checks it. Debian packages that this machine's own release does not
# have come through a private apt root: other suites, the machine's mirror, its keys, and none of its package state.

pin() { awk -v name="$1" -v column="$2" '$2 == name && $1 !~ /^#/ {print $column}' tests/dev/pins.txt; }

check_sum() {
    local file=$1 wanted=$2 found
    found=$(sha256sum "$file" | cut -d ' ' -f 1)
    [ "$found" = "$wanted" ] ||
        fail "$(basename "$file") has SHA-256 $found, pinned is $wanted; remove .deps/downloads and try again, or look why it changed"
}

debian_mirror() {
    apt-get indextargets --format '$(SITE) $(COMPONENT)' 2>/dev/null |
        awk '$2 == "main" && $1 !~ /security/ {print $1; exit}'
}

# How old the lists may be is not checked: a mirror that lags serves the same files, and those are pinned by hash.
private_apt() {
    local tool=$1 home=$deps/apt
    shift
    "$tool" -o "Dir::Etc::SourceList=$home/sources.list" -o "Dir::Etc::SourceParts=$home/none" \
        -o "Dir::Etc::PreferencesParts=$home/none" -o "Dir::State=$home/state" \
        -o "Dir::State::status=$home/status" -o "Dir::Cache=$home/cache" -o "APT::Architecture=amd64" \
        -o APT::Sandbox::User=root -o Debug::NoLocking=1 \
        -o Acquire::Check-Valid-Until=false -o Acquire::Languages=none "$@"
}

# Once per run of setup.
update_private_apt() {
    [ -z "${private_apt_updated:-}" ] || return 0
    [ "$(dpkg --print-architecture)" = amd64 ] ||
        fail "the pinned Emscripten packages are for amd64; on $(dpkg --print-architecture) put emcc 3.1.69 or newer on the PATH"
    local home=$deps/apt mirror keys=/usr/share/keyrings/debian-archive-keyring.gpg options=
    mkdir -p "$home/none" "$home/state/lists/partial" "$home/cache/archives/partial"
    : >"$home/status"
    mirror=$(debian_mirror)
    if [ -z "$mirror" ]; then
        as_root apt-get update -q
        mirror=$(debian_mirror)
    fi
    [ -n "$mirror" ] || fail "apt names no Debian mirror (main component); see apt-get indextargets"
    [ -f "$keys" ] && options="[signed-by=$keys] "
    printf 'deb %s%s trixie main\ndeb-src %s%s forky main\n' \
        "$options" "$mirror" "$options" "$mirror" >"$home/sources.list"
    private_apt apt-get update -q >"$deps/apt/update.log" 2>&1 ||
        fail "the package lists of Debian 13 could not be read; see .deps/apt/update.log"
    private_apt_updated=yes
}

offered_version() {
    if [ "$1" = source ]; then
        private_apt apt-cache showsrc "$2" | awk '/^Version:/ {print $2}' | sort -V | tail -n 1
    else
        private_apt apt-cache show --no-all-versions "$2" | awk '/^Version:/ {print $2; exit}'
    fi
}

# The SHA-256 that the signed package lists state for a version.
signed_sum() {
    local origin=$1 name=$2 version=$3
    if [ "$origin" = source ]; then
        private_apt apt-cache showsrc "$name" | awk -v v="$version" '$1 == "Version:" {hit = ($2 == v); sums = 0}
            $1 == "Checksums-Sha256:" {sums = 1} hit && sums && $3 ~ /\.orig\.tar\./ && length($1) == 64 {print $1; exit}'
    else
        private_apt apt-cache show --no-all-versions "$name" | awk '/^SHA256:/ {print $2; exit}'
    fi
}

# The file of a Debian package in $fetched, checked against its pin. A mirror keeps only the newest revision of a
# package: when the pinned one is gone, a newer one of the same series is taken, checked against the signed lists.
fetch_debian() {
    local name=$1 origin version sum folder
    origin=$(pin "$name" 1) version=$(pin "$name" 3) sum=$(pin "$name" 4)
    if ! [ -d "$deps/downloads/$name-$sum" ]; then
        update_private_apt
        replace_vanished_pin
        folder=$deps/downloads/$name-$sum
        [ -d "$folder" ] || download_debian
    fi
    folder=$deps/downloads/$name-$sum
    fetched=$(find "$folder" -name '*.deb' -o -name '*.orig.tar.*' | head -n 1)
    check_sum "$fetched" "$sum"
}

# For fetch_debian: $version and $sum become those that the mirror has.
replace_vanished_pin() {
    local offered series
    offered=$(offered_version "$origin" "$name") series=$(pin "$name" 5)
    [ "$offered" = "$version" ] && return 0
    [[ $offered == "$series"* ]] ||
        fail "$name is pinned at $version, the mirror offers '$offered', outside the series $series: run ./dev setup --repin, read the change of tests/dev/pins.txt, then run ./dev test"
    say "setup: the mirror has $name $offered in place of the pinned $version"
    version=$offered sum=$(signed_sum "$origin" "$name" "$offered")
    [ -n "$sum" ] || fail "the package lists state no SHA-256 for $name $offered"
}

# For fetch_debian: fetches $name $version into $folder.
download_debian() {
    local action=(download "$name=$version")
    [ "$origin" = source ] && action=(source --download-only "$name=$version")
    mkdir -p "$folder.part"
    (cd "$folder.part" && private_apt apt-get -q "${action[@]}" >log 2>&1) ||
        fail "$name $version could not be downloaded; see $folder.part/log"
    mv "$folder.part" "$folder"
}

# The tarball of an npm package in $fetched, checked. Nothing of the package is run.
fetch_npm() {
    local name=$1 version sum
    version=$(pin "$name" 3) sum=$(pin "$name" 4) fetched=$deps/downloads/$1-$(pin "$1" 3).tgz
    if ! [ -f "$fetched" ]; then
        npm pack --loglevel=error --ignore-scripts --pack-destination "$deps/downloads" "$name@$version" >"$deps/downloads/npm.log" 2>&1 ||
            fail "npm could not fetch $name $version; see .deps/downloads/npm.log"
    fi
    check_sum "$fetched" "$sum"
}

# Writes the versions that the mirror offers now, and their sums, into the list of pins.
renew_debian_pins() {
    local origin name version sum series offered renewed
    update_private_apt
    while read -r origin name version sum series; do
        case $origin in deb | source) ;; *) continue ;; esac
        offered=$(offered_version "$origin" "$name")
        [ "$offered" = "$version" ] && continue
        say "setup: $name $version -> $offered"
        renewed=$(signed_sum "$origin" "$name" "$offered")
        [ -n "$renewed" ] || fail "the package lists state no SHA-256 for $name $offered"
        sed -i -E "s|^($origin +$name +)[^ ]+( +)$sum|\1$offered\2$renewed|" tests/dev/pins.txt
    done < <(grep -v '^#' tests/dev/pins.txt)
}
