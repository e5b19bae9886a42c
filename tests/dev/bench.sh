# ./dev bench: benchmarks of tests/bench, each a program NAME.mjs that prints its table and writes the file that
# follows --json.
. tests/dev/build.sh

bench_names() {
    local path
    for path in tests/bench/*.mjs; do
        [ -f "$path" ] && basename "$path" .mjs
    done
    return 0
}

command_bench() {
    local names=() name known
    known=$(bench_names | tr '\n' ' ')
    [ -n "$known" ] || fail "tests/bench holds no benchmark"
    for name in "$@"; do
        [[ " $known" = *" $name "* ]] || fail "there is no benchmark '$name'; choose of: $known"
        names+=("$name")
    done
    [ ${#names[@]} -gt 0 ] || read -ra names <<<"$known"
    command_setup
    build_preset web-release
    mkdir -p build/bench
    for name in "${names[@]}"; do
        say "== $name"
        rm -f "build/bench/$name.json"
        node "tests/bench/$name.mjs" --json "build/bench/$name.json" || fail "benchmark $name failed"
        [ -s "build/bench/$name.json" ] || fail "benchmark $name wrote no build/bench/$name.json"
    done
    say "bench: figures are in build/bench/"
}
