# Emscripten 3.1.69 out of Debian 13's packages, usable on Debian 12, where the own one is too old for C++23.

emscripten_home=$deps/emscripten
emscripten_config=$emscripten_home/usr/share/emscripten/.emscripten # where emcc also looks by itself
emscripten_minimum=3.1.69

# The folder of an emcc that is on the PATH and new enough; fails if there is none.
system_emscripten_root() {
    local program
    program=$(command -v emcc) || return 1
    at_least "$(version_of emcc --version)" "$emscripten_minimum" || return 1
    dirname "$(readlink -f "$program")"
}

install_emscripten() {
    rm -rf "$emscripten_home"
    mkdir -p "$emscripten_home"
    local name
    fetch_debian emscripten
    # Position independent, LTO and threaded library variants and its own tests: never used here, 1.5 GB.
    dpkg-deb --fsys-tarfile "$fetched" | tar -x -C "$emscripten_home" --exclude='*/wasm32-emscripten/pic' \
        --exclude='*/wasm32-emscripten/lto' --exclude='*/wasm32-emscripten/lto-pic' --exclude='*-mt*.a' --exclude='*-ww*.a' \
        --exclude='./usr/share/emscripten/test' --exclude='./usr/share/doc'
    for name in binaryen libc6 libstdc++6 libgcc-s1; do
        fetch_debian "$name"
        dpkg-deb -x "$fetched" "$emscripten_home"
    done
    install_acorn
    bind_binaryen_to_its_libc
    write_emscripten_config
}

install_acorn() {
    local modules=$emscripten_home/usr/share/emscripten/node_modules
    fetch_npm acorn
    mkdir -p "$modules/acorn"
    tar -xzf "$fetched" -C "$modules/acorn" --strip-components=1
    # Node must not take the module type of Emscripten's scripts from a package.json further up.
    printf '{ "type": "commonjs" }\n' >"$emscripten_home/usr/share/emscripten/package.json"
}

# Binaryen's programs were linked against a newer libc than Debian 12 has: they get the unpacked one.
bind_binaryen_to_its_libc() {
    local libraries=$emscripten_home/usr/lib/x86_64-linux-gnu program
    for program in "$emscripten_home"/usr/bin/wasm*; do
        patchelf --set-interpreter "$libraries/ld-linux-x86-64.so.2" --force-rpath --set-rpath "$libraries" "$program"
    done
    patchelf --remove-rpath "$libraries/libbinaryen.so"
}

# The cache is frozen: it holds every library we link, and a thawed one would be cleared and rebuilt for minutes.
write_emscripten_config() {
    cat >"$emscripten_config" <<TEXT
LLVM_ROOT = '/usr/lib/llvm-19/bin'
BINARYEN_ROOT = '$emscripten_home/usr'
NODE_JS = '$(command -v node)'
CACHE = '$emscripten_home/usr/share/emscripten/cache'
FROZEN_CACHE = True
TEXT
}
