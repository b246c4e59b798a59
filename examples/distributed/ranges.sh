#!/bin/sh
# ranges.sh FILE BYTES OUT: scans one large file in ranges of so many bytes, as many at once as there
# are processors, and reports it. A range that fails is scanned again when the script runs again.
set -eu
file=$1 bytes=$2 out=$3
program=${BACKTRAIL:-backtrail}
mkdir -p "$out"
size=$(wc -c < "$file")

at=0
# shellcheck disable=SC2016 # xargs hands the words to the inner shell
while [ "$at" -lt "$size" ]; do
    end=$((at + bytes))
    # a file that is written is whole: the program renames it when it is done
    [ -e "$out/$at-$end.ndjson" ] || echo "$at $end"
    at=$end
done | xargs -P "$(getconf _NPROCESSORS_ONLN)" -L 1 sh -c \
    '"$0" scan "$1" --range "$3..$4" -j 1 -o "$2/$3-$4.ndjson"' "$program" "$file" "$out"

"$program" report "$out"/*.ndjson --no-config -q --windows "$out/windows" -o "$out/rca.json"
if [ -s "$out/windows" ]; then
    "$program" scan "$file" --windows "$out/windows" -o "$out/second.ndjson"
    "$program" report "$out"/*.ndjson --no-config -q -o "$out/rca.json"
fi
