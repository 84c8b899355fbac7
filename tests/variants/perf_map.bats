#!/usr/bin/env bats
# Where a variant's JIT code is, written down for profilers when that is asked for, and never else.
# VARIANT is one with JIT code.
bats_require_minimum_version 1.5.0

setup()
{
    cd "$BATS_TEST_TMPDIR" || return
    printf '1bob 2ROB\n' >text
    unset PERF_MAP
}

# With a shell's number, so that the file's name is known before.
counts() # COMMAND-BEFORE
{
    run --separate-stderr bash -c "$1; exec \"\$0\" text" "$VARIANT"
    [ "$status" -eq 0 ]
    [[ $output == "2 matches"* ]]
}

@test "without PERF_MAP, or with an empty one, nothing is written" {
    "$VARIANT" text
    PERF_MAP='' "$VARIANT" text
    [[ $(echo *) == text ]]
}

@test "a map says where the code is, for nobody else to read" {
    mkdir maps
    PERF_MAP=maps counts 'umask 0'
    [ -z "$stderr" ]
    file=$(echo maps/*)
    [[ $file =~ ^maps/perf-[0-9]+\.map$ ]]
    [[ $(stat -c %a "$file") == 600 ]]
    [[ $(<"$file") =~ ^[0-9a-f]+\ [0-9a-f]+\ pcre2_jit_code$ ]]
}

@test "what is there already is left alone, and no link is followed" {
    mkdir maps
    echo mine >victim
    # shellcheck disable=SC2016
    for first in 'echo mine >maps/perf-$$.map' 'ln -s ../victim maps/perf-$$.map' \
        'ln -s ../new maps/perf-$$.map'; do
        PERF_MAP=maps counts "$first"
        [[ $stderr == *"PERF_MAP: cannot make maps/perf-"*": File exists" ]]
    done
    [[ $(<victim) == mine && ! -e new ]]
    [[ $(cat maps/perf-*.map | sort -u) == mine ]]
}

@test "a map beyond the limit on a file's size is a warning" {
    mkdir maps
    # shellcheck disable=SC2016 # for that shell
    PERF_MAP=maps run bash -c 'ulimit -f 0; exec "$0" text 2>&1' "$VARIANT" # into a pipe
    [ "$status" -eq 0 ]
    [[ $output == *"PERF_MAP: cannot write: File too large"*"2 matches"* ]]
}

@test "a folder that is not there is a warning" {
    PERF_MAP=nowhere counts :
    [[ $stderr == *"PERF_MAP: cannot make nowhere/perf-"*": No such file or directory" ]]
}
