#!/usr/bin/env bash
# fuzz_one.sh PROGRAM CORPUS: one fuzz program for FUZZ_SECONDS (10). What it finds new stays in the build folder;
# CORPUS, which is part of the sources, is only read. The log goes to FUZZ_REPORTS, if that is set.
set -euo pipefail
program=$1 corpus=$2
found=$program.corpus
mkdir -p "$found"
seeds=("$found")
[ -d "$corpus" ] && seeds+=("$corpus")
"$program" -max_total_time="${FUZZ_SECONDS:-10}" -timeout=10 -rss_limit_mb=2048 -print_final_stats=1 \
    -artifact_prefix="$program.failure-" "${seeds[@]}" 2>&1 | tee "${FUZZ_REPORTS:-$(dirname "$program")}/$(basename "$program").log"
