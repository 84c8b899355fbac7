#!/usr/bin/env bats
# ./harness trap gpu on the simulated device, and a variant that forgets to wait for such a device.
# ./harness trap layout on the build's own variants. HARNESS is the program, FORGETFUL the variant. No
# test looks at how long anything took.

# shellcheck disable=SC2030,SC2031,SC2154 # what fakes.bash and `run` set
load ../support/fakes

setup()
{
    fakes_setup
}

trap_on() # OPTION...
{
    run --separate-stderr "$HARNESS" trap gpu --backend simulated --size 300 --repeats 3 "$@"
}

# A member of a file's outermost object, as it stands there.
member() # FILE KEY
{
    sed -n "s/^ \"$2\": \(.*[^,]\),*\$/\1/p" "$1"
}

@test "a table, lanes and a sentence, all of them stamped" {
    local columns step
    for columns in 80 120; do
        COLUMNS=$columns trap_on
        ends_with 0
        no_wider_than "$columns"
        prints 'Device: SIMULATED, '
        prints 'The trap (SIMULATED): '
        prints 'Host and device on one scale, the run in the middle of each (SIMULATED)'
        prints 'SIMULATED. '
        prints '8 bytes'
        for step in sum squares roots total '\(wait\)' copy all; do
            [ "$(grep -cE "^$step +[0-9.]+ +[0-9.]+" <<<"$output")" -eq 1 ] || wrong "not one row of $step"
        done
        # Two lanes for each way of timing.
        [ "$(grep -cE '^(no wait|wait each|wait once)  +host    [sqrtcw.]+$' <<<"$output")" -eq 3 ]
        [ "$(grep -cE '^ +device  [sqrtc.]+$' <<<"$output")" -eq 3 ]
        [[ $output != *$'\033'* ]]
    done
}

@test "--output keeps what was measured, stamped" {
    trap_on --output trap.json
    ends_with 0
    [ "$(member trap.json simulated)" = true ]
    [ "$(member trap.json backend)" = '"simulated"' ]
    [ "$(member trap.json size)" = 300 ]
    [ "$(member trap.json repeats)" = 3 ]
    [[ $(member trap.json started) =~ ^\"[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9:]{8}Z\"$ ]]
    only text.txt variants trap.json

    trap_on --output /dev/null --size 1 --repeats 1 # the least there is
    ends_with 0
    [ -c /dev/null ]
}

@test "an output that cannot be written ends with 1, and is not there" {
    trap_on --output nowhere/trap.json
    refuses 1 'cannot write nowhere/trap.json'
    trap_on --output "$PWD"
    refuses 1 "cannot write $PWD: Is a directory"
    only text.txt variants
}

@test "--add-to puts it into a results file, once, and changes nothing else" {
    ladder honest
    bench
    ends_with 0
    cp "$RESULTS" before.json
    trap_on --add-to "$RESULTS"
    ends_with 0
    whole "$RESULTS"
    grep -q '^ "trap": {$' "$RESULTS"
    # All lines of before are still there, but for a comma behind the last.
    diff <(sed 's/,$//' before.json | sort) <(sed '/^ "trap": {$/,/^ },\?$/d; s/,$//' "$RESULTS" | sort)

    trap_on --repeats 2 --add-to "$RESULTS"
    ends_with 0
    [ "$(grep -c '"trap"' "$RESULTS")" -eq 1 ]
    grep -q '^  "repeats": 2,$' "$RESULTS"

    printf '<!-- begin results.json -->\n<!-- end -->\n' >tables.md
    "$HARNESS" publish tables.md
    grep -q '^\*\*The trap' tables.md
}

@test "--add-to takes nothing but a results file" {
    trap_on --add-to missing.json
    refuses 1 missing.json
    echo '{}' >results.json
    trap_on --add-to results.json
    refuses 1 'results.json: not a results file'
    [ "$(<results.json)" = '{}' ]

    ladder honest
    bench
    cp "$RESULTS" before.json
    trap_on --add-to "$RESULTS" --output ./results.json
    refuses 2 '--output would overwrite the results file'
    cmp "$RESULTS" before.json
    sed -i 's/^ "variants"/ "trap": {"schema": 1},\n&/' "$RESULTS"
    trap_on --add-to "$RESULTS"
    refuses 1 '"trap": its record is wrong'
}

@test "what a person may get wrong" {
    run --separate-stderr "$HARNESS" trap gpu --backend opencl
    refuses 2 "cuda or simulated, not 'opencl'"
    local value
    for value in 0 -1 1000001 ten 1e4 ''; do
        trap_on --size "$value"
        refuses 2 '--size takes a whole number from 1 to 1000000'
    done
    for value in 0 51 3.5; do
        trap_on --repeats "$value"
        refuses 2 '--repeats takes a whole number from 1 to 50'
    done
    trap_on --timeout 5
    refuses 2 '--timeout takes a time'
    trap_on extra
    refuses 2 "'extra' is not an option"
    trap_on --nonsense
    ends_with 2
    warns "unrecognized option '--nonsense'"
    run --separate-stderr "$HARNESS" trap gpu --help
    ends_with 0
    prints '--add-to'
}

@test "a matrix too large for the memory is one clear line" {
    run --separate-stderr "$HARNESS" trap gpu --backend simulated --size 1000000
    ends_with 1
    warns 'a matrix of 1000000 x 1000000 takes 8000.0 GB of memory'
    warns 'take a smaller matrix (trap gpu --size)'
    [ -z "$output" ]
}

@test "a case that takes too long is stopped, as is one that is interrupted" {
    run --separate-stderr "$HARNESS" trap gpu --backend simulated --size 2000 --timeout 1ms
    ends_with 1
    warns 'no answer within 0.001 s (--timeout)'
    run --separate-stderr timeout --preserve-status -s INT 0.5 "$HARNESS" trap gpu \
        --backend simulated --size 8000 --repeats 50 --output trap.json
    ends_with 130
    only text.txt variants
}

@test "without a GPU: the reason, and how to see it all the same" {
    run --separate-stderr "$HARNESS" trap gpu --size 300 --repeats 3
    [ "$status" -ne 0 ] || skip 'there is a GPU'
    ends_with 77
    warns 'trap gpu --backend simulated'
    [ -z "$output" ]
}

@test "the program behind it prints one line of JSON, stamped" {
    local program
    program=$(dirname "$HARNESS")/cuda/big_sum_simulated
    run --separate-stderr "$program" --size 50 --repeats 50
    ends_with 0
    [[ ${#lines[@]} -eq 1 && ${#output} -lt 65536 && $output == *'"simulated":true'* ]]
    run --separate-stderr "$program" --size 0
    ends_with 2
    warns '--size takes a whole number from 1 to 1000000'
}

@test "a variant that forgets to wait for its device is unsynchronized" {
    finds_forgetful
}

@test "which traps there are" {
    run --separate-stderr "$HARNESS" trap
    ends_with 0
    [[ ${#lines[@]} -eq 2 && ${lines[0]} == '  gpu  '* && ${lines[1]} == '  layout  '* ]]
    run --separate-stderr "$HARNESS" trap cpu
    refuses 2 "there is no trap 'cpu'; there are gpu and layout"
    run --separate-stderr "$HARNESS" trap --backend simulated
    ends_with 2
    warns "unrecognized option '--backend'"
    local name
    for name in gpu layout; do
        run --separate-stderr "$HARNESS" trap "$name" --help
        ends_with 0
        [[ $output == "Usage: harness trap $name "* ]] || wrong "$name"
        no_wider_than 80
    done
}

trap_layout() # OPTION...
{
    run --separate-stderr "$HARNESS" trap layout --data text.txt --rounds 1 "$@"
    [[ $status -ne 77 ]] || skip "$stderr"
}

@test "the layout trap: each variant at four places" {
    trap_layout --variant simd,mapped,simd
    ends_with 0
    prints 'times relative to simd at +0'
    [ "$(grep -cE '^(simd|mapped)( +[0-9.]+){5} % +[0-9.]+$' <<<"$output")" -eq 2 ]
    only text.txt variants
}

@test "the layout trap leaves nothing behind when it is stopped" {
    trap_layout --variant simd
    mkdir temporary
    TMPDIR=$PWD/temporary run --separate-stderr timeout --preserve-status -s INT 1 \
        "$HARNESS" trap layout --data text.txt --rounds 200 --variant simd,mapped
    [[ $status == 130 || $status == 0 ]]
    [ -z "$(ls temporary)" ]
}

@test "what a person may get wrong with layouts" {
    run --separate-stderr "$HARNESS" trap layout --variant nothing
    refuses 2 "there is no variant 'nothing'"
    run --separate-stderr "$HARNESS" trap layout --variant ,
    refuses 2 'names no variant'
    run --separate-stderr "$HARNESS" trap layout --rounds 0
    refuses 2 '--rounds takes a whole number from 1 to 200'
    run --separate-stderr "$HARNESS" trap layout --variant simd --data nowhere
    refuses 1 nowhere
}
