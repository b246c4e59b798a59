#!/bin/sh
# hosts.sh HOSTS PATH OUT: scans PATH on every host of the list (one a line), over ssh, and makes one
# report of all. Needs GNU parallel here and backtrail there. What has been scanned is not scanned
# again when the script runs again: OUT/jobs.log says what was done.
set -eu
hosts=$1 path=$2 out=$3
mkdir -p "$out"

# a scan that is cut off keeps the name of its part, and is no scan
parallel --joblog "$out/jobs.log" --resume-failed --retries 3 --jobs 16 \
    "ssh -o BatchMode=yes {} backtrail scan -q $path --source-id {} > $out/{}.part && mv $out/{}.part $out/{}.ndjson" \
    :::: "$hosts"

backtrail report "$out"/*.ndjson --windows "$out/windows" -q -o "$out/rca.json" -o "$out/rca.html"
if [ -s "$out/windows" ]; then
    parallel --retries 3 --jobs 16 \
        "ssh -o BatchMode=yes {} backtrail scan -q $path --source-id {} --windows /dev/stdin < $out/windows > $out/{}.second.part && mv $out/{}.second.part $out/{}.second.ndjson" \
        :::: "$hosts"
    backtrail report "$out"/*.ndjson -q -o "$out/rca.json" -o "$out/rca.html"
fi
