#!/usr/bin/env bats
# What a variant may do wrong: a row of the table says so, and the others go on. HARNESS is the
# program.

# shellcheck disable=SC2154 # what fakes.bash sets
load ../support/fakes

# A description may take 10 s: the last test waits for this one, which begins with the first.
setup_file()
{
    local -x BATS_TEST_TMPDIR=$BATS_FILE_TMPDIR
    fakes_setup
    ladder honest slow-to-describe
    {
        bench
        declare -p output stderr status >told
        mv told ended
    } >/dev/null 2>&1 3>&- &
}

setup()
{
    fakes_setup
}

@test "a wrong count and a wrong digest are mismatches" {
    ladder honest miscounts misplaces rung
    bench
    ends_with 1
    failed miscounts mismatch 'counted 4 matches of 3, +1, first in line 1, where it counts 4, not 2: 1bob 2ROB'
    failed misplaces mismatch 'the right number of matches, but not all in the right places, first in line 1, *'
    measured honest 2
    measured rung 2
}

@test "a variant that fails in a later stage run has no stages" {
    ladder honest tires
    bench
    ends_with 1
    failed tires failed 'exit code 3'
    [ "$(field tires stages)" = null ]
    not grep -qE '^tires +[0-9]' <<<"${output#*The times}"
}

@test "a probe that cannot be taken costs a forecast; one that a variant does not support, no word" {
    ladder honest anew anew-but-wrong anew-but-whole
    bench
    ends_with 0
    prints 'warning  a probe of anew-but-wrong (alone) could not be taken: counted 4 matches of 3, +1. Remedy: make the variant support it'
    [ "$(grep -c 'could not be taken' <<<"$output")" -eq 1 ]
    local name
    for name in anew anew-but-wrong anew-but-whole; do
        measured $name 2
    done
    # Without its search the parent takes 20 of 50; reading, the rest, and what it does anew take 50.
    grep -qE '^anew +honest +search +60\.0 % +2\.50× +ablation +1\.00×' <<<"$output"
    grep -qE '^anew-but-wrong +honest +search +60\.0 % +2\.50× +ablation$' <<<"$output"
    grep -qE '^anew-but-whole +honest +search +60\.0 % +2\.50× +ablation$' <<<"$output"
    [ "$(grep -c '^anew-but-w.*--without' variants/log)" -eq 2 ] # once each, and not again
    not grep -q '"spoils": true' "$RESULTS"
    whole "$RESULTS"
}

@test "a bad end is a failure, with the last thing said" {
    ladder honest complains gives-up crashes complains-at-length rung
    bench
    ends_with 1
    failed complains failed 'exit code 3: my library is broken'
    failed gives-up failed 'exit code 3'
    failed crashes failed 'killed by signal 11 (Segmentation fault)'
    failed complains-at-length failed 'exit code 3: at last the reason'
    measured honest 2
    measured rung 2
}

@test "a message of bytes that are no text spoils neither table nor results file" {
    ladder honest garbles rung
    bench
    ends_with 1
    failed garbles failed 'exit code 3: caf*m is *m shut'
    measured rung 2
    whole "$RESULTS"
    [[ $output != *$'\033'* ]]
    not grep -q '[^ -~]' <(field garbles reason)
}

@test "a variant that fails after good rounds has no speed" {
    ladder honest fails-later rung
    bench --rounds 4
    ends_with 1
    failed fails-later failed 'exit code 3: I am tired'
    [[ $(csv fails-later) == *",$MATCHES,2,"* ]] # the samples are kept
    measured honest 4
    measured rung 4
}

@test "a variant that hangs is timed out, with all that it started" {
    ladder honest hangs hangs-on hangs-together rung
    bench --timeout 1s
    ends_with 1
    failed hangs timeout 'no answer within 1 s (--timeout)'
    failed hangs-on timeout 'no answer within 1 s (--timeout)'
    failed hangs-together timeout 'no answer within 1 s (--timeout)'
    measured honest 2
    measured rung 2
    nothing_runs
}

@test "a time-out of less than a second is named as it was given" {
    ladder hangs
    bench --timeout 250ms
    ends_with 1
    failed hangs timeout 'no answer within 0.25 s (--timeout)'
}

@test "a variant that left its process group is timed out, too" {
    command -v perl >/dev/null || skip 'no perl'
    ladder honest hangs-elsewhere
    run timeout -k 1 30 "$HARNESS" --ladder ladder.json --data text.txt --rounds 2 --timeout 1s \
        --output "$RESULTS" --export-csv results.csv
    ends_with 1
    failed hangs-elsewhere timeout 'no answer within*'
    nothing_runs
}

@test "a child left behind holds nothing up and does not stay" {
    ladder honest leaves-child
    bench --timeout 20s
    ends_with 0
    measured leaves-child 2
    nothing_runs
}

@test "a flood on standard output is cut off, one on standard error is let pass" {
    ladder honest floods floods-errors
    bench
    ends_with 1
    failed floods failed 'printed over 64 KiB instead of one line'
    measured floods-errors 2
    nothing_runs
}

@test "what is no record is a failure" {
    ladder honest nothing rubbish array half-line unended twice other-schema rung
    bench
    ends_with 1
    failed nothing failed 'printed nothing'
    failed rubbish failed 'printed no whole record: <html>rubbish</html>'
    failed array failed 'printed no whole record: *'
    failed half-line failed 'printed no whole record: {"schema":1,"matches":3'
    failed unended failed 'printed no whole record: *'
    failed twice failed 'printed no whole record: *'
    failed other-schema failed 'its record: "schema" is not 1'
    measured honest 2
    measured rung 2
}

@test "a record of what cannot be is a failure" {
    local impossible='its record: "search_ns" is missing or wrong'
    ladder honest negative nan never fraction astronomic worded untimed unprepared many-searches \
        outlives-itself misdigests counts-below-zero stageless bad-stages rung
    bench
    ends_with 1
    failed negative failed "$impossible"
    failed nan failed 'printed no whole record: *'
    failed never failed "$impossible"
    failed fraction failed "$impossible"
    failed astronomic failed "$impossible"
    failed worded failed "$impossible"
    failed untimed failed "$impossible"
    failed unprepared failed 'its record: "prepare_ns" is missing or wrong'
    failed many-searches failed '*'
    failed outlives-itself failed 'claims more time than its process took'
    failed misdigests failed 'its record: "digest" is not 16 hexadecimal digits'
    failed counts-below-zero failed 'its record: "matches" is missing or wrong'
    failed stageless failed 'reports no stages'
    failed bad-stages failed 'its record: "stages" is missing or wrong'
    measured honest 2
    measured rung 2
}

@test "a clock that stopped before the work is unsynchronized" {
    ladder honest unfinished
    bench
    ends_with 1
    failed unfinished unsynchronized 'its clock stopped while work was in flight: it took 0.05 s more'
    measured honest 2
}

@test "what cannot be executed or says nothing of itself is a failure" {
    ladder honest absent forbidden no-program folder undescribed described-by-half rung
    rm variants/{absent,forbidden,no-program,folder}
    install -m 644 "$BATS_TEST_DIRNAME/../support/fakes/fake" variants/forbidden
    install -m 755 /dev/stdin variants/no-program <<<'no magic number'
    mkdir variants/folder
    bench
    ends_with 1
    failed absent failed '*cannot be executed: No such file or directory'
    failed forbidden failed '*cannot be executed: Permission denied'
    failed no-program failed '*cannot be executed: Exec format error'
    failed folder failed '*cannot be executed: Permission denied'
    failed undescribed failed 'does not describe itself: exit code 1: what am I[?]'
    failed described-by-half failed 'does not describe itself: its record: *'
    measured honest 2
    measured rung 2
}

@test "skipped variants are rows; the others decide about the exit code" {
    ladder honest unsupported 'unbuilt: libnose is missing' rung
    bench
    ends_with 0
    failed unsupported skipped 'needs a machine with two noses'
    failed unbuilt skipped 'libnose is missing'
    measured honest 2
    measured rung 2

    bench --variant unsupported,unbuilt
    ends_with 77
    failed unsupported skipped 'needs a machine with two noses'
    failed unbuilt skipped 'libnose is missing'
    whole "$RESULTS"

    ladder unsupported miscounts
    bench
    ends_with 1
}

@test "all of them fail: no times, no control, exit code 1" {
    ladder gives-up nothing
    bench
    ends_with 1
    failed gives-up failed 'exit code 3'
    failed nothing failed 'printed nothing'
    prints 'Nothing was measured'
    whole "$RESULTS"
}

@test "what a variant says of itself cannot paint the table or break it" {
    ladder honest painted painted-unsupported
    bench
    ends_with 0
    [[ $output != *$'\033'* ]]
    failed painted-unsupported skipped 'paints *red*and blue'

    run "$HARNESS" list --ladder ladder.json
    ends_with 0
    [[ $output != *$'\033'* ]]
    [ "${#lines[@]}" -eq 4 ] # a line of titles and three of variants
}

@test "a parent that fails leaves nothing to compare with" {
    ladder gives-up orphan
    bench
    ends_with 1
    measured orphan 2
    grep -qE '^orphan +gives-up +search +nothing to compare with$' <<<"$output"
}

@test "a variant that hangs when it is to describe itself is a failure" {
    cd "$BATS_FILE_TMPDIR/here"
    # shellcheck disable=SC2034 # what fakes.bash reads
    variants=$PWD/variants RESULTS=$PWD/results.json
    for _ in {1..600}; do
        [ ! -e ended ] || break
        sleep 0.1
    done
    # shellcheck disable=SC1091 # what setup_file() wrote
    source ./ended
    ends_with 1
    failed slow-to-describe failed 'does not describe itself: no answer within 10 s'
    measured honest 2
    nothing_runs
}
