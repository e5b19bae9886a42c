# Third-party sources: each in its own folder of .deps, from where CMake takes them.

# unpack PART DEPTH [MEMBER…]: empties the part's folder and unpacks the fetched tarball into it, DEPTH folders stripped.
unpack() {
    rm -rf "${deps:?}/$1"
    mkdir -p "$deps/$1"
    tar -xf "$fetched" -C "$deps/$1" --strip-components="$2" "${@:3}"
}

install_imgui() {
    fetch_debian imgui
    unpack imgui 1
}

install_sqlite() {
    fetch_npm better-sqlite3
    unpack sqlite 3 package/deps/sqlite3
    grep -q 'This file is an amalgamation' "$deps/sqlite/sqlite3.c" && grep -q 'sqlite3Fts5Init' "$deps/sqlite/sqlite3.c" ||
        fail "better-sqlite3 $(pin better-sqlite3 3) does not hold the SQLite amalgamation with FTS5; pin another version in tests/dev/pins.txt"
}

install_icons() {
    fetch_npm lucide-static
    unpack lucide 1 package/font/lucide.ttf package/font/codepoints.json package/LICENSE
}

# Only the headers: the folder they are installed in must not be searched by a cross build.
install_json() {
    rm -rf "$deps/json"
    mkdir -p "$deps/json/include"
    cp -r /usr/include/nlohmann "$deps/json/include/"
}

# package-lock.json pins by version and SHA-512 and holds no address: the registry is the one npm is set to.
install_node_modules() {
    local wanted
    wanted=$(sha256sum package-lock.json)
    [ "$(cat node_modules/.installed 2>/dev/null)" = "$wanted" ] && return 0
    say "setup: node modules"
    npm ci --ignore-scripts --no-audit --no-fund --loglevel=error || fail "npm ci failed; the lines above say why"
    printf '%s\n' "$wanted" >node_modules/.installed
}
