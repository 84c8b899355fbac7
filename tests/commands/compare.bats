#!/usr/bin/env bats
# ./harness compare, on runs of fake variants (fakes.bash) whose times are then changed by hand.
# HARNESS is the program.

# shellcheck disable=SC2154 # what fakes.bash sets
load ../support/fakes

# Once for all tests: a run of fakes. They always take as long; in sound.json each sample takes up to
# 0.6 % more than another.
setup_file()
{
    local -x BATS_TEST_TMPDIR=$BATS_FILE_TMPDIR # else `run` writes its files into /
    fakes_setup
    ladder honest rung other
    bench --rounds 9
    spread "$RESULTS" >"$BATS_FILE_TMPDIR/sound.json"
}

# one.json and two.json: the same run twice.
setup()
{
    fakes_setup
    cp "$BATS_FILE_TMPDIR/sound.json" one.json
    cp one.json two.json
}

# Every time of a results file made one of its own.
spread() # FILE
{
    awk '/"search_ns"/ { times = 1 }
         times && /^ *[0-9]+$/ { $1 = "     " $1 * (1 + n++ * 7 % 10 / 1500) % 1e9; sub(/\..*/, "") }
         /\]/ { times = 0 }
         { print }' "$1"
}

# The times of one variant, with its copy where it is the one that the A/A control is of, or of all, so
# many times as long.
slow_down() # FILE FACTOR [NAME]
{
    awk -v factor="$2" -v name="${3-}" '
         /^   "name": / { mine = name == "" || index($0, "\"" name "\"") }
         /^   "copy_of": / && index($0, "\"" name "\"") { mine = 1 }
         /"search_ns"/ { times = mine }
         times && /^ *[0-9]+$/ { $0 = sprintf("      %d", $1 * factor) }
         /\]/ { times = 0 }
         { print }' "$1" >changed && mv changed "$1"
}

compare() # ARGUMENT...
{
    run --separate-stderr "$HARNESS" compare "$@"
}

# The verdict on a variant in the table whose title starts so.
verdict() # TITLE NAME
{
    sed -n "/^$1/,/^\$/ s/^$2 .* //p" <<<"$output"
}

@test "the same build twice: no difference" {
    compare one.json two.json
    ends_with 0
    [[ -z $stderr ]] || wrong 'it warns'
    [ "$(verdict 'The times' rung)" = same ]
    [ "$(verdict 'How many times as fast as honest' rung)" = same ]
    prints 'The same: 3. Unclear: 0.'
    prints 'counted [0-9]{1}bob, [0-9]{1}rob, in any case'
    [[ $output != *A/A* ]]
    compare --fail-on-slower 0% one.json two.json
    ends_with 0
}

@test "5 % more is found, by times and by ratios, and of no other variant" {
    slow_down two.json 1.05 rung
    compare one.json two.json
    ends_with 0 # looked at, not judged
    [ "$(verdict 'The times' rung)" = slower ]
    [ "$(verdict 'The times' other)" = same ]
    [ "$(verdict 'How many times as fast as honest' rung)" = slower ]
    prints 'Slower: rung 0.95'
    compare two.json one.json
    [ "$(verdict 'The times' rung)" = faster ]
}

@test "--fail-on-slower ends with 3 where the whole interval lies beyond it" {
    slow_down two.json 1.05 rung
    compare --fail-on-slower 3% one.json two.json
    ends_with 3
    warns 'two.json: rung is slower by 5.'
    [ "$(grep -c . <<<"$stderr")" -eq 1 ]
    compare one.json two.json --fail-on-slower 5.5
    ends_with 0
    compare --fail-on-slower 3% two.json one.json # faster is fine
    ends_with 0
    compare --across --fail-on-slower '3 %' one.json two.json
    ends_with 3
}

@test "what slows a whole run shows in its times and not in its ratios" {
    slow_down two.json 1.2
    # Not the machine's own pace, which was measured beside them.
    compare --fail-on-slower 3% one.json two.json
    ends_with 3
    [ "$(verdict 'The times' other)" = slower ]
    [ "$(verdict 'How many times as fast as honest' other)" = same ]
    prints 'The median of all changes is 0.8'
    compare --across --fail-on-slower 3% one.json two.json
    ends_with 0
}

@test "another text, machine or build is refused, and --across takes the ratios only" {
    local change
    for change in 's/^  "bytes": .*/  "bytes": 31,/' 's/^  "digest": .*/  "digest": "0123456789abcdef",/' \
        's/^  "cpu": .*/  "cpu": "a faster one",/' 's/^  "compiler": .*/  "compiler": "a better one",/' \
        's/^ "threads": .*/ "threads": 77,/'; do
        sed "$change" one.json >two.json
        not cmp -s one.json two.json
        compare one.json two.json
        ends_with 1
        [[ -z $output ]] || wrong 'it prints tables'
        warns 'don'\''t compare one.json and two.json by their times:'
        warns '--across'
        [ "$(grep -c . <<<"$stderr")" -eq 3 ]
        compare --across one.json two.json
        ends_with 0
        [[ $output != *'The times'* ]] || wrong 'it compares times'
        prints 'differs '
        [ "$(verdict 'How many times as fast as honest' rung)" = same ]
    done
}

@test "the fields that differ are listed, each on a line" {
    sed -e 's/^  "cpu": .*/  "cpu": "a\\u001b[31m red one",/' -e 's/^  "pcre2": .*/  "pcre2": "1",/' \
        one.json >two.json
    compare one.json two.json
    ends_with 1
    warns '  machine, cpu: '
    warns '[31m red one"'
    warns '  build, pcre2: '
    [[ $stderr != *$'\033'* ]]
}

@test "nothing in a file paints the terminal" {
    local form command
    for form in '\\u001b[31m' '\\u009b31m' '\\u007f'; do
        sed "s/\"rung\"/\"rung $form\"/" one.json >two.json
        cp two.json three.json
        slow_down three.json 1.5
        for command in '' '--export-csv -' '--fail-on-slower 5%'; do
            # shellcheck disable=SC2086 # words they are
            compare two.json three.json $command
            [[ $output$stderr == *'rung '* ]]
            [[ $output$stderr != *[$'\033\177']* && $output$stderr != *$'\xc2\x9b'* ]] ||
                wrong "painted by $form"
        done
    done
}

@test "a control that differs from itself makes all unclear" {
    slow_down two.json 1.5 A/A
    slow_down two.json 2 rung
    compare one.json two.json
    ends_with 0
    [ "$(verdict 'The times' rung)" = unclear ]
    [ "$(verdict 'How many times as fast as honest' rung)" = unclear ]
    prints 'Don'\''t trust this comparison: an A/A control of the second run'
    compare --fail-on-slower 5% one.json two.json
    ends_with 1
    warns 'run again'
}

@test "a variant that was well and is no more is a failure" {
    ladder honest crashes other
    bench --rounds 6
    sed -e 's/"name": "crashes"/"name": "rung"/' "$RESULTS" >two.json
    compare one.json two.json
    ends_with 1
    prints 'failed: killed by signal 11'
    warns 'two.json: rung was well before, and is now: failed'
    compare two.json one.json
    ends_with 0
    prints 'failed in the first run'
}

@test "too few rounds give no interval" {
    ladder honest rung other
    bench --rounds 3
    compare "$RESULTS" one.json
    ends_with 0
    [ "$(verdict 'The times' rung)" = rounds ] # "too few rounds"
    prints 'Unclear: 0. Too few rounds: 3.'
    compare --fail-on-slower 5% "$RESULTS" one.json
    ends_with 1
    warns 'no variant has enough undisturbed rounds'
}

@test "a run that was disturbed throughout does not tell whether any is slower" {
    sed -i 's/^ *"outlier": /     "disturbed": "steal 50 %",\n&/' two.json
    compare one.json two.json
    ends_with 0
    [ "$(verdict 'The times' rung)" = unclear ]
    compare --fail-on-slower 5% one.json two.json
    ends_with 1
    warns 'no variant has enough undisturbed rounds'
}

@test "more runs than two: each is compared with the first" {
    cp one.json three.json
    slow_down three.json 1.1 other
    compare one.json two.json three.json --fail-on-slower 5%
    ends_with 3
    [ "$(grep -c '^The times' <<<"$output")" -eq 2 ]
    warns 'three.json: other is slower'
    [[ $stderr != *two.json* ]]
}

@test "tables no wider than asked for" {
    COLUMNS=80 compare one.json two.json
    ends_with 0
    no_wider_than 80
    [ "$(verdict 'The times' rung)" = same ]
    [[ $output != *$'\033'* ]]
}

@test "exports: to files and to standard output" {
    slow_down two.json 1.05 rung
    compare one.json two.json --export-csv c.csv --export-markdown c.md --export-json c.json
    ends_with 0
    grep -q '^"two.json",time,"rung",.*,slower,ok$' c.csv
    [ "$(awk -F, '{ print NF }' c.csv | sort -u)" = 14 ]
    [ "$(wc -l <c.csv)" -eq 6 ] # three times, two ratios
    grep -q '^| rung | .* | slower |$' c.md
    grep -q '"verdict": "slower"' c.json
    [ "$(grep -c '"variant"' c.json)" -eq 5 ]
    if command -v python3 >/dev/null; then
        python3 -m json.tool c.json >/dev/null
    fi
    compare one.json two.json --export-csv -
    ends_with 0
    [ "$(head -1 <<<"$output")" = "$(head -1 c.csv)" ]
    warns 'The times'
    compare one.json two.json --export-json - --export-csv -
    refuses 2 'only one export'
    compare one.json two.json --export-json ./two.json
    refuses 2 '--export-json would overwrite two.json'
    compare one.json two.json --export-csv absent/c.csv
    refuses 1 '--export-csv: cannot write absent/c.csv: No such file or directory'
    run --separate-stderr bash -c '"$@" >/dev/full' bash "$HARNESS" compare one.json two.json
    refuses 1 'cannot write standard output: No space left on device'
}

@test "damaged and missing files are refused in one line" {
    head -c 3000 one.json >damaged.json
    sed 's/^ "schema": 2/ "schema": 3/' one.json >newer.json
    : >empty.json
    echo '[]' >array.json
    sed 's/"search_ns": \[/"search_ns": [-1,/' one.json >negative.json
    sed 's/"ended": "[a-z]*"/"ended": "never"/' one.json >ended.json
    not cmp -s one.json ended.json
    local file
    for file in damaged newer empty array negative ended missing; do
        compare one.json $file.json
        refuses 1 $file.json
        compare $file.json one.json
        refuses 1 $file.json
    done
    compare one.json .
    refuses 1 ''
}

@test "runs without a variant in common" {
    ladder others
    bench --rounds 6
    compare one.json "$RESULTS"
    ends_with 0
    prints 'not in the second run'
    compare --across one.json "$RESULTS"
    refuses 1 'no variant in common'
}

@test "usage" {
    compare one.json
    refuses 2 'two results files'
    compare
    refuses 2 'two results files'
    local bad
    for bad in x -1 5%% 1e2 2000 ''; do
        compare --fail-on-slower "$bad" one.json two.json
        refuses 2 "not '$bad'"
    done
    compare --slower one.json two.json
    refuses 2 slower
    compare --help
    ends_with 0
    prints '--fail-on-slower'
}

# --- rounds that end by themselves ---

@test "rounds end once every comparison is known to --precision" {
    ladder honest rung
    bench --rounds 20 --precision 2%
    ends_with 0
    measured rung 11 # fakes never vary
    grep -q '^  "ended": "precision"' "$RESULTS"
    prints 'Stopped after 11 rounds (--precision 2.0%); every interval is narrower'
    bench --rounds 20
    ends_with 0
    measured rung 20
    grep -q '^  "ended": "rounds"' "$RESULTS"
    prints 'Stopped after 20 rounds (--rounds).'
    local bad
    for bad in x -1% 101% 1e1 ''; do
        bench --precision "$bad"
        refuses 2 "not '$bad'"
    done
}

@test "a stopped run says that it was stopped" {
    ladder honest rung stops-INT
    bench --rounds 20
    ends_with 130
    grep -q '^  "ended": "stopped"' "$RESULTS"
    whole "$RESULTS"
}
