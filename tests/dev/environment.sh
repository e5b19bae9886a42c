# The environment in which CMake runs, and the check that it holds what the build needs.

export_environment() {
    export CC=clang-19 CXX=clang++-19 EMSDK_PYTHON=$python
    if EMSCRIPTEN_ROOT=$(system_emscripten_root); then
        export EMSCRIPTEN_ROOT
    else
        export EMSCRIPTEN_ROOT=$emscripten_home/usr/share/emscripten EM_CONFIG=$emscripten_config
    fi
}

print_environment() {
    export_environment
    local name
    for name in EMSCRIPTEN_ROOT EM_CONFIG EMSDK_PYTHON; do
        [ -n "${!name:-}" ] && printf 'export %s=%q\n' "$name" "${!name}"
    done
}

check_toolchain() {
    [ "$(cat "$deps/stamps/toolchain" 2>/dev/null)" = "$(toolchain_identity)" ] && return 0
    export_environment
    need_version clang++-19 "$(version_of clang++-19 --version)" 19.1 'install clang-19'
    need_version cmake "$(version_of cmake --version)" 3.25 'install a newer cmake'
    need_version node "$(version_of node --version)" 18.13 'install a newer nodejs'
    need_version emcc "$(version_of "$EMSCRIPTEN_ROOT/emcc" --version)" "$emscripten_minimum" 'remove .deps/stamps/emscripten and run ./dev setup'
    toolchain_identity >"$deps/stamps/toolchain"
}

# Changes whenever one of the programs is another one than at the last check.
toolchain_identity() { stat -L -c '%n %Y %s' "$(command -v clang++-19)" "$(command -v cmake)" "$(command -v node)" "$emscripten_config" 2>/dev/null || true; }

need_version() {
    { [ -n "$2" ] && at_least "$2" "$3"; } || fail "$1 is '${2:-missing}', needed is $3 or newer: $4"
}
