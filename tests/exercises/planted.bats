#!/usr/bin/env bats
# What is planted in an exercise is what a profile shows, where that does not depend on time: counted by
# callgrind. HARNESS is the program, PROGRAMS where the exercises are, WRONG the plausible fixes.

# shellcheck disable=SC2154 # what `run` sets
setup()
{
    bats_require_minimum_version 1.5.0
    command -v valgrind >/dev/null || skip 'no valgrind'
    cd "$BATS_TEST_TMPDIR" || return
    for _ in {1..50}; do echo "$(printf 'x%.0s' {1..900})1bob0000000000y"; done >text.txt
}

# The table of a program's functions: name, calls, and what each of them runs itself, largest first.
profile() # PROGRAM
{
    mkdir -p variants
    ln -s "$1" variants
    echo "[{\"name\": \"${1##*/}\", \"program\": \"variants/${1##*/}\"}]" >ladder.json
    run "$HARNESS" profile --ladder ladder.json --engine callgrind --data text.txt --threads 1 \
        --output profiles "${1##*/}"
    [ "$status" -eq 0 ] || { echo "$output"; return 1; }
    functions=$(sed -n '/^Functions, by self/,/^$/p' <<<"$output" | tail -n +3)
}

@test "1: strlen comes first, in the plausible fix as well, but not in the solution" {
    profile "$PROGRAMS/1-find-it-start"
    [[ $(head -1 <<<"$functions") == *strlen* ]]
    profile "$WRONG/1-find-it-wrong"
    [[ $(head -1 <<<"$functions") == *strlen* ]]
    profile "$PROGRAMS/1-find-it-solution"
    [[ $(head -1 <<<"$functions") != *strlen* ]]
}

@test "2: the lock is taken at every digit" {
    [ -e "$PROGRAMS/2-a-lock-start" ] || skip 'built without OpenMP'
    profile "$PROGRAMS/2-a-lock-start"
    calls=$(awk '$1 ~ /pthread_mutex_lock/ { print $2 }' <<<"$functions" | tr -d ,)
    [ "$calls" -ge $((50 * 11)) ]
}
