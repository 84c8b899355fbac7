#!/usr/bin/env bats
# ./harness --peers, --peer and --peer-lines, with fake tools (fakes/tool) beside a fake variant.
# HARNESS and GEN are the programs.

# shellcheck disable=SC2154 # what fakes.bash sets
# shellcheck disable=SC2034 # what fakes take from the environment
# shellcheck disable=SC2016,SC1003 # quotes are what these tests are about
load ../support/fakes

setup()
{
    fakes_setup
    ladder honest
    tools=$variants/tools # what nothing_runs looks for, too
    mkdir "$tools"
}

# The options for a peer of that name that runs the fake of that name.
peers() # NAME...
{
    local name
    options=()
    for name; do
        ln -sf "$BATS_TEST_DIRNAME/../support/fakes/tool" "$tools/$name"
        options+=(--peer "$name=$tools/$name {data}")
    done
}

# A field of a peer in the results file, as it stands there.
peer_field() # NAME KEY
{
    sed -n '/^ "peers"/,/^ \]/p' "$RESULTS" |
        sed -n "\\|^   \"name\": \"$1\"|,/^  }/ s/^   \"$2\": \(.*[^,]\),*$/\1/p"
}

peer_measured() # NAME ROUNDS [SHARE]
{
    local time='[0-9.]+'
    [[ $(peer_field "$1" status) == '"ok"' && $(peer_field "$1" reason) == null ]] ||
        wrong "$1 is not ok in the results file: $(peer_field "$1" reason)"
    [[ $(csv "$1") =~ ^\"$1\",\"\",\"ok\",\"\",[0-9]+,$2,$time,.*,peer,,$time,[0-9]+$ ]] ||
        wrong "$1 has no such row as CSV: $(csv "$1")"
    grep -qE "^$1 +$time .*${3-}.* [0-9,]+ ✓" <<<"$output" || wrong "$1 is not in the table"
}

# The time of each sample is what it took on an empty text, and the rest as often as the first
# lines are in all: within 2 ns, since awk counts in floating point.
scaled() # NAME
{
    sed -n '/^ "peers"/,/^ \]/p' "$RESULTS" | sed -n "\\|^   \"name\": \"$1\"|,/^  }/p" |
        awk -v all="$(wc -c <"$text")" -F '[:, ]+' '
            $2 == "\"bytes\"" { part = $3 }
            $2 == "\"start_ns\"" { start = $3 }
            $2 == "\"whole_ns\"" { whole = $3 }
            $2 == "\"wall_ns\"" {
                apart = whole - start - ($3 - start) * all / part
                wrong += apart < -2 || apart > 2
                samples++
            }
            END { exit !(samples >= 2 && part < all && !wrong) }' ||
        wrong "the times of $1 are not scaled from its first lines"
}

peer_failed() # NAME STATUS REASON, a pattern
{
    local reason
    reason=$(peer_field "$1" reason) reason=${reason#\"} reason=${reason%\"}
    # shellcheck disable=SC2053 # a pattern it is
    [[ $(peer_field "$1" status) == "\"$2\"" && $reason == $3 ]] ||
        wrong "$1 is not $2: $3, but $(peer_field "$1" status): $reason"
    [[ $(csv "$1") =~ ^\"$1\",\"\",\"$2\",\".+\",.*,peer,,,[0-9]+$ ]] ||
        wrong "$1 has no such row as CSV: $(csv "$1")"
    grep -qF "$2: $reason" <<<"$output" || wrong "$1 is not in the table"
}

@test "peers take part in the rounds, and have a table and a part of the results file" {
    peers counts pads
    bench --rounds 6 "${options[@]}" --export-markdown results.md
    ends_with 0
    peer_measured counts 6
    peer_measured pads 6
    measured honest 6
    prints 'The tools that people would use instead'
    prints 'The fastest is honest: '
    [ "$(peer_field counts prints)" = '"number"' ]
    [ "$(peer_field counts bytes)" = 22 ]
    [ "$(peer_field counts start_ns)" = 0 ]
    [ "$(peer_field counts command)" = "\"$tools/counts {data}\"" ]
    grep -q '^| counts | ' results.md
    # Once to try, six rounds, each in a place of its own beside the variant and its control.
    [ "$(grep -cx 'counts text.txt' "$tools/log")" -eq 7 ]
    [ "$(sed -n '/^ "peers"/,$p' "$RESULTS" | grep -c '"position": ')" -eq 12 ]
    not grep -q 'counts' <(sed -n '/^The times/,/^$/p; /^The ledger/,/^$/p' <<<"$output")

    document=$(printf '<!-- begin results.json -->\n<!-- end -->\n')
    echo "$document" >README.md
    "$HARNESS" publish README.md
    grep -q '^| counts | ' README.md
    "$HARNESS" publish --check README.md
}

@test "a peer takes no text for an option" {
    peers counts
    text=-v
    mv text.txt ./-v
    bench "${options[@]}"
    ends_with 0
    peer_measured counts 2
    [ "$(grep -cx 'counts ./-v' "$tools/log")" -eq 3 ]
}

@test "without peers there is no word of them" {
    bench
    ends_with 0
    not grep -q '"peers"' "$RESULTS"
    [[ $output != *'instead'* ]]
    [ "$(awk -F, '{ print NF }' results.csv | sort -u)" = 20 ]
}

@test "what prints a line for each match is counted, however long" {
    peers lists lists-on-one-line floods
    bench --peer-lines "lists=$tools/lists {data}" \
        --peer-lines "lists-on-one-line=$tools/lists-on-one-line {data}" \
        --peer-lines "floods=$tools/floods {data}" --timeout 1s
    ends_with 1
    peer_measured lists 2
    peer_measured lists-on-one-line 2
    peer_failed floods timeout 'no answer within 1 s (--timeout)'
    [ "$(peer_field lists prints)" = '"lines"' ]
    nothing_runs

    text=long.txt
    yes 1bob | head -n 300000 >long.txt
    MATCHES=300000
    printf '{"seed":7,"lines":300000,"length":4,"bytes":1500000,"matches":300000,"digest":"%s"}\n' \
        "$DIGEST" >long.txt.json
    bench --peer-lines "lists=$tools/lists {data}"
    ends_with 0
    peer_measured lists 2
}

@test "a peer that is not there is skipped, and fails nothing" {
    bench --peer 'absent=nosuchtool {data}' --peer "away=$tools/away {data}"
    ends_with 0
    peer_failed absent skipped 'there is no program nosuchtool in PATH: install it, or give its path'
    peer_failed away skipped "there is no program $tools/away"
    measured honest 2
}

@test "the project's own peers say which package they come in, where they are missing" {
    local program real
    for program in env sh; do
        real=$(command -v "$program")
        ln -s "$real" "$tools/$program"
    done
    run --separate-stderr env PATH="$tools" "$HARNESS" --ladder ladder.json --data text.txt \
        --rounds 2 --output "$RESULTS" --export-csv results.csv --peers
    peer_failed ripgrep skipped 'rg is not installed: apt-get install ripgrep has it'
    peer_failed ugrep skipped 'ugrep is not installed: apt-get install ugrep has it'
    peer_failed grep skipped 'grep is not installed: apt-get install grep has it'
    peer_failed python-baseline skipped 'python3 is not installed: apt-get install python3 has it'
    peer_failed python-pool skipped 'python3 is not installed: apt-get install python3 has it'
}

@test "the project's own peers that are there count well" {
    "$GEN" --lines 300 --seed 7 --output random.txt
    run --separate-stderr "$HARNESS" --variant baseline --data random.txt --rounds 2 \
        --output "$RESULTS" --export-csv results.csv --peers
    ends_with 0
    local name there=0
    for name in ripgrep ugrep grep python-baseline python-wasted python-combined python-pool; do
        [[ $(peer_field "$name" status) == '"skipped"' ]] || {
            peer_measured "$name" 2
            [ "$(peer_field "$name" version)" != null ]
            there=$((there + 1))
        }
    done
    [ "$there" -ge 1 ] # the tests themselves need a grep
}

@test "hostile peers are rows with a reason" {
    peers counts miscounts finds-none gives-up complains crashes hangs nothing garbles names-too \
        two-numbers below-zero too-many floods leaves-child \
        leaves-daemon fails-later
    bench --rounds 3 --timeout 2s "${options[@]}"
    ends_with 1
    peer_failed miscounts mismatch 'counted 4 matches of 3, +1'
    peer_failed finds-none mismatch 'counted 0 matches of 3, -3'
    peer_failed gives-up failed 'exit code 1: no such option'
    peer_failed complains failed 'exit code 3: my library is broken'
    peer_failed crashes failed 'killed by signal 11 (Segmentation fault)'
    peer_failed hangs timeout 'no answer within 2 s (--timeout)'
    peer_failed nothing failed 'printed nothing instead of a count'
    peer_failed garbles failed 'printed, instead of one number, caf? ?\[31m 3'
    peer_failed names-too failed 'printed, instead of one number, 3 text.txt'
    peer_failed two-numbers failed 'printed, instead of one number, 1 and more'
    peer_failed below-zero failed 'printed, instead of one number, -3'
    peer_failed too-many failed 'printed, instead of one number, 99999999999999999999'
    peer_failed floods failed 'printed over 64 KiB instead of one line'
    peer_failed fails-later failed 'exit code 3'
    peer_measured counts 3
    peer_measured leaves-child 3
    peer_measured leaves-daemon 3
    measured honest 3
    nothing_runs
    whole "$RESULTS"
    [[ $output != *$'\033'* ]]
}

@test "what cannot be executed is a failure" {
    install -m 644 "$BATS_TEST_DIRNAME/../support/fakes/tool" "$tools/forbidden"
    install -m 755 /dev/stdin "$tools/no-program" <<<'no magic number'
    bench --peer "forbidden=$tools/forbidden {data}" --peer "no-program=$tools/no-program {data}" \
        --peer "folder=$tools {data}"
    ends_with 1
    peer_failed forbidden failed 'cannot be executed: Permission denied'
    peer_failed no-program failed 'cannot be executed: Exec format error'
    peer_failed folder failed 'cannot be executed: Permission denied'
    measured honest 2
}

@test "a peer has the user's environment" {
    OMP_THREAD_LIMIT=3 bench --peer "limit=sh -c 'test {data} && echo \$OMP_THREAD_LIMIT'"
    ends_with 0
    peer_measured limit 2 # 3, as there are matches
}

@test "nothing found, and exit code 1, is right where there is nothing" {
    : >text.txt
    MATCHES=0 DIGEST=0000000000000000
    peers finds-none counts
    bench "${options[@]}" --peer-lines "lists=$tools/finds-none {data}"
    ends_with 0
    peer_measured finds-none 2
    peer_measured lists 2
}

@test "a command is run without a shell: quotes part words, and the text's path stays one" {
    peers counts
    text='my "text" $HOME.txt'
    cp text.txt "$text"
    bench --peer "quoted='$tools/counts' 'one two' \"three 'four'\" five\\ six '' {data}"
    ends_with 0
    peer_measured quoted 2
    grep -qFx "counts one two three 'four' five six  my \"text\" \$HOME.txt" "$tools/log"

    bench --peer "shell=sh -c '$tools/counts \"\$0\" | cat' {data}"
    ends_with 0
    peer_measured shell 2
}

@test "a specification that is none is an error of usage, in one line" {
    local given
    for given in '' 'name' '=true {data}' 'name=' 'name=true' 'name= {dat}' "a='true {data}" \
        'a=true {data} | wc -l' "a=true \$HOME {data}" 'a=true {data} >file' 'a=true `x` {data}' \
        'a=true {data}\'; do
        bench --peer "$given"
        refuses 2 '--peer'
        bench --peer-lines "$given"
        refuses 2 '--peer'
    done
    bench --peer 'a=true {data}' --peer 'a=false {data}'
    refuses 2 "two peers 'a'"
    bench --peers --peer 'grep=true {data}'
    refuses 2 "two peers 'grep'"
    bench --peer
    refuses 2 peer
    [ ! -e "$RESULTS" ]
}

@test "a slow peer searches the first lines, and its time is marked as scaled" {
    peers slow hates-nothing counts
    long_text
    bench "${options[@]}"
    ends_with 0
    # Two rounds, and another for one in which a busy machine lost some of the text.
    peer_measured slow '[2-4]' 'scaled from 5 %'
    peer_measured hates-nothing '[2-4]' 'scaled from 5 %'
    peer_measured counts '[2-4]'
    [ "$(peer_field slow bytes)" -eq 1199990 ] # whole lines
    [ "$(peer_field hates-nothing start_ns)" -eq 0 ]
    [ "$(peer_field slow matches)" -eq 3 ]
    scaled slow
    scaled hates-nothing
    only long.txt text.txt ladder.json variants results.json results.csv
}

@test "of a cold run no peer searches the first lines only, which is said" {
    peers slow
    long_text
    bench --cold "${options[@]}"
    warns '--cold: every peer searches all of the text'
    [ "$(peer_field slow bytes)" -eq "$(wc -c <long.txt)" ]
    bench --cold
    [[ $stderr != *'--cold:'* ]]
}

@test "SIGINT in a peer keeps what there is, and leaves nothing" {
    peers stops-INT counts
    bench --rounds 4 "${options[@]}"
    ends_with 130
    prints 'The times so far: the run was stopped'
    whole "$RESULTS"
    nothing_runs
    only text.txt ladder.json variants results.json results.csv
}
