# ./dev snapshot: the server's Debian packages as they are today, with all that they need, as files with checksums, for a machine
# that shall get exactly these: apt-get install ./FOLDER/*.deb there, also without a network.
. tests/dev/packages.sh

command_snapshot() {
    have apt-get || fail "this machine has no apt-get; Debian 12 or newer is needed"
    local folder names
    folder=build/packages-$(date -u +%F)
    mapfile -t names < <(awk '!/^#/ && NF {print $1}' server/packages.txt)
    rm -rf "$folder"
    mkdir -p "$folder/partial"
    # As on a machine on which nothing is installed, so that all that they need comes along.
    apt-get install -q -y --no-install-recommends --download-only -o Debug::NoLocking=1 -o APT::Sandbox::User=root \
        -o Dir::State::status=/dev/null -o Dir::Cache::archives="$root/$folder" "${names[@]}" >/dev/null ||
        fail "apt-get could not download the packages; run apt-get update, then try again"
    rm -rf "$folder/partial" "$folder/lock"
    (cd "$folder" && sha256sum ./*.deb >SHA256SUMS)
    say "snapshot: $(wc -l <"$folder/SHA256SUMS") packages in $folder; elsewhere: sha256sum -c SHA256SUMS, cp *.deb /var/cache/apt/archives/, apt-get install --no-download ${names[*]}"
}
