#!/bin/sh
# A plain command: it prints the number of matches of [0-9]bob and [0-9]rob, and nothing else.
# Usage: count.sh TEXT
set -e
LC_ALL=C # bytes, whatever the user's language
export LC_ALL
grep -aoiE '[0-9](b|r)ob' "$1" | wc -l
