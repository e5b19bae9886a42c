# ./dev fmt and ./dev lint.
. tests/dev/build.sh

cpp_files() { git ls-files --cached --others --exclude-standard -- '*.h' '*.cpp'; }

# Sources that differ from the last commit or from the branch main, and are still there.
changed_cpp_files() {
    { git diff --name-only HEAD -- '*.cpp'; git diff --name-only main... -- '*.cpp' 2>/dev/null; git ls-files --others --exclude-standard -- '*.cpp'; } |
        sort -u | while read -r path; do [ -f "$path" ] && printf '%s\n' "$path"; done
    return 0
}

command_fmt() {
    command_setup
    cpp_files | xargs -r clang-format-19 -i
}

# Only what the native build compiles has the flags that clang-tidy needs.
run_clang_tidy() {
    local files
    files=$({ if [ "$1" = --all ]; then git ls-files -- '*.cpp'; else changed_cpp_files; fi; } |
        grep -Fxf <("$python" -c 'import json, os, sys
for entry in json.load(open("build/native/compile_commands.json")): print(os.path.relpath(entry["file"]))') || true)
    say "== clang-tidy: $(wc -w <<<"$files") files"
    [ -z "$files" ] || xargs -P "${DEV_JOBS:-$(nproc)}" -n 4 clang-tidy-19 --quiet -p build/native <<<"$files"
}

# command_lint [--all]
command_lint() {
    local scope=${1:-changed} failed=() python_files
    command_setup
    mapfile -t python_files < <(git ls-files --cached --others --exclude-standard -- '*.py')
    say "== clang-format"
    cpp_files | xargs -r clang-format-19 --dry-run -Werror || failed+=(clang-format)
    say "== floors, bans and lengths"
    "$python" -m pytest -q tests/tidy || failed+=(tidy)
    say "== Python: pyflakes and pycodestyle"
    "$python" -m pyflakes "${python_files[@]}" || failed+=(pyflakes)
    "$python" -m pycodestyle --max-line-length=140 --ignore=E203,E704,W503 "${python_files[@]}" || failed+=(pycodestyle)
    build_preset native
    run_clang_tidy "$scope" || failed+=(clang-tidy)
    [ ${#failed[@]} -eq 0 ] || fail "lint found something: ${failed[*]}"
    say "lint: nothing to complain about"
}
