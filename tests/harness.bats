#!/usr/bin/env bats
# ./harness from the command line, with fake variants (fakes.bash): what a variant may do wrong, what
# a person may, and what is left when a run is stopped. HARNESS and GEN are the programs.

# shellcheck disable=SC2154 # what fakes.bash sets
load fakes

setup()
{
    fakes_setup
}

# --- failures are rows ---

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
    [ "$(grep -c '^rung --json --threads 3 text.txt --stages$' variants/log)" -ge 1 ]
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

@test "a wrong count and a wrong digest are mismatches" {
    ladder honest miscounts misplaces rung
    bench
    ends_with 1
    failed miscounts mismatch 'counted 4 matches of 3, +1'
    failed misplaces mismatch 'the right number of matches, but not all at the right places'
    measured honest 2
    measured rung 2
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
    failed other-schema failed 'its record has another "schema"'
    measured honest 2
    measured rung 2
}

@test "a record of what cannot be is a failure" {
    local impossible='its record has an impossible time in "search_ns"'
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
    failed untimed failed 'its record lacks the times "search_ns"'
    failed unprepared failed 'its record lacks a possible value of "prepare_ns"'
    failed many-searches failed '*'
    failed outlives-itself failed 'claims more time than its process lived'
    failed misdigests failed 'its record lacks the 16 hexadecimal digits of "digest"'
    failed counts-below-zero failed 'its record lacks a possible value of "matches"'
    failed stageless failed 'says nothing of its stages'
    failed bad-stages failed 'its record has impossible "stages"'
    measured honest 2
    measured rung 2
}

@test "a clock that stopped before the work is unsynchronized" {
    ladder honest unfinished
    bench
    ends_with 1
    failed unfinished unsynchronized 'its clock stopped while work was in flight: 0.05 s*'
    measured honest 2
}

@test "what cannot be executed or says nothing of itself is a failure" {
    ladder honest absent forbidden no-program folder undescribed described-by-half rung
    rm variants/{absent,forbidden,no-program,folder}
    install -m 644 "$BATS_TEST_DIRNAME/fakes/fake" variants/forbidden
    install -m 755 /dev/stdin variants/no-program <<<'no magic number'
    mkdir variants/folder
    bench
    ends_with 1
    failed absent failed '*cannot be executed: No such file or directory'
    failed forbidden failed '*cannot be executed: Permission denied'
    failed no-program failed '*cannot be executed: Exec format error'
    failed folder failed '*cannot be executed: Permission denied'
    failed undescribed failed 'does not describe itself: exit code 1: what am I[?]'
    failed described-by-half failed 'does not describe itself: its record *'
    measured honest 2
    measured rung 2
}

@test "a variant that hangs when it is to describe itself is a failure" {
    ladder honest slow-to-describe
    bench # takes the 10 s that a description may take
    ends_with 1
    failed slow-to-describe failed 'does not describe itself: no answer within 10 s'
    measured honest 2
    nothing_runs
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

# --- a run that is stopped ---

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

# --- rounds ---

# The position of every sample, in the order of rows: what the seed decides.
positions()
{
    sed -n 's/^     "\(round\|position\)": \([0-9]*\),/\1 \2/p' "$RESULTS" | paste -sd' \n'
}

@test "the order of a round differs from the next, and is the same for the same seed" {
    ladder honest rung other third
    bench --rounds 5 --seed 7
    ends_with 0
    local first
    first=$(positions)
    # The control is a fifth row, so five rounds are a Latin square: each row is once in each place.
    [ "$(grep -c . <<<"$first")" -eq 25 ]
    [ "$(sort -u <<<"$first" | wc -l)" -eq 25 ]
    local row
    for row in 1 6 11 16 21; do
        [ "$(sed -n "$row,$((row + 4))p" <<<"$first" | cut -d' ' -f4 | sort -u | wc -l)" -eq 5 ]
    done

    bench --rounds 5 --seed 7
    [ "$(positions)" = "$first" ]
    bench --rounds 5 --seed 8
    [ "$(positions)" != "$first" ]
    grep -q '^ "seed": 8,$' "$RESULTS"
}

@test "what takes long runs behind what does not, whatever the order drawn" {
    ladder slow-in-stages honest rung
    long_text
    bench --rounds 1 --seed 3
    ends_with 0
    measured slow-in-stages 1
    # The control of a fast one is the fourth.
    [ "$(sed -n '/"name": "slow-in-stages"/,/^  }/ s/^     "position": \([0-9]*\),/\1/p' "$RESULTS")" -eq 4 ]
}

@test "a budget too small for its rounds gives one round, and says so" {
    ladder honest rung
    bench --budget 1ms --rounds 3
    ends_with 0
    measured honest 1
    warns 'only 1 round fits the --budget'
    [[ $output != *–* ]] # no interval
}

@test "predictions are printed before the first round" {
    ladder honest witness
    "$HARNESS" --ladder ladder.json --data text.txt --rounds 2 --output "$RESULTS" >variants/printed
    grep -q '^What each rung can gain' variants/witness.saw
    grep -qE '^witness +honest +search +60.0 % +2.50× +1.43×' variants/witness.saw
    not grep -q '^The times' variants/witness.saw
}

@test "the results file has what schema 1 says" {
    local key
    ladder honest rung
    bench --rounds 6
    ends_with 0
    for key in schema started command seed threads stopped machine build data limits variants ladder; do
        grep -q "^ \"$key\": " "$RESULTS" || wrong "no $key"
    done
    for key in cpu cores kernel governor virtualization gpu compiler flags pcre2 revision \
        path bytes lines seed matches digest resident; do
        grep -q "^  \"$key\": " "$RESULTS" || wrong "no $key"
    done
    for key in name idea after attacks factor status reason matches digest median_ns ci_ns stages \
        stages_overhead samples share prediction ceiling measured ci verdict; do
        grep -q "^   \"$key\": " "$RESULTS" || wrong "no $key"
    done
    for key in round position prepare_ns search_ns synchronize_ns wall_ns user_ns sys_ns \
        peak_rss_bytes; do
        # Six of each of three rows: no sample is left out.
        [ "$(grep -c "^     \"$key\": " "$RESULTS")" -eq 18 ] || wrong "not 18 of $key"
    done
    grep -q '^ "schema": 1,$' "$RESULTS"
    grep -qE '^ "started": "[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}Z",$' "$RESULTS"
    grep -q "^  \"digest\": \"$DIGEST\",\$" "$RESULTS"
    [ "$(field rung factor)" = 2.0 ]
}

@test "the stages of a slow variant are those of the first lines, scaled" {
    ladder honest slow-in-stages slow-in-stages-lost
    long_text
    bench --export-markdown results.md
    ends_with 1
    measured slow-in-stages 2
    grep -qE '^slow-in-stages +4\.0.. +20\.0 % +60\.0 % +20\.0 % +scaled from 5 %$' <<<"$output"
    grep -qE '^honest +0\.00005000 .* 20\.0 %$' <<<"$output"
    grep -qE '^\| slow-in-stages \| 4\.0.* scaled from 5 % \|$' results.md
    [ "$(field slow-in-stages stages_bytes)" -eq 1199990 ]
    [ -z "$(field honest stages_bytes)" ]
    failed slow-in-stages-lost mismatch 'on the first lines: counted 0 matches of 3, -3'
    # Three on the first lines and none on the whole; of what is fast, one there and some on the whole.
    [ "$(grep -c '^slow-in-stages --json.*--stages$' variants/log)" -eq 3 ]
    [ "$(grep -c '^honest --json.*/proc/.*--stages$' variants/log)" -eq 1 ]
    grep -q '^honest --json.*long.txt --stages$' variants/log
    whole "$RESULTS"
}

# --- what a person may get wrong ---

@test "--variant selects in ladder order, and knows its names" {
    ladder honest rung other
    bench --variant other,honest
    ends_with 0
    [ "$(cut -d, -f1 results.csv | sed -n '2,3p' | paste -sd' ')" = '"honest" "other"' ]
    not grep -q '^"rung"' results.csv

    local names
    for names in honest,runk '' ',' all,honest honest,,rung; do
        bench --variant "$names"
        refuses 2 './harness list'
    done
    bench --variant honest,runk
    warns "'runk'"
}

@test "a text that cannot be searched is refused in one line" {
    ladder honest
    text=absent.txt
    bench
    refuses 1 'absent.txt: No such file'
    text=$variants
    bench
    refuses 1 'not a regular file'
    mkfifo pipe
    text=pipe
    bench
    refuses 1 'not a regular file'
    nothing_sampled
}

@test "an unreadable text is refused in one line" {
    [ "$(id -u)" -ne 0 ] || skip 'root reads everything'
    ladder honest
    chmod 000 text.txt
    bench
    refuses 1 'text.txt: Permission denied'
}

manifest() # BYTES MATCHES, of text.txt
{
    printf '{"seed":7,"lines":3,"length":9,"bytes":%s,"matches":%s,"digest":"%s"}\n' "$1" "$2" \
        "$DIGEST" >text.txt.json
}

@test "a text without a manifest is counted by the plain scan, one with it is not" {
    ladder honest
    bench
    ends_with 0
    prints 'text.txt: 22 bytes in 3 lines (no manifest: counted by the plain scan), 3 matches'

    manifest 22 5
    bench
    ends_with 1 # the manifest is believed
    prints 'text.txt: 22 bytes in 3 lines (seed 7), 5 matches'
    failed honest mismatch 'counted 3 matches of 5, -2'
}

@test "a manifest that no variant agrees with is blamed where it is wrong, and only there" {
    ladder honest rung
    manifest 22 5
    bench
    ends_with 1
    failed rung mismatch 'counted 3 matches of 5, -2'
    prints 'not the one that text.txt.json was written for: it has 3 matches, not 5. Remedy: remove both'
    prints 'This run is not to be trusted: the text is not'
    whole "$RESULTS"

    DIGEST=0123456789abcdef manifest 22 3
    bench
    ends_with 1
    prints 'text.txt.json was written for: its matches are at other places'

    ladder miscounts
    manifest 22 3
    bench
    ends_with 1
    failed miscounts mismatch 'counted 4 matches of 3, +1'
    [[ $output != *'was written for'* ]]
    ladder honest miscounts # one that agrees is enough
    bench
    [[ $output != *'was written for'* ]]
}

@test "a manifest that is damaged or of another text is refused in one line" {
    ladder honest
    manifest 23 3
    bench
    refuses 1 'has 22 bytes, its manifest says 23'
    manifest 22 -1
    bench
    refuses 1 'text.txt.json'
    head -c 20 text.txt.json >half && mv half text.txt.json
    bench
    refuses 1 'text.txt.json'
    nothing_sampled
}

@test "an empty text has no matches" {
    ladder honest
    : >text.txt
    MATCHES=0 DIGEST=0000000000000000
    bench
    ends_with 0
    measured honest 2
}

@test "bad values and unknown words are errors of usage, in one line" {
    ladder honest
    local arguments
    while read -r arguments; do
        # shellcheck disable=SC2086 # words they are
        run --separate-stderr "$HARNESS" $arguments
        refuses 2 ''
    done <<'END'
--threads 0
--threads 1025
--threads two
--threads -1
--threads 1.5
--rounds 0
--rounds 1001
--rounds 3x
--rounds 99999999999999999999
--budget 0s
--budget 5
--budget fast
--budget -1s
--budget 1d
--budget nans
--budget infs
--timeout 0s
--timeout 30
--timeout 1e99s
--seed -1
--seed x
--seed 99999999999999999999
--quick --data text.txt
--quick=yes
--variant
--data
--ladder
--nonsense
-x
stray
run stray
list stray
list --nonsense
publish
publish --nonsense
publish one.md two.md
ran --rounds 2
END
    bench stray
    refuses 2 "'stray'"
    [ ! -e "$RESULTS" ]
    run --separate-stderr "$HARNESS" ''
    refuses 2 ''
}

@test "the text that is searched is not overwritten" {
    ladder honest
    ln -s text.txt link
    local option
    for option in --output --export-csv --export-markdown --export-json; do
        bench "$option" link
        refuses 2 "$option would overwrite the text"
    done
    [ "$(<text.txt)" = "$(printf '%s\n' "${text_lines[@]}")" ]
}

@test "--help is there for each command, on standard output and 80 columns" {
    local command same
    for command in '' run list limits profile trap report compare doctor publish; do
        # shellcheck disable=SC2086 # no word where it is empty
        run --separate-stderr "$HARNESS" $command --help
        ends_with 0
        [[ $output == 'usage: ./harness'* && -z $stderr ]] || wrong "$command --help"
        no_wider_than 80
        same=$output
        # shellcheck disable=SC2086
        run --separate-stderr "$HARNESS" help $command
        ends_with 0
        [[ $output == "$same" && -z $stderr ]] || wrong "help $command"
    done
    run --separate-stderr "$HARNESS" help --help
    [[ $output == "$("$HARNESS" --help)" ]] || wrong 'help --help'
}

@test "--version is that of the results file" {
    ladder honest
    bench
    run --separate-stderr "$HARNESS" --version
    ends_with 0
    [[ $output =~ ^bottleneck-first\ [0-9]+\.[0-9]+\.[0-9]+,\ revision\ ([^\ ]+)$ && -z $stderr ]] ||
        wrong 'no version'
    grep -q "\"revision\": \"${BASH_REMATCH[1]}\"" "$RESULTS" || wrong 'another revision'
}

@test "a command that is none is refused with the nearest" {
    local word nearest
    while read -r word nearest; do
        run --separate-stderr "$HARNESS" "$word" --rounds 2
        refuses 2 "there is no command '$word'; the nearest is '$nearest'"
    done <<'END'
ran run
lst list
porfile profile
comparison compare
hlep help
END
    run --separate-stderr "$HARNESS" help lst
    refuses 2 "the nearest is 'list'"
    run --separate-stderr "$HARNESS" xyz
    refuses 2 "there is no command 'xyz'; see ./harness --help"
}

@test "a ladder that is none is refused in one line" {
    local list
    bench --ladder absent.json
    refuses 1 'absent.json'
    for list in '' '{}' '[1]' '[{"name": "a"}]' '[{"name": "", "program": "a"}]' '[{"program": "a"}]' \
        '[{"name": "a", "skipped": "b"}, {"name": "a", "skipped": "c"}]'; do
        echo "$list" >ladder.json
        bench
        refuses 1 'ladder.json'
    done
    echo '[]' >ladder.json
    bench
    refuses 2 'names no variant'
}

@test "list shows every variant, and why one cannot run" {
    ladder honest rung unsupported undescribed 'unbuilt: libnose is missing'
    run --separate-stderr "$HARNESS" list --ladder ladder.json
    ends_with 0
    [[ ${lines[1]} =~ ^honest\ +to\ be\ honest$ ]]
    [[ ${lines[2]} =~ ^rung\ +honest\ +to\ be\ rung$ ]]
    [[ ${lines[3]} =~ ^unsupported\ .*skipped:\ needs\ a\ machine\ with\ two\ noses$ ]]
    [[ ${lines[4]} =~ ^undescribed\ .*failed:\ .*what\ am\ I\?$ ]]
    [[ ${lines[5]} =~ ^unbuilt\ .*skipped:\ libnose\ is\ missing$ ]]
    nothing_sampled
}

# --- what comes out ---

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
    [ "$(sed -n '/^variant,after,/,$p' <<<"$output" | wc -l)" -eq 4 ]
    bench --export-markdown -
    ends_with 0
    prints '| honest | '
    bench --export-json -
    ends_with 0
    sed -n '/^{$/,$p' <<<"$output" | cmp - "$RESULTS"
    [ ! -e - ]
}

@test "an export that cannot be written does not cost the tables or the results" {
    local kind path
    ladder honest
    for kind in csv markdown json; do
        for path in /dev/full "$variants"; do
            rm -f "$RESULTS"
            bench "--export-$kind" "$path"
            ends_with 1
            prints 'The times'
            warns "cannot write $path"
            [ "$(grep -c 'cannot write' <<<"$stderr")" -eq 1 ]
            whole "$RESULTS"
        done
    done
}

@test "an export into a folder that is not there is found before the first sample" {
    ladder honest
    local kind
    for kind in csv markdown json; do
        bench "--export-$kind" absent/file
        refuses 1 "cannot write absent/file"
        nothing_sampled
    done
}

@test "an output that cannot be written is found before the first sample" {
    ladder honest
    RESULTS=absent/results.json bench
    ends_with 1
    warns 'cannot write absent/results.json: No such file or directory'
    [ "$(grep -c . <<<"$stderr")" -eq 1 ]
    nothing_sampled

    RESULTS=$variants bench
    ends_with 1
    warns "cannot write $variants"
    nothing_sampled
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
    bench
    ends_with 0
    whole "$RESULTS"
    not grep -q xxxx "$RESULTS"
    [ "$(stat -c %a "$RESULTS")" = "$(printf '%o' $((0666 & ~0$(umask))))" ]
}

@test "standard output that cannot be written is an error" {
    ladder honest
    run --separate-stderr bash -c '"$@" >/dev/full' bash "$HARNESS" --ladder ladder.json \
        --data text.txt --rounds 2 --output "$RESULTS"
    ends_with 1
    whole "$RESULTS"
}

@test "data on standard output, progress on standard error, no escape codes into a pipe" {
    ladder honest gives-up
    bench
    warns 'stages, 1 of 2: honest'
    warns 'Results: '
    [[ $output != *'stages, 1 of 2'* && $output != *'Results: '* ]]
    [[ $output$stderr != *$'\033'* && $output$stderr != *$'\r'* ]]
}

@test "colours on a terminal, unless NO_COLOR is set" {
    command -v script >/dev/null || skip 'no script'
    ladder honest gives-up
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

# --- publish ---

document() # RESULTS: writes README.md with a part for it
{
    cat >README.md <<END
before
<!-- begin $1 -->
old
<!-- end -->
after
END
}

@test "publish renews the marked part, once and for all" {
    ladder honest rung
    bench
    document results.json
    run --separate-stderr "$HARNESS" publish --check README.md
    refuses 1 'README.md does not show its results file'
    grep -qx old README.md

    run --separate-stderr "$HARNESS" publish README.md
    ends_with 0
    [[ -z $output && -z $stderr ]]
    [ "$(head -1 README.md)" = before ]
    [ "$(tail -1 README.md)" = after ]
    grep -q '^| rung | honest | search | ' README.md
    not grep -qx old README.md
    cp README.md once.md
    "$HARNESS" publish README.md
    cmp README.md once.md
    "$HARNESS" publish --check README.md

    sed -i 's/^| rung |/| runt |/' README.md
    run --separate-stderr "$HARNESS" publish --check README.md
    refuses 1 'run ./harness publish README.md'
    "$HARNESS" publish README.md
    cmp README.md once.md
}

@test "publish keeps the permissions of a document and a link to it, and leaves a read-only one" {
    ladder honest
    bench
    document results.json
    chmod 640 README.md
    mkdir docs
    ln -s ../README.md docs/link.md
    sed -i 's|begin |begin ../|' README.md
    "$HARNESS" publish docs/link.md
    [ -L docs/link.md ]
    [ "$(stat -c %a README.md)" = 640 ]
    not grep -qx old README.md
    only text.txt ladder.json variants results.json results.csv README.md docs

    [ "$(id -u)" -ne 0 ] || return 0 # who writes everything
    document results.json
    chmod 400 README.md
    run --separate-stderr "$HARNESS" publish README.md
    refuses 1 'cannot write README.md'
}

@test "publish puts the parts that are asked for" {
    ladder honest rung
    bench
    document 'results.json: times, story'
    run --separate-stderr "$HARNESS" publish README.md
    ends_with 0
    grep -qF '**The times**' README.md
    grep -q '^The bottleneck of honest' README.md
    not grep -qF '**The ledger**' README.md
    not grep -q '^Measured' README.md
    run --separate-stderr "$HARNESS" publish --check README.md
    ends_with 0

    document 'results.json: times, weather'
    cp README.md before
    run --separate-stderr "$HARNESS" publish README.md
    refuses 1 "README.md: there is no part 'weather' of a run, only head, times,"
    cmp README.md before
}

@test "publish takes its path from where the file is, and more parts than one" {
    ladder honest
    bench
    mkdir docs
    mv "$RESULTS" docs
    document results.json
    cat README.md README.md >docs/README.md
    "$HARNESS" publish docs/README.md
    [ "$(grep -c '^\*\*The times\*\*' docs/README.md)" -eq 2 ]
    [ "$(grep -cx after docs/README.md)" -eq 2 ]
    "$HARNESS" publish --check docs/README.md
}

@test "publish leaves alone what it cannot renew" {
    ladder honest
    bench
    local case
    for case in unmarked missing unended swallowed damaged other-schema binary; do
        document results.json
        case $case in
        unmarked) sed -i '/<!--/d' README.md ;;
        missing) document absent.json ;;
        unended) sed -i '/<!-- end/d' README.md ;;
        swallowed) { sed '/<!-- end/d' README.md; cat README.md; } >both && mv both README.md ;;
        damaged) head -c 300 "$RESULTS" >damaged.json && document damaged.json ;;
        other-schema) echo '{"schema": 2}' >other.json && document other.json ;;
        binary) printf 'a\0b\n' >>README.md ;;
        esac
        cp README.md kept.md
        run --separate-stderr "$HARNESS" publish README.md
        refuses 1 ''
        cmp README.md kept.md || wrong "$case"
    done
    rm README.md
    run --separate-stderr "$HARNESS" publish README.md
    refuses 1 'README.md'
    [ ! -e README.md ]
    : >README.md
    run --separate-stderr "$HARNESS" publish README.md
    refuses 1 'README.md'
    run --separate-stderr "$HARNESS" publish .
    refuses 1 ''
}

# --- the variants of this build ---

@test "all variants count a generated text well, in tables no wider than asked for" {
    "$GEN" --lines 1000 --seed 7 --output random.txt
    run --separate-stderr env COLUMNS=80 "$HARNESS" --data random.txt --rounds 6 \
        --output "$RESULTS" --export-csv results.csv
    ends_with 0
    prints '(seed 7)'
    local name state
    MATCHES=$(sed -n 's/.*"matches": \([0-9]*\).*/\1/p' random.txt.json)
    while IFS=, read -r name _ state _; do
        name=${name//\"/}
        [[ $name == variant || $state == '"skipped"' ]] || measured "$name" '[6-9]'
    done <results.csv
    [ "$(grep -c '^"' results.csv)" -gt "$("$HARNESS" list | sed 1d | wc -l)" ] # and the control
    no_wider_than 80
}

@test "limits: a table of rates for one thread and for more" {
    printf 'line\n%.0s' {1..1000} >lines.txt
    run --separate-stderr "$HARNESS" limits --data lines.txt --threads 2
    ends_with 0
    local name
    for name in page_cache_read page_cache_mapped ram_read; do
        [ "$(grep -cE "^$name +[12] +[0-9.]+$" <<<"$output")" -eq 2 ]
    done
    run --separate-stderr "$HARNESS" limits --data missing.txt
    refuses 1 missing.txt
    : >empty.txt
    run --separate-stderr "$HARNESS" limits --data empty.txt
    refuses 1 empty
    run --separate-stderr "$HARNESS" limits --threads 0
    refuses 2 threads
}
