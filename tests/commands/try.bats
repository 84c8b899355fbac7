#!/usr/bin/env bats
# ./harness try, on scripts, and on a program whose functions are known: TRIED. HARNESS is the
# harness.

# shellcheck disable=SC2154,SC2030,SC2031 # what fakes.bash sets, and `run`
load ../support/fakes

setup()
{
    fakes_setup
    export COLUMNS=80
    # No perf there: profiles take seconds, and few of these tests are about them.
    mkdir bin
    ln -s "$(command -v sh)" "$(command -v cat)" "$(command -v head)" "$(command -v sleep)" \
        "$(command -v grep)" bin
    with=$PATH without=$PWD/bin
}

try() # OPTION...
{
    run --separate-stderr env PATH="$without" "$HARNESS" try "$@"
}

script() # NAME, its lines on standard input
{
    { echo '#!/bin/sh'; cat; } >"$1"
    chmod +x "$1"
}

last_line()
{
    tail -n 1 <<<"$output"
}

@test "two commands: what they do, their times, and a last line to quote" {
    try --before 'cat text.txt' --after "sh -c 'cat text.txt'" --runs 1
    ends_with 0
    prints 'before  cat text.txt'
    prints "after   sh -c 'cat text.txt'"
    prints 'both    exit code 0 and the same standard output: 22 bytes'
    prints 'There is no profile of before, only times: perf is not installed'
    grep -qE '^before +[0-9.]+ ' <<<"$output"
    grep -qE '^after +[0-9.]+ ' <<<"$output"
    [[ $output == *$'too few rounds to tell whether after is faster than before: 1 of the 9 that it\ntakes' ]]
    no_wider_than 80
    [ "$(wc -l <<<"$output")" -le 40 ]
    only bin text.txt variants # it writes nothing
}

@test "try stops if output, exit code or the written file differ" {
    script other <<<'cat text.txt | head -n 2; echo "  rest"'
    try --before 'cat text.txt' --after ./other
    refuses_in_lines 'before and after differ in line 3 of their standard output:' '  before   4rib' \
        '  after     rest'
    try --before 'cat text.txt' --after 'head -n 2 text.txt'
    refuses_in_lines 'differ in line 3' '  before   4rib' '  after   (has no such line)'
    try --before 'cat text.txt' --after 'cat missing.txt' --ignore-output
    refuses_in_lines "before ends with exit code 0, after with 1: " "cat: missing.txt: No such file"
    try --before "sh -c 'echo 1 >out'" --after "sh -c 'echo 2 >out'" --output-file out
    refuses_in_lines 'differ in line 1 of out:' '  before  1' '  after   2'
    try --before "sh -c 'echo 1 >out'" --after true --output-file out
    refuses_in_lines "--after: there is no program 'true'" # in this PATH
    try --before "sh -c 'echo 1 >out'" --after "sh -c :" --output-file out
    refuses_in_lines 'after does not write out (--output-file)'
    try --before 'cat text.txt' --after 'head -n 2 text.txt' --ignore-output --runs 1
    ends_with 0
    prints 'exit code 0; their output is not compared'
}

# Code 1, nothing measured, and these lines.
refuses_in_lines() # TEXT...
{
    local text
    ends_with 1
    for text; do warns "$text"; done
    [[ $output != *times* ]] || wrong 'it measured'
}

@test "the same input, preparation before each run and once before all" {
    try --before cat --after 'head -n 99' --stdin text.txt --runs 1 \
        --setup 'echo setup >>log' --prepare 'echo prepare >>log'
    ends_with 0
    prints 'the same standard output: 22 bytes'
    [ "$(grep -c setup log)" -eq 1 ]
    [ "$(grep -c prepare log)" -eq 5 ] # two first, and three of a round
}

@test "megabytes are compared, and hundreds of them refused" {
    try --before 'head -c 20000000 /dev/zero' --after 'head -c 20000000 /dev/zero' --runs 1
    ends_with 0
    prints '20,000,000 bytes'
    try --before 'cat /dev/zero' --after 'cat /dev/zero'
    refuses_in_lines 'before: it prints over 256 MiB'
}

@test "runs that fail: the first, a later one, by time-out, for lack of a terminal" {
    script later <<'S'
echo x >>runs
[ "$(grep -c x runs)" -lt 4 ] || kill -SEGV $$
S
    try --before ./later --after "sh -c :" --ignore-output --runs 20
    ends_with 1
    warns 'killed by signal 11'
    [[ $output != *'times as'* ]]
    try --before "sh -c 'sleep 60'" --after "sh -c :" --timeout 300ms
    refuses_in_lines 'before: no answer within 0.3 s (--timeout)'
    try --before "sh -c 'kill -ABRT \$\$'" --after "sh -c :"
    refuses_in_lines 'before: killed by signal 6'
    try --before "sh -c ': </dev/tty'" --after "sh -c ': </dev/tty'" --runs 1
    ends_with 0
    warns 'both end with exit code 2: '
    warns '/dev/tty'
    try --before cat --after cat --prepare 'echo no disk >&2; exit 3'
    refuses_in_lines '--prepare failed: exit code 3: no disk'
    try --before cat --after cat --setup false
    refuses_in_lines '--setup failed: exit code 1'
    nothing_runs
}

@test "invalid commands" {
    try --before cat
    refuses 2 'try takes two commands'
    try --before "cat | head" --after cat
    refuses_in_lines '--before: only a shell knows what | means'
    try --before cat --after ''
    refuses_in_lines '--after: there is no command'
    try --before cat --after ./text.txt
    refuses_in_lines '--after: ./text.txt: Permission denied'
    try --before cat --after cat --stdin nowhere
    refuses_in_lines '--stdin: nowhere: No such file'
    try --before cat --after cat --attacks ,
    refuses 2 "--attacks takes names of functions, not ','"
    try --before cat --after cat --ignore-output --output-file x
    refuses 2 '--ignore-output compares no file'
}

@test "a results file that report and compare read" {
    local reported=0
    try --before 'cat text.txt' --after 'head text.txt' --runs 9 --save one.json
    ends_with 0
    try --before 'cat text.txt' --after 'head text.txt' --runs 9 --save two.json
    ends_with 0
    whole one.json
    run "$HARNESS" compare one.json two.json
    ends_with 0
    prints 'How many times as fast as before of the same run'
    run "$HARNESS" report one.json || reported=$status
    [ "$reported" -eq 0 ] || [[ $output == *Node.js* ]]
    try --before 'cat text.txt' --after 'cat text.txt' --runs 1 --save other.json
    run "$HARNESS" compare one.json other.json
    ends_with 1
    prints 'command after: head text.txt, then cat text.txt'
}

@test "a profile bounds the gain" {
    [ -z "${SANITIZED-}" ] || skip 'a sanitizer has functions of its own'
    without=$with
    try --before "$TRIED 40000" --after "$TRIED 10" --attacks parse_line --runs 1
    ends_with 0
    [[ $output != *'No profile'* ]] || skip 'perf does not work here'
    prints 'before: where its time goes'
    grep -qE '^parse_line +[0-9.]+ +[0-9.]+  tried' <<<"$output"
    no_wider_than 80
    local said bound='parse_line was [0-9]+ % \([0-9]+–[0-9]+\), so (at most|about) [0-9.]+ was possible$'
    said=$(tr '\n' ' ' <<<"$output")
    if [[ $said == *"The kernel's time was not sampled"*', so what a function could gain is not known.'* ]]; then
        [[ ! ${said% } =~ $bound ]] || wrong 'bounds what is not known' # perf, for others than root
    else
        [[ ${said% } =~ $bound ]] || wrong 'no bound'
    fi
    try --before "$TRIED 40000" --after "$TRIED 10" --attacks parse_lin --runs 1
    ends_with 1
    warns "no function 'parse_lin' was seen: the nearest is 'parse_line'"
}
