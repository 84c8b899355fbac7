#!/usr/bin/env bats
# What a person may get wrong, on the command line and with texts. HARNESS is the program.

# shellcheck disable=SC2034,SC2154 # what fakes.bash reads and sets
load ../support/fakes

setup()
{
    fakes_setup
}

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
    warns "there is no variant 'runk'; the nearest is 'rung', ./harness list shows them all"
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
    prints 'not the one that text.txt.json was written for: it has 3 matches, not 5. Remedy: remove it and text.txt.json'
    prints "Don't trust this run: the text is not"
    whole "$RESULTS"

    DIGEST=0123456789abcdef manifest 22 3
    bench
    ends_with 1
    prints 'text.txt.json was written for: its matches are at other places'

    ladder miscounts
    manifest 22 3
    bench
    ends_with 1
    failed miscounts mismatch 'counted 4 matches of 3, +1, first in line 1, where it counts 4, not 2: 1bob 2ROB'
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

@test "bad values and unknown words are errors of usage, in one line that names them" {
    ladder honest
    local arguments message
    while IFS='|' read -r arguments message; do
        # shellcheck disable=SC2086 # words they are
        run --separate-stderr "$HARNESS" $arguments
        refuses 2 "$message"
    done <<'END'
--threads 0|--threads takes a whole number from 1 to 1024, not '0'
--threads 1025|not '1025'
--threads two|not 'two'
--threads -1|not '-1'
--threads 1.5|not '1.5'
--rounds 0|--rounds takes a whole number from 1 to 1000, not '0'
--rounds 1001|not '1001'
--rounds 3x|not '3x'
--rounds 99999999999999999999|not '99999999999999999999'
--budget 0s|--budget takes a time such as 500ms, 90s, 8m or 1h, not '0s'
--budget 5|not '5'
--budget fast|not 'fast'
--budget -1s|not '-1s'
--budget 1d|not '1d'
--budget nans|not 'nans'
--budget infs|not 'infs'
--timeout 0s|--timeout takes a time
--timeout 30|not '30'
--timeout 1e99s|not '1e99s'
--seed -1|--seed takes a whole number from 0 to 9223372036854775807, not '-1'
--seed x|not 'x'
--seed 99999999999999999999|not '99999999999999999999'
--quick --data text.txt|--quick has a text of its own
--quick=yes|'--quick' doesn't allow an argument
--variant|'--variant' requires an argument
--data|'--data' requires an argument
--ladder|'--ladder' requires an argument
--nonsense|unrecognized option '--nonsense'
-x|invalid option -- 'x'
stray|there is no command 'stray'
run stray|there is no case file 'stray'
run --rounds 2 -- --rounds|there is no case file '--rounds'
list stray|'stray' is not an option
list --nonsense|unrecognized option '--nonsense'
limits stray|'stray' is not an option
publish|give one Markdown file
publish --nonsense|unrecognized option '--nonsense'
publish one.md two.md|give one Markdown file
ran --rounds 2|there is no command 'ran'
END
    bench stray
    refuses 2 "there is no case file 'stray'"
    [ ! -e "$RESULTS" ]
    run --separate-stderr "$HARNESS" ''
    refuses 2 "there is no command ''"
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
    bench --output ladder.json
    refuses 2 '--output would overwrite the list of variants'
    bench --output ''
    refuses 2 "--output takes the path of a file, not ''"
}

@test "an export does not take the place of the results file, there already or not" {
    ladder honest
    local option
    for option in --export-csv --export-markdown --export-json; do
        bench "$option" "$RESULTS"
        refuses 2 "$option would overwrite the results file"
        [ ! -e "$RESULTS" ]
    done
    : >"$RESULTS"
    ln -s "$RESULTS" link
    bench --export-csv link
    refuses 2 '--export-csv would overwrite the results file'
}

@test "--help is there for each command, on standard output and 80 columns" {
    local command same
    for command in '' run list limits profile trap report compare doctor publish; do
        # shellcheck disable=SC2086 # no word where it is empty
        run --separate-stderr "$HARNESS" $command --help
        ends_with 0
        [[ $output == "Usage: harness ${command:+$command }"* && -z $stderr ]] ||
            wrong "$command --help"
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

@test "what only prints says where it cannot" {
    ladder honest
    local words
    for words in --version --help 'compare --help' 'list --ladder ladder.json' 'publish --help'; do
        # shellcheck disable=SC2016,SC2086 # for that shell; words they are
        run --separate-stderr bash -c '"$@" >/dev/full' bash "$HARNESS" $words
        refuses 1 'cannot write standard output: No space left on device'
    done
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
    run --separate-stderr "$HARNESS" help run stray
    refuses 2 'help takes the name of one command'
    run --separate-stderr "$HARNESS" help lst
    refuses 2 "the nearest is 'list'"
    run --separate-stderr "$HARNESS" xyz
    refuses 2 "there is no command 'xyz'; see ./harness --help"
}

@test "an option that is none is refused with the nearest" {
    local arguments word nearest
    while IFS='|' read -r arguments word nearest; do
        # shellcheck disable=SC2086 # words they are
        run --separate-stderr "$HARNESS" $arguments
        refuses 2 "unrecognized option '$word'; the nearest is '$nearest', see harness "
    done <<'END'
--variants honest|--variants|--variant
--treads 2|--treads|--threads
-rounds 2|-rounds|--rounds
--buget=5s|--buget|--budget
--seed 1 --export-cvs x.csv|--export-cvs|--export-csv
--hepl|--hepl|--help
list --laddre x|--laddre|--ladder
profile baseline --engin perf --focsu x|--focsu|--focus
publish --chek README.md|--chek|--check
END
    run --separate-stderr "$HARNESS" --seed --treads # a value
    refuses 2 "--seed takes a whole number from 0 to 9223372036854775807, not '--treads'"
    run --separate-stderr "$HARNESS" list --lad absent.json # its beginning is enough
    refuses 1 'absent.json'
    run --separate-stderr "$HARNESS" list --zzz
    refuses 2 "unrecognized option '--zzz'"
    run --separate-stderr "$HARNESS" list -- --laddre
    refuses 2 "'--laddre' is not an option"
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
