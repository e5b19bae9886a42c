# ./dev bench: benchmarks of tests/bench, each a program NAME.mjs that prints its table and writes the file that
# follows --json. Other options are handed on to it and
# are part of the file's name.
. tests/dev/build.sh

bench_names() {
    local path
    for path in tests/bench/*.mjs; do
        [ -f "$path" ] && basename "$path" .mjs
    done
    return 0
}

command_bench() {
    local names=() options=() name known report
    known=$(bench_names | tr '\n' ' ')
    [ -n "$known" ] || fail "tests/bench holds no benchmark"
    for name in "$@"; do
        if [[ $name = --* ]]; then
            options+=("$name")
            continue
        fi
        [[ " $known" = *" $name "* ]] || fail "there is no benchmark '$name'; choose of: $known"
        names+=("$name")
    done
    [ ${#names[@]} -gt 0 ] || read -ra names <<<"$known"
    command_setup
    for name in "${names[@]}"; do
        case $name in
            store) build_preset web-release store_bench idbfs_peer ;; # programs of its own, not the page
            proxy) ;; # the server alone
            *) build_preset web-release ;;
        esac
    done
    mkdir -p build/bench
    for name in "${names[@]}"; do
        say "== $name"
        report=${options[*]}
        report=build/bench/$name${report//[^a-zA-Z0-9,-]/}.json
        rm -f "$report"
        node "tests/bench/$name.mjs" --json "$report" "${options[@]}" || fail "benchmark $name failed"
        [ -s "$report" ] || fail "benchmark $name wrote no $report"
    done
    say "bench: figures are in build/bench/"
}
