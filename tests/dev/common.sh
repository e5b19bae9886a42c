# Words shared by the scripts behind ./dev. Sourced with the project root as working directory.

deps=$root/.deps
python=/usr/bin/python3 # Debian's own: it sees the python3-* packages, another python3 on the PATH may not

say() { printf '%s\n' "$*"; }

# Ends the command with one line that names the thing and the next step.
fail() {
    printf 'dev: %s\n' "$*" >&2
    exit 1
}

have() { command -v "$1" >/dev/null 2>&1; }

# Succeeds if version $1 is $2 or newer.
at_least() { [ "$(printf '%s\n%s\n' "$2" "$1" | sort -V | head -n 1)" = "$2" ]; }

# The first dotted number in what a program prints about its version.
version_of() { "$@" 2>/dev/null | grep -oE '[0-9]+(\.[0-9]+)+' | head -n 1 || true; }
