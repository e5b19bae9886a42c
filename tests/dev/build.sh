# ./dev build, ./dev run and ./dev serve.
. tests/dev/setup.sh

presets='native asan fuzz web-debug web-release'

# build_preset PRESET [TARGET…]: compiles all of a preset, or targets of it; all processors, or as many jobs as DEV_JOBS says.
build_preset() {
    local preset=$1 targets=()
    [ $# -eq 1 ] || targets=(--target "${@:2}")
    [[ " $presets " = *" $preset "* ]] || fail "there is no preset '$preset'; choose of: $presets"
    export_environment
    if ! [ -f "build/$preset/build.ninja" ]; then
        mkdir -p "build/$preset"
        cmake --preset "$preset" >"build/$preset/configure.log" 2>&1 || {
            cat "build/$preset/configure.log" >&2
            fail "preset $preset could not be configured; the lines above say why"
        }
    fi
    cmake --build --preset "$preset" --parallel "${DEV_JOBS:-$(nproc)}" "${targets[@]}" || fail "preset $preset did not build"
}

command_build() {
    [ $# -gt 0 ] || fail "name at least one preset: $presets"
    command_setup
    local preset started=$SECONDS
    for preset in "$@"; do
        build_preset "$preset"
        say "build: $preset ($((SECONDS - started)) s)"
        started=$SECONDS
    done
}

command_serve() { exec "$python" serve.py "$@"; }

# The port defaults to 8080; an own --port among the options takes precedence.
command_run() {
    local options=("$@")
    [[ " $* " = *" --port"* ]] || options=(--port 8080 "${options[@]}")
    command_setup
    build_preset web-release
    say "run: starting the page and both simulated services; stop with Ctrl-C"
    exec "$python" serve.py --sandbox "${options[@]}"
}
