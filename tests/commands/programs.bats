#!/usr/bin/env bats
# The user's own programs: ./harness --rung, with fake tools (fakes/tool) beside a fake variant.

# shellcheck disable=SC2154 # what fakes.bash sets
load ../support/fakes

setup()
{
    fakes_setup
    ladder honest
    tools=$variants/tools # what nothing_runs looks for, too
    mkdir "$tools"
}

# The options for a program that runs the fake of that name.
programs() # NAME...
{
    local name
    options=()
    for name; do
        ln -sf "$BATS_TEST_DIRNAME/../support/fakes/tool" "$tools/$name"
        options+=(--rung "$name=$tools/$name {data}" --after honest)
    done
}

# The ledger's line of a rung.
ledger() # NAME
{
    sed -n '/^The ledger/,/^$/p' <<<"$output" | grep "^$1 "
}

@test "a command that prints a count is a rung: verified, timed and compared" {
    programs counts
    ln -sf "$BATS_TEST_DIRNAME/../support/fakes/tool" "$tools/lists"
    bench --rounds 6 "${options[@]}" --predict 4x --rung "lists=$tools/lists {data}" \
        --prints lines --after counts
    ends_with 0
    measured counts 6
    measured lists 6
    measured honest 6
    prints 'one code layout only for honest'
    prints 'one code layout only for counts, lists'
    prints "only the build's programs are linked anew"
    [[ $(ledger counts) =~ ^counts\ +honest\ .*4\.00×\ +[0-9.]+×\  ]]
    [[ $(ledger lists) =~ ^lists\ +counts\ +[0-9.]+×\  ]]
    prints 'You predicted: counts 4.00× (off by'
    prints 'Timed as whole processes, and compared with whole processes: counts, lists.'
    grep -qF "\"command\": \"$tools/counts {data}\"" "$RESULTS"
    grep -q '"prints": "lines"' "$RESULTS"
    grep -q '"prediction": 4.0' "$RESULTS"
    whole "$RESULTS"
}

@test "without --variant, only the programs and their parents take part" {
    ladder honest other
    programs counts
    bench "${options[@]}"
    ends_with 0
    measured counts 2
    measured honest 2
    [ -z "$(field other status)" ]
    bench "${options[@]}" --variant all
    ends_with 0
    measured other 2
}

@test "a prediction is kept before the first sample" {
    bench --rung "peeks=sh -c 'grep -q \"prediction.: 4.0\" \"$RESULTS\" && echo 3' {data}" \
        --after honest --predict 4x
    ends_with 0
    measured peeks 2
}

@test "a program that prints a variant's line has stages, and runs in the user's environment" {
    ln -s "$BATS_TEST_DIRNAME/../support/fakes/fake" "$variants/own"
    export TOLD=by-its-user
    bench --rung "own=env sh -c 'echo \$TOLD >>$variants/told; exec $variants/own \"\$@\"' sh" \
        --prints json
    ends_with 0
    measured own 2
    measured honest 2 # that it follows, as it says itself
    sed -n '/^Where the time goes/,/^$/p' <<<"$output" | grep -q '^own '
    sort -u "$variants/told" | diff - <(echo by-its-user)
    grep -q '^own --json --threads [0-9]* --stages text.txt$' "$variants/log"
    [ "$(field own digest)" = "\"$DIGEST\"" ]
    sed -n '/"name": "own"/,/^  }/p' "$RESULTS" | grep -q '"prints": "json"'
}

@test "a ratio with a plain command compares whole processes" {
    type python3 >/dev/null 2>&1 || skip 'needs python3'
    programs counts
    bench --rounds 1 "${options[@]}"
    ends_with 0
    # With one round, it is the ratio of the two wall times, as precise as the table.
    python3 - "$RESULTS" <<'PYTHON' || wrong 'not the ratio of wall times'
import json, sys
run = json.load(open(sys.argv[1]))
walls = {row["name"]: row["samples"][0]["wall_ns"] for row in run["variants"]}
line = next(line for line in run["ladder"] if line["name"] == "counts")
assert abs(line["measured"] - walls["honest"] / walls["counts"]) < 1e-9 * line["measured"], line
counts = next(row for row in run["variants"] if row["name"] == "counts")
assert counts["samples"][0]["search_ns"] == [walls["counts"]], counts["samples"]
assert counts["probes"] == [], counts["probes"]
PYTHON
}

@test "hostile programs are rows with a reason, and the others go on" {
    programs counts miscounts crashes hangs nothing garbles two-numbers floods leaves-daemon \
        fails-later
    bench --rounds 3 --timeout 2s "${options[@]}" --rung "absent=nosuchtool {data}" \
        --rung "reads=sh -c 'read line </dev/tty || exit 5; echo \$line' {data}"
    ends_with 1
    failed miscounts mismatch 'counted 4 matches of 3, +1, first in line 1, where it counts 3, not 2: 1bob 2ROB'
    failed crashes failed 'killed by signal 11 (Segmentation fault)'
    failed hangs timeout 'no answer within 2 s (--timeout)'
    failed nothing failed 'printed nothing instead of a count'
    failed garbles failed 'printed, instead of one number, caf? ?\[31m 3'
    failed two-numbers failed 'printed, instead of one number, 1 and more'
    failed floods failed 'printed over 64 KiB instead of one line'
    failed fails-later failed 'exit code 3'
    failed absent failed 'there is no program nosuchtool in PATH: install it, or give its path'
    failed reads failed 'exit code 5: *No such device or address'
    measured counts 3
    measured leaves-daemon 3
    measured honest 3
    nothing_runs
    whole "$RESULTS"
}

@test "a program that wants a terminal gets none, even if there is one" {
    type script >/dev/null 2>&1 || skip 'there is no script'
    script -qec "'$HARNESS' --ladder ladder.json --data text.txt --rounds 1 --output '$RESULTS' \
        --rung \"reads=sh -c 'read line </dev/tty || exit 5; echo 3' {data}\" --timeout 20s" \
        /dev/null </dev/null >shown.txt 2>&1 || true
    [[ $(field reads reason) == *'exit code 5: '*'No such device or address"' ]] ||
        wrong "$(cat shown.txt)"
}

@test "a program that changes the text ends the run with that reason; earlier results are kept" {
    programs counts
    bench "${options[@]}" --rung "spoils=sh -c 'echo more >>text.txt; echo 3' {data}"
    ends_with 1
    failed spoils failed 'the text was * while it ran'
    whole "$RESULTS"
}

@test "a slow program searches the first lines in the rounds" {
    programs slow
    long_text 4000000
    bench "${options[@]}"
    ends_with 0
    [ "$(samples | grep -c '"bytes": 16777')" -ge 2 ]
    grep -q '"kind": "short"' <<<"$(probes slow)"
    grep -q '"kind": "whole"' <<<"$(probes slow)"
    only long.txt text.txt ladder.json variants results.json results.csv
}

@test "a wrong program is a usage error, in one line" {
    local given
    for given in '' name =true 'name=' 'name=true' "a='true {data}" 'a=true {data} | wc -l'; do
        bench --rung "$given"
        refuses 2 '--rung'
    done
    bench --rung 'a=true {data}' --rung 'a=false {data}'
    refuses 2 "--rung a: there are two programs 'a'"
    bench --rung 'honest=true {data}'
    refuses 2 "there is a variant 'honest' already"
    bench --rung 'A/A=true {data}'
    refuses 2 "'A/A' is a control's name"
    bench --rung $'caf\351=true {data}'
    refuses 2 "a program's name is printable UTF-8"
    bench --rung 'a=true {data}' --after honest --attacks ,
    refuses 2 "',' names no stage or function"
    bench --rung 'a=true {data}' --after b --rung 'b=true {data}' --after a
    refuses 2 "'b' follows 'a', which follows 'b': one of them has to be first"
    bench --rung 'a=true {data}' --after hones
    refuses 2 "there is no variant or program 'hones' to follow; the nearest is 'honest'"
    bench --rung 'a=true {data}' --after honest --attacks search,scan
    refuses 2 "'search,scan' names stages and functions"
    bench --rung 'a=true {data}' --attacks search
    refuses 2 'name that one (after)'
    bench --rung 'a=true {data}' --after honest --predict fast
    refuses 2 "a prediction is a number of times, as in 4x, not 'fast'"
    bench --rung 'a=true {data}' --predict 2x
    refuses 2 '2 times as fast as what?'
    bench --after honest
    refuses 2 '--after is about the --rung before it'
    bench --rung 'a=true {data}' --prints lots
    refuses 2 '--prints takes number, lines or json'
    bench --rung 'a=true {data}' --prints json
    refuses 2 'leave out {data}'
    [ ! -e "$RESULTS" ]
}
