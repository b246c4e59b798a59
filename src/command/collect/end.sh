
[ -z "$app" ] || recent "$app/storage/logs"

# --- what was asked for besides, then the hashes and the archive ---
printf '%s' "$extra" | while IFS= read -r path; do
    if [ -e "$path" ]; then
        whole "$(cd -- "$(dirname -- "$path")" && pwd)/$(basename -- "$path")"
    else
        say "not there (-k): $path"
    fi
done
cp "$folder/collect.log" "$to/collect.log"
# hash FILE
hash() {
    if command -v sha256sum >/dev/null 2>&1; then sha256sum "$1"; else shasum -a 256 "$1"; fi
}
cd "$to" || exit 1
find . -type f -print | LC_ALL=C sort | while IFS= read -r file; do hash "$file"; done >../SHA256SUMS
mv ../SHA256SUMS SHA256SUMS
cd "$folder" && tar czf evidence.tar.gz evidence || exit 1
hash evidence.tar.gz | tee evidence.tar.gz.sha256
say "done; copy $folder/evidence.tar.gz to another machine, then: backtrail evidence.tar.gz"
