#!/usr/bin/env bats
# ./harness --threads with a list, with fake variants (fakes.bash). HARNESS is the program.

# shellcheck disable=SC2154 # what fakes.bash sets
load ../support/fakes

setup()
{
    fakes_setup
}

# A point of the sweep in the table, with its time and what else is asked for.
swept() # NAME THREADS PATTERN
{
    grep -qE "^$1 +$2 +$3" <<<"$(sed -n '/^The thread sweep/,/^$/p' <<<"$output")" ||
        wrong "not in the sweep: $1 with $2 threads, $3"
}

@test "variants that use threads run with each count, in the same rounds; others do not" {
    ladder honest threaded threaded-too
    bench --threads 4,2,1,2 --rounds 9 --export-markdown results.md
    ends_with 0
    local name count time='0\.0000[0-9]+ +0\.0000[0-9]+–0\.0000[0-9]+ +9'
    for name in threaded threaded-too; do
        swept $name 1 "$time\$"
        swept $name 2 "$time +1\.00× +1\.00–1\.00 +(50|100) % +(100\.0 %|$)"
        swept $name 4 "$time +1\.00× +1\.00–1\.00 +(25|33|50|100) % +(100\.0 %|$)"
        measured $name 9
        for count in 1 2 4; do
            [ "$(grep -cx "$name --json --threads $count text.txt" variants/log)" -ge 9 ]
        done
        # Its stage run, and its description, with the largest.
        not grep -q "^$name --json --threads [12] .*--stages" variants/log
        grep -qx "$name --describe --threads 4" variants/log
        [ "$(grep -c "^\"$name\",.*,sweep,[12],[0-9.]*,22$" results.csv)" -eq 2 ]
    done
    not grep -q '^honest' <(sed -n '/^The thread sweep/,/^$/p' <<<"$output")
    not grep -q '^honest .*--threads [12] ' variants/log
    prints 'threads: 4'
    grep -q '^ "threads": 4,$' "$RESULTS"
    # Two counts of each are the sweep's own, with samples; the third is the ladder's.
    [ "$(sed -n '/^ "sweep"/,$p' "$RESULTS" | grep -c '"serial_fraction": ')" -eq 6 ]
    [ "$(sed -n '/^ "sweep"/,$p' "$RESULTS" | grep -c '"position": ')" -eq 36 ]
    [ "$(sed -n '/^ "sweep"/,$p' "$RESULTS" | grep -c '"samples": null')" -eq 2 ]
    grep -q '^| threaded | 2 | ' results.md

    printf '<!-- begin results.json -->\n<!-- end -->\n' >README.md
    "$HARNESS" publish README.md
    grep -q '^| threaded | 2 | ' README.md
}

@test "one thread is part of every sweep" {
    ladder honest threaded
    bench --threads 3,2
    ends_with 0
    swept threaded 1 0
    swept threaded 2 0
    swept threaded 3 0
}

@test "one count is no sweep, however often it is given" {
    ladder honest threaded
    local counts
    for counts in 4 1 1,1; do
        bench --threads $counts
        ends_with 0
        [[ $output != *'sweep'* && $stderr != *'sweep'* ]]
        not grep -q '"sweep"' "$RESULTS"
    done
}

@test "a sweep of what uses no threads says so, and the run goes on" {
    ladder honest
    bench --threads 1,2
    ends_with 0
    warns 'no variant of this run shares its work out among threads'
    measured honest 2
}

@test "a count that fails is a row, and an exit code" {
    ladder honest threaded threaded-but-alone
    bench --threads 1,2,4
    ends_with 1
    swept threaded-but-alone 1 'failed: exit code 3: nobody to share with$'
    swept threaded-but-alone 2 0
    swept threaded 1 0
    measured threaded-but-alone 2
    [[ $(grep '"threaded-but-alone".*,sweep,1,' results.csv) == *',"failed","exit code 3: '* ]]
    whole "$RESULTS"
}

@test "lists that are none are errors of usage, in one line" {
    ladder honest threaded
    local counts
    for counts in ',' '1,' ',1' 1,,2 1,x 0,1 1,1025 1-4 '1 2' \
        "$(seq -s, 1 40)"; do
        bench --threads "$counts"
        refuses 2 '--threads takes'
        run --separate-stderr "$HARNESS" limits --data text.txt --threads "$counts"
        refuses 2 '--threads takes'
    done
    nothing_sampled
}

@test "nothing is wider than asked for, with a sweep and with peers" {
    ladder honest threaded
    COLUMNS=80 bench --threads 1,2 --rounds 6 --peer-lines "grep=grep -aoi '[0-9][rb]ob' {data}"
    ends_with 0
    no_wider_than 80
    prints 'The thread sweep'
    prints 'The tools that people would use instead'
}
