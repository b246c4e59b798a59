#!/bin/sh
# Collects the traces of a database incident into one archive that backtrail reads.
#
# Read it before you run it. It copies and asks; it changes, moves and deletes nothing, and writes
# only into one new folder. Run it as root where you can: it takes what it may read and says in
# collect.log what it could not.
#
#   sh collect.sh [-o DIR] [-d DAYS] [-m MB] [-a APP] [-c FILE] [-k PATH]...
#
#   -o DIR   make the new folder in DIR (default: the working folder); choose another disk than the
#            one that data was lost on
#   -d DAYS  logs that were written to in the last DAYS days (default 14)
#   -m MB    leave out files larger than this (default 2048)
#   -a APP   folder of the application (the script for Laravel looks for it itself)
#   -c FILE  option file with the account for the database; no password is ever taken on a command
#            line or written
#   -k PATH  copy this file or folder too, such as last night's backup; may be repeated
set -u
umask 077
LC_ALL=C
export LC_ALL
place=. days=14 megabytes=2048 app='' account='' extra=''
while getopts o:d:m:a:c:k: option; do
    case $option in
        o) place=$OPTARG ;;
        d) days=$OPTARG ;;
        m) megabytes=$OPTARG ;;
        a) app=$OPTARG ;;
        c) account=$OPTARG ;;
        k) extra="$extra$OPTARG
" ;;
        *) exit 2 ;;
    esac
done
case $days$megabytes in *[!0-9]*) echo "-d and -m take whole numbers" >&2; exit 2 ;; esac
CDPATH=''
place=$(cd -- "$place" && pwd) || exit 1
[ -z "$app" ] || app=$(cd -- "$app" && pwd) || exit 1
folder=${place%/}/collected-$(uname -n)-$(date -u +%Y%m%dT%H%M%SZ)
to=$folder/evidence
mkdir "$folder" "$to" || exit 1

# say WORDS: on the terminal and in collect.log
say() {
    printf '%s %s\n' "$(date -u +%Y-%m-%dT%H:%M:%SZ)" "$*" >>"$folder/collect.log"
    printf '%s\n' "$*" >&2
}

# ask FILE COMMAND...: what a command answers becomes a file
ask() {
    answer=$to/$1
    shift
    command -v "$1" >/dev/null 2>&1 || return 0
    mkdir -p "$(dirname "$answer")"
    if ! "$@" >"$answer" 2>>"$folder/collect.log" </dev/null; then
        say "not answered in full: $*"
    fi
    [ -s "$answer" ] || rm -f "$answer"
}

# keep FILE: a copy with its times, under its own path
keep() {
    [ -f "$1" ] || return 0
    case $1 in "$folder"/*) return 0 ;; esac
    if [ ! -r "$1" ]; then
        say "may not be read: $1"
    elif [ -n "$(find -H "$1" -prune -size +"$((megabytes * 1024))"k 2>/dev/null)" ]; then
        say "larger than $megabytes MB, left out (-m): $1"
    elif ! mkdir -p "$to$(dirname "$1")" || ! cp -p "$1" "$to$1" 2>>"$folder/collect.log"; then
        say "could not be copied: $1"
    fi
}

# recent PATH...: files below, or with these names, that were written to in the last days
recent() {
    for path in "$@"; do
        [ -e "$path" ] || continue
        find -H "$path" -type f -mtime -"$days" -print 2>>"$folder/collect.log" |
            while IFS= read -r file; do keep "$file"; done
    done
}

# whole PATH...: all files below, however old
whole() {
    for path in "$@"; do
        [ -e "$path" ] || continue
        find -H "$path" -type f -print 2>>"$folder/collect.log" |
            while IFS= read -r file; do keep "$file"; done
    done
}

say "collecting into $folder"
