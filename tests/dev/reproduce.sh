# ./dev reproduce: the page of the last commit, built twice from nothing in two folders, is the same byte for byte.
. tests/dev/build.sh

# build_copy FOLDER: the last commit's files there, its page built, and a list of what came out.
build_copy() {
    local folder=$1
    rm -rf "$folder"
    mkdir -p "$folder"
    git archive HEAD | tar -x -C "$folder"
    ln -s "$deps" "$folder/.deps"
    [ -d node_modules ] && ln -s "$root/node_modules" "$folder/node_modules"
    (cd "$folder" && root=$PWD && build_preset web-release ledgerbridge) || fail "the copy in $folder did not build"
    (cd "$folder/build/web-release/page" && find . -type f -exec sha256sum {} + | sort -k 2) >"$folder.sha256"
    [ -s "$folder.sha256" ] || fail "the build in $folder made no page"
}

command_reproduce() {
    command_setup
    local folders=(build/reproduce/one build/reproduce/another-name) folder
    for folder in "${folders[@]}"; do
        say "== $folder"
        build_copy "$folder"
    done
    diff "${folders[0]}.sha256" "${folders[1]}.sha256" || fail "two builds of one commit differ in the files above"
    say "reproduce: $(wc -l <"${folders[0]}.sha256") files, twice the same"
}
