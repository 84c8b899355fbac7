#!/usr/bin/env bats
# What is left of a run that is stopped. HARNESS is the program.

# shellcheck disable=SC2154 # what fakes.bash sets
load ../support/fakes

setup()
{
    fakes_setup
}

@test "SIGINT, SIGTERM and SIGHUP keep what there is, and leave nothing running" {
    local signal
    for signal in INT:130 TERM:143 HUP:129; do
        ladder honest "stops-${signal%:*}"
        rm -f "$RESULTS"
        bench --timeout 20s
        ends_with "${signal#*:}"
        prints 'The times so far: the run was stopped'
        measured honest '[12]' # the round that was stopped may have had it, or not
        [[ $output != *'mismatch'* && $output != *'failed'* ]]
        grep -q '^ "stopped": true,$' "$RESULTS"
        whole "$RESULTS"
        nothing_runs
        only text.txt ladder.json variants results.json results.csv
    done
}

@test "SIGINT is heard over a variant that floods standard error" {
    ladder honest floods-and-stops
    bench --timeout 20s
    ends_with 130
    prints 'floods-and-stops  not measured' # not failed for want of an answer
    nothing_runs
}

@test "SIGTERM while a variant describes itself ends the run" {
    ladder described-by-signal honest
    bench
    ends_with 143
    nothing_runs
    bench --variant honest # even if it was not come to
    ends_with 143
    nothing_runs
}

@test "a harness that is killed takes the variant along" {
    ladder honest stops-KILL
    bench
    ends_with 137
    nothing_runs
    whole "$RESULTS"
}

@test "what a killed harness left half-written is removed by the next" {
    ladder honest
    echo half >another.json.unfinished.aB3xY9
    bench
    ends_with 0
    only text.txt ladder.json variants results.json results.csv
}

@test "nohup, and children ignored, change nothing" {
    ladder honest complains stops-HUP
    bench --variant honest,complains
    ends_with 1
    run --separate-stderr env --ignore-signal=CHLD "$HARNESS" --ladder ladder.json \
        --data text.txt --rounds 2 --variant honest,complains --output "$RESULTS" \
        --export-csv results.csv
    ends_with 1
    measured honest 2
    failed complains failed 'exit code 3: my library is broken'

    rm "$RESULTS"
    run --separate-stderr env --ignore-signal=HUP "$HARNESS" --ladder ladder.json \
        --data text.txt --rounds 2 --variant honest,stops-HUP --timeout 1s --output "$RESULTS" \
        --export-csv results.csv
    ends_with 1
    measured honest 2
    failed stops-HUP timeout '*'
}
