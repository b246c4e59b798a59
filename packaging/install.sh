#!/bin/sh
# Installs a release of backtrail for Linux after checking its hash.
#
#   sh install.sh --version 0.1.0 --from URL [--sha256 HEX] [--to DIR]
#
#   --from URL    where the files of the release lie: the archive and SHA256SUMS; file:// works too
#   --sha256 HEX  the hash that the archive must have; without it that of SHA256SUMS, which comes
#                 from the same place and so shows damage, not malice
#   --to DIR      folder for the program (default: ~/.local/bin)
set -eu
version='' from='' sha256='' to=${HOME:-/usr/local}/.local/bin
while [ $# -gt 0 ]; do
    [ $# -gt 1 ] || { echo "$1 needs a value" >&2; exit 2; }
    case $1 in
        --version) version=$2 ;;
        --from) from=${2%/} ;;
        --sha256) sha256=$2 ;;
        --to) to=$2 ;;
        *) echo "unknown option $1; see the head of this script" >&2; exit 2 ;;
    esac
    shift 2
done
if [ -z "$version" ] || [ -z "$from" ]; then
    echo "--version and --from are needed" >&2
    exit 2
fi
case $(uname -s)-$(uname -m) in
    Linux-x86_64 | Linux-amd64) target=x86_64-unknown-linux-musl ;;
    Linux-aarch64 | Linux-arm64) target=aarch64-unknown-linux-musl ;;
    *) echo "no program is built for $(uname -sm); build it with cargo" >&2; exit 1 ;;
esac
name=backtrail-$version-$target
mkdir -p -- "$to"
to=$(CDPATH='' cd -- "$to" && pwd)
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
fetch() { curl --fail --silent --show-error --location --output "$1" "$from/$1"; }
fetch "$name.tar.gz"
if [ -z "$sha256" ]; then
    fetch SHA256SUMS
    sha256=$(sed -n "s/^\([0-9a-f]\{64\}\)  \(\.\/\)\{0,1\}$name\.tar\.gz\$/\1/p" SHA256SUMS)
    [ -n "$sha256" ] || { echo "SHA256SUMS does not name $name.tar.gz" >&2; exit 1; }
fi
echo "$sha256  $name.tar.gz" | sha256sum -c - >/dev/null || {
    echo "$name.tar.gz has another SHA-256 than $sha256; nothing was installed" >&2
    exit 1
}
tar xzf "$name.tar.gz"
cp "$name/backtrail" "$to/.backtrail.new"
chmod 755 "$to/.backtrail.new"
mv "$to/.backtrail.new" "$to/backtrail"
echo "installed $("$to/backtrail" --version) in $to"
