#!/usr/bin/env bash
# What the action does; its inputs come as variables, never as part of a script.
set -euo pipefail
binary=${BINARY:-backtrail}
if [ -n "${VERSION:-}" ]; then
    # a hash is demanded: a tag can be moved, bytes cannot
    [ -n "${SHA256:-}" ] || { echo "::error::version needs sha256, the hash of the archive"; exit 2; }
    to="${RUNNER_TEMP:-/tmp}/backtrail-$VERSION"
    sh "$(dirname "$0")/install.sh" --version "$VERSION" --from "$FROM" --sha256 "$SHA256" --to "$to"
    binary="$to/backtrail"
fi
mkdir -p "$OUTPUT"
options=(--redact "$REDACT" --quiet --fail-on "$FAIL_ON")
if [ -n "$ZONE" ]; then options+=(--tz "$ZONE"); fi
if [ -n "$SETTINGS" ]; then options+=(--config "$SETTINGS"); else options+=(--no-config); fi
if [ -n "${GITHUB_RUN_ID:-}" ]; then
    options+=(--report-url "$GITHUB_SERVER_URL/$GITHUB_REPOSITORY/actions/runs/$GITHUB_RUN_ID")
fi
status=0
"$binary" analyze "$EVIDENCE" "${options[@]}" -o "$OUTPUT/rca.json" -o "$OUTPUT/rca.html" \
    -o "$OUTPUT/rca.md" -o "$OUTPUT/rca.sarif" -o "$OUTPUT/rca.junit.xml" \
    -o "md:github-comment=$OUTPUT/comment.md" -o "md:step-summary=$OUTPUT/summary.md" \
    -o "github=$OUTPUT/annotations.txt" || status=$?
if [ "$status" -gt 1 ]; then exit "$status"; fi
cat "$OUTPUT/summary.md" >>"$GITHUB_STEP_SUMMARY"
cat "$OUTPUT/annotations.txt"
python3 - "$OUTPUT/rca.json" >>"$GITHUB_OUTPUT" <<'PYTHON'
import json, sys
verdict = json.load(open(sys.argv[1], encoding="utf-8"))["verdict"]
print("severity=%s\nincidents=%s" % (verdict["severity"], verdict["incidents"]))
PYTHON
printf 'comment=%s\nreport=%s\n' "$OUTPUT/comment.md" "$OUTPUT/rca.json" >>"$GITHUB_OUTPUT"
exit "$status"
