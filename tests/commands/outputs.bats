#!/usr/bin/env bats
# What comes out of a run: exports, the results file, the tables on a terminal and in a pipe. HARNESS
# is the program.

# shellcheck disable=SC2030,SC2031,SC2154 # what fakes.bash and `run` set
load ../support/fakes

setup()
{
    fakes_setup
}

@test "two sound variants: two tables, a whole results file, exit code 0" {
    ladder honest rung
    bench --threads 3
    ends_with 0
    measured honest 2
    measured rung 2
    prints 'The times'
    prints 'The ledger'
    whole "$RESULTS"
    only text.txt ladder.json variants results.json results.csv

    # One description, stage runs, two rounds; "text" comes as it was given.
    [ "$(grep -c '^rung --describe --threads 3$' variants/log)" -eq 1 ]
    [ "$(grep -c '^rung --json --threads 3 --stages text.txt$' variants/log)" -ge 1 ]
    [ "$(grep -c '^rung --json --threads 3 text.txt$' variants/log)" -ge 2 ]
}

@test "the results file keeps the command as it was typed" {
    ladder honest
    run --separate-stderr "$HARNESS" run --ladder ladder.json --data "$text" --rounds 2 \
        --output "$RESULTS"
    ends_with 0
    [[ $(tr -d ' \n' <"$RESULTS") == *'"command":["./harness","run","--ladder","ladder.json",'* ]] ||
        wrong 'another command'
}

@test "every head says what was counted" {
    ladder honest
    bench --export-markdown results.md
    ends_with 0
    prints $'\npatterns [0-9]{1}bob, [0-9]{1}rob, in any case; as one: [0-9][rb]ob\n'
    grep -qxF 'Patterns: \[0-9]{1}bob, \[0-9]{1}rob, in any case; as one: \[0-9]\[rb]ob.' results.md
    [[ $(tr -d ' \n' <"$RESULTS") == *'"patterns":{"list":["[0-9]{1}bob","[0-9]{1}rob"],"combined":"[0-9][rb]ob","caseless":true,"count":"matches"},'* ]] ||
        wrong 'not in the results file'
}

# A text of its own, in which nothing is found: a warning says WHAT, and so does the story.
finds_nothing() # WHAT REMEDY
{
    export MATCHES=0 DIGEST=0000000000000000
    bench --export-markdown results.md
    ends_with 0
    measured honest 2
    warns "${1%.}"
    [[ ${output%%The times*} == *"warning  $1"*" Remedy: $2."* ]] || wrong 'no warning above the table'
    grep -qF "Warning: ${1//\[/\\[}" results.md
    [[ $output == *$'\n'"Nothing was found: $1"* ]] || wrong 'another story'
    not grep -qE 'is the fastest[,;.]|paid most' <<<"$output"
    not grep -q '"spoils": true' "$RESULTS"
}

@test "a text without a match, an empty one, one in UTF-16: each is named" {
    ladder honest rung
    yes 'GET /index.html 200' | head -n 1200 >text.txt
    finds_nothing 'no match of [0-9]{1}bob, [0-9]{1}rob in 1,200 lines; are these your patterns?' \
        'give a text that has matches (--data FILE)'
    : >text.txt
    finds_nothing 'the text is empty.' 'give a text that has matches (--data FILE)'
    local utf_16='the text is UTF-16, where each letter takes two bytes.'
    printf '\377\3761\0b\0o\0b\0\n\0' >text.txt # with its mark
    finds_nothing "$utf_16" 'convert it with iconv -f UTF-16 -t UTF-8'
    printf '1\0b\0o\0b\0\n\0' >text.txt
    finds_nothing "$utf_16" 'convert it with iconv -f UTF-16 -t UTF-8'
    printf '\0001\0b\0o\0b\0\n' >text.txt # big-endian
    finds_nothing "$utf_16" 'convert it with iconv -f UTF-16 -t UTF-8'
}

@test "exports go to files" {
    ladder honest rung
    bench --export-markdown results.md --export-json copy.json
    ends_with 0
    head -1 results.csv | grep -q '^variant,after,status,reason,matches,rounds,median_ns,'
    [ "$(awk -F, '{ print NF }' results.csv | sort -u)" = 20 ]
    grep -q '^| honest | ' results.md
    grep -q '^| rung | honest | search | ' results.md
    cmp "$RESULTS" copy.json
    only text.txt ladder.json variants results.json results.csv results.md copy.json
}

@test "exports go to standard output, behind the tables" {
    ladder honest rung
    bench --export-csv -
    ends_with 0
    [ "$(sed -n '/^variant,after,/,$p' <<<"$output" | wc -l)" -eq 5 ]
    bench --export-markdown -
    ends_with 0
    prints '| honest | '
    bench --export-json -
    ends_with 0
    sed -n '/^{$/,$p' <<<"$output" | cmp - "$RESULTS"
    [ ! -e - ]
}

@test "an export that cannot be written does not cost the tables or the results" {
    local kind
    ladder honest
    for kind in csv markdown json; do
        rm -f "$RESULTS"
        bench "--export-$kind" /dev/full
        ends_with 1
        prints 'The times'
        warns 'cannot write /dev/full'
        [ "$(grep -c 'cannot write' <<<"$stderr")" -eq 1 ]
        whole "$RESULTS"
    done
}

@test "an output that cannot be written is found before the text is looked at" {
    ladder honest
    local option path
    text=absent.txt
    for option in --output --export-csv --export-markdown --export-json; do
        for path in absent/file "$variants"; do
            bench "$option" "$path"
            refuses 1 "$option: cannot write $path: "
        done
    done
    [ ! -e variants/log ]
    only text.txt ladder.json variants
}

@test "results into a device, and into a pipe that nobody reads, leave these in place" {
    ladder honest
    ln -s /dev/null null # by its own name it would be lost where this fails
    RESULTS=null bench
    ends_with 0
    prints 'The times'
    [ -L null ]

    mkfifo pipe
    run timeout -k 1 20 "$HARNESS" --ladder ladder.json --data text.txt --output pipe
    ends_with 1
    [ -p pipe ]
    only text.txt ladder.json variants results.csv null pipe
}

@test "an existing results file is replaced whole" {
    ladder honest
    head -c 1000000 /dev/zero | tr '\0' x >"$RESULTS"
    chmod 640 "$RESULTS"
    bench
    ends_with 0
    whole "$RESULTS"
    not grep -q xxxx "$RESULTS"
    [ "$(stat -c %a "$RESULTS")" = 640 ]

    mv "$RESULTS" other.json # to which a link leads that somebody else may have left
    cp other.json before.json
    ln -s other.json "$RESULTS"
    bench
    ends_with 0
    [ ! -L "$RESULTS" ]
    cmp other.json before.json
}

@test "an export to /dev/stdout stands behind the tables, in a file too" {
    ladder honest
    "$HARNESS" --ladder ladder.json --data text.txt --rounds 2 --output "$RESULTS" \
        --export-csv /dev/stdout >all.txt
    [ -e /dev/stdout ]
    output=$(<all.txt)
    prints 'The times'
    prints $'\nvariant,after,status'
}

@test "standard output that cannot be written is an error" {
    ladder honest
    local kind
    for kind in csv markdown json; do
        run --separate-stderr bash -c '"$@" >/dev/full' bash "$HARNESS" --ladder ladder.json \
            --data text.txt --rounds 2 --output "$RESULTS" --export-$kind -
        ends_with 1
        # Without the reason where more than a buffer was lost on the way.
        [ "$(grep -cE 'cannot write standard output: No space left on device$|standard output could not be written$' <<<"$stderr")" -eq 1 ]
        whole "$RESULTS"
    done
}

@test "data on standard output, progress on standard error, no escape codes into a pipe" {
    ladder honest gives-up
    bench
    warns 'first look: honest'
    warns 'Results: '
    [[ $output != *'first look'* && $output != *'Results: '* ]]
    [[ $output$stderr != *$'\033'* && $output$stderr != *$'\r'* ]]
}

@test "colours on a terminal, unless NO_COLOR is set" {
    command -v script >/dev/null || skip 'no script'
    ladder honest gives-up
    export TERM=xterm
    local command="'$HARNESS' --ladder ladder.json --data text.txt --rounds 2 --output results.json"
    run script -qec "$command 2>errors" /dev/null
    ends_with 1
    prints $'\033[31mfailed: exit code 3'
    [[ $(<errors) != *$'\033'* ]]
    NO_COLOR=1 run script -qec "$command 2>errors" /dev/null
    prints 'failed: exit code 3'
    [[ $output != *$'\033'* ]]
    NO_COLOR='' run script -qec "$command 2>errors" /dev/null # empty is as not set
    prints $'\033[31m'
}

@test "a dumb terminal gets no control sequences, and its progress in lines" {
    command -v script >/dev/null || skip 'no script'
    ladder honest gives-up
    local command="'$HARNESS' --ladder ladder.json --data text.txt --rounds 2 --output results.json"
    TERM=xterm run script -qec "$command" /dev/null
    [[ $output == *$'\r\033[Kfirst look: honest'* ]] || wrong 'no progress on a terminal'
    TERM=dumb run script -qec "$command" /dev/null
    ends_with 1
    prints 'first look: honest'
    prints 'failed: exit code 3'
    [[ $output != *$'\033'* && ${output//$'\r\n'/} != *$'\r'?* ]] || wrong 'control sequences'
}

@test "in a locale that is not UTF-8 the tables are ASCII, and files stay UTF-8" {
    ladder honest rung
    LC_ALL=C bench --export-markdown results.md
    ends_with 0
    [[ -z $(LC_ALL=C tr -d '\0-\177' <<<"$output$stderr") ]] || wrong 'not ASCII'
    grep -q '^variant .* x parent ' <<<"$output" || wrong 'another head'
    grep -q '^rung .* 3 ok$' <<<"$output" || wrong 'another mark'
    local width
    width=$(sed -n '/^variant .*matches$/{p;n;p;n;p;q}' <<<"$output" | awk '{ print length }' | sort -u)
    [[ $width =~ ^[0-9]+$ ]] || wrong "not aligned: $width"
    grep -q '^| variant .*| × parent |' results.md
    grep -q '^| rung .* 3 ✓ |$' results.md

    LC_ALL='' LC_CTYPE='' LANG=nowhere.utf8 bench # which this machine need not have
    prints ' 3 ✓'
    LC_ALL='' LC_CTYPE=POSIX LANG=C.UTF-8 bench
    prints ' 3 ok'
    run --separate-stderr env LC_ALL=C "$HARNESS" doctor --ladder ladder.json --data text.txt
    [[ -z $(LC_ALL=C tr -d '\0-\177' <<<"$output$stderr") ]] || wrong 'not ASCII'
}

@test "a path that is no text does not spoil the results file" {
    ladder honest
    text=$'caf\351.txt'
    printf '%s\n' "${text_lines[@]}" >"$text"
    bench
    ends_with 0
    whole "$RESULTS"
    measured honest 2
}

@test "two runs in one folder do not disturb each other" {
    ladder honest rung
    local each running=()
    for each in one two; do
        "$HARNESS" --ladder ladder.json --data text.txt --rounds 3 --output $each.json \
            --export-csv $each.csv >$each.out 2>&1 3>&- &
        running+=($!)
    done
    for each in "${running[@]}"; do
        wait "$each"
    done
    whole one.json
    whole two.json
    only text.txt ladder.json variants {one,two}.{json,csv,out}
}
