# ./dev test: every suite says what it ran, and one that has nothing to run fails.
. tests/dev/build.sh

all_suites='tidy native simulation asan fuzz server browser'

# command_test [NAME…] [--long]
command_test() {
    local names=() argument
    export TEST_LENGTH=short
    for argument in "$@"; do
        case $argument in
            --long) TEST_LENGTH=long ;;
            *) [[ " $all_suites " = *" $argument "* ]] && names+=("$argument") ||
                fail "there is no suite '$argument'; choose of: $all_suites" ;;
        esac
    done
    if [ ${#names[@]} -eq 0 ]; then
        read -ra names <<<"$all_suites"
        [ -f tests/simulation/CMakeLists.txt ] || read -ra names <<<"${all_suites/simulation /}"
    fi
    command_setup
    run_suites "${names[@]}"
}

# All of them, also after one failed: the summary names every one that did.
run_suites() {
    local name failed=() summary=() started
    for name in "$@"; do
        say "== $name ($TEST_LENGTH)"
        started=$SECONDS
        if (set +e; "suite_$name"); then
            summary+=("passed  $name ($((SECONDS - started)) s)")
        else
            summary+=("FAILED  $name ($((SECONDS - started)) s)")
            failed+=("$name")
        fi
    done
    say "== summary"
    printf '  %s\n' "${summary[@]}"
    [ ${#failed[@]} -eq 0 ] || fail "${#failed[@]} of $# suites failed: ${failed[*]}"
}

# run_ctest PRESET [ctest option…]: runs the GoogleTest programs and counts the cases in their reports.
run_ctest() {
    local preset=$1 status=0
    shift
    rm -rf "build/$preset/reports"
    GTEST_OUTPUT="xml:$root/build/$preset/reports/" ctest --preset "$preset" --parallel "${DEV_JOBS:-$(nproc)}" "$@" || status=$?
    "$python" tests/dev/count.py "build/$preset/reports" || status=1
    return "$status"
}

suite_tidy() { "$python" -m pytest -q tests/tidy; }

suite_native() { build_preset native && run_ctest native --label-exclude simulation; }

suite_simulation() { build_preset native && run_ctest native --label-regex simulation; }

suite_asan() { build_preset asan && run_ctest asan; }

# Ten seconds for each target, ten minutes with --long.
suite_fuzz() {
    build_preset fuzz || return 1
    local status=0 log
    export FUZZ_SECONDS=10
    [ "$TEST_LENGTH" = short ] || FUZZ_SECONDS=600
    rm -f build/fuzz/reports/*.log
    mkdir -p build/fuzz/reports
    FUZZ_REPORTS=$root/build/fuzz/reports ctest --preset fuzz --label-regex fuzz --parallel "${DEV_JOBS:-$(nproc)}" || status=$?
    for log in build/fuzz/reports/*.log; do
        [ -f "$log" ] || continue
        say "  $(basename "$log" .log): $(awk '/number_of_executed_units/ {print $2}' "$log") inputs, at most $FUZZ_SECONDS s"
    done
    return "$status"
}

suite_server() {
    [ -d tests/server ] || fail "tests/server is missing: there is nothing to run"
    local status=0
    "$python" -m pytest -q tests/server || status=1
    # The providers' own client libraries, unmodified, against the simulators.
    node --test --test-reporter=spec tests/server/official_clients/*.test.mjs || status=1
    return "$status"
}

suite_browser() {
    [ -f tests/browser/run.mjs ] || fail "tests/browser/run.mjs is missing: there is nothing to run"
    build_preset web-release && build_preset web-release store_bench || return 1
    local options=()
    [ "$TEST_LENGTH" = short ] || options=(--long)
    node tests/browser/run.mjs "${options[@]}"
}
