#!/usr/bin/env bats
# What the driver times, on a simulated clock. RUNG is timed_rung.

setup()
{
    text=$BATS_TEST_TMPDIR/text
    echo text >"$text"
}

search_us() # OPTION...: sets `us`, of each search
{
    run "$RUNG" --json "$@" "$text"
    [ "$status" -eq 0 ]
    [[ $output =~ \"search_ns\":\[([0-9,]+)\] ]]
    us=()
    local ns
    for ns in ${BASH_REMATCH[1]//,/ }; do
        us+=($(((ns + 500) / 1000)))
    done
}

@test "a delay lengthens its stage, in every search, with and without --stages" {
    for option in --json --stages; do
        search_us $option --repeat 3 --delay other:0
        without=${us[0]}
        ((without >= 100 && without <= 102))
        search_us $option --repeat 3 --delay other:1
        [ ${#us[@]} -eq 3 ]
        for with in "${us[@]}"; do
            ((with - without >= 69 && with - without <= 71))
        done
        search_us $option --repeat 3 --delay read:0.5
        for with in "${us[@]}"; do
            ((with - without >= 14 && with - without <= 16))
        done
        search_us $option --delay merge:1
        ((us[0] == without))
    done
}

@test "a limit on a file's size is an error that is told" {
    local ignored=
    # The thread sanitizer writes a file of 512 KiB before main(), where the signal still kills.
    [[ $SANITIZED != thread ]] || ignored='trap "" XFSZ; '
    run bash -c "$ignored"'ulimit -f 0; exec "$@" 2>&1 >"$0"' "$BATS_TEST_TMPDIR/printed" "$RUNG" "$text"
    [ "$status" -eq 1 ]
    [[ $output == *': cannot write standard output: File too large' ]]
    [ ! -s "$BATS_TEST_TMPDIR/printed" ]
}
