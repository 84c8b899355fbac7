#!/usr/bin/env bats
# The threads of OpenMP rungs: as many as they were asked for, or none. RUNGS are their programs.
# shellcheck disable=SC2154 # what run sets
bats_require_minimum_version 1.5.0

setup()
{
    cd "$BATS_TEST_TMPDIR" || return
    printf '1bob 2ROB\n' >text
}

@test "fewer threads than asked for are a failure" {
    local rung
    for rung in $RUNGS; do
        run --separate-stderr env OMP_THREAD_LIMIT=1 "$rung" --threads 2 text
        [ "$status" -eq 1 ]
        [[ -z $output && $stderr == *': asked for 2 threads, got 1' ]]
        run --separate-stderr env OMP_THREAD_LIMIT=3 "$rung" --threads 8 text
        [ "$status" -eq 1 ]
        [[ $stderr == *': asked for 8 threads, got 3' ]]
    done
}

@test "as many as asked for are enough, whatever else the environment says" {
    local rung
    for rung in $RUNGS; do
        run --separate-stderr env OMP_THREAD_LIMIT=4 OMP_DYNAMIC=true OMP_NUM_THREADS=1 "$rung" --threads 4 text
        [ "$status" -eq 0 ]
        [[ $output == '2 matches'* ]]
    done
}
