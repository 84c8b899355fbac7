#!/usr/bin/env bats
# ./harness profile, on fake variants, with engines that do as they are told (profile_fakes.c) and a
# Graphviz that does, too. PROFILE is that program, HARNESS the real one.

# shellcheck disable=SC2154,SC2016 # what fakes.bash sets; backquotes that are text
load ../support/fakes

setup()
{
    fakes_setup
    unset FAKE_PERF FAKE_CALLGRIND
    mkdir bin
    fake_dot 'cp "$4" "$3"'
    PATH=$PWD/bin:$PATH
}

# A Graphviz in PATH whose arguments are those that the harness gives: -Tsvg -o SVG DOT.
fake_dot() # COMMANDS
{
    printf '#!/bin/sh\n%s\n' "$1" >bin/dot
    chmod +x bin/dot
}

profile() # ARGUMENT...
{
    run --separate-stderr "$PROFILE" --ladder ladder.json --data "$text" --output profiles \
        --threads 2 "$@"
}

# All files of a profile and nothing else beside it.
whole_profile() # NAME
{
    local found
    found=$(find "profiles/$1" -type f -printf '%P\n' | LC_ALL=C sort | tr '\n' ' ')
    [[ $found == "graph.dot graph.svg profile.json raw/data stacks.folded trace.json " ]] ||
        wrong "files of $1: $found"
    nothing_half
}

nothing_half()
{
    [ -z "$(find profiles -name '.*' -mindepth 1)" ] || wrong "left behind: $(ls -A profiles)"
}

@test "the verdict, the functions, the threads, how it was obtained; and the files" {
    local columns
    ladder honest
    for columns in 80 120; do
        COLUMNS=$columns profile honest
        ends_with 0
        no_wider_than "$columns"
        prints 'Profile of honest'
        prints 'Counted: [0-9]{1}bob, [0-9]{1}rob, in any case'
        prints '`pcre2_match_8` and below: 80 % of the CPU time.'
        grep -qE '^match +~10,000,000 .* 60\.0 ' <<<"$output" || wrong 'no row of match'
        grep -qE '^helper +.* 0\.010 +25\.0 +75\.0' <<<"$output" || wrong 'no row of the helper'
        prints 'Event: cpu-clock.'
        [[ $output != *$'\033'* ]]
        whole_profile honest
        # The page shows it as it stands there.
        grep -qF '"verdict":{"text":"`pcre2_match_8` and below: 80 % of the CPU time.' \
            profiles/honest/profile.json || wrong 'no verdict in the file'
    done
    warns 'Profile: profiles/honest/'
}

@test "neither a text nor a folder whose name begins with a dash is an option" {
    ladder honest
    mv text.txt ./-v
    run --separate-stderr "$PROFILE" --ladder ladder.json --data -v --output -o honest
    ends_with 0
    grep -qx './-v' ./-o/honest/raw/data
    grep -q '^digraph' ./-o/honest/graph.svg # which the fake of Graphviz copies
    warns 'Profile: ./-o/honest/'
}

@test "several variants, in any way of naming them; each has its profile" {
    ladder honest threaded complains
    profile --variant honest threaded
    ends_with 0
    whole_profile honest
    whole_profile threaded
    rm -r profiles
    profile --variant honest,threaded
    ends_with 0
    whole_profile threaded
}

@test "a variant that fails is told, the others go on" {
    ladder honest complains miscounts hangs
    profile all --timeout 1s
    ends_with 1
    whole_profile honest
    warns 'no profile of complains: exit code 3: my library is broken'
    warns 'no profile of miscounts: counted 4 matches of 3, +1'
    warns 'no profile of hangs: no answer within 1 s (--timeout)'
    [ ! -e profiles/complains ]
    [ ! -e profiles/miscounts ]
    [ ! -e profiles/hangs ]
    nothing_half
    nothing_runs
}

@test "unsupported, and left out by the build: 77, with the reason" {
    ladder unsupported 'absent: no such library'
    profile all
    ends_with 77
    warns 'no profile of unsupported: skipped: needs a machine with two noses'
    warns 'no profile of absent: skipped: no such library'
    [ -z "$output" ]
    ladder honest unsupported
    profile all
    ends_with 0
    whole_profile honest
}

@test "wrong command lines" {
    ladder honest
    profile
    refuses 2 'which variant?'
    profile nobody
    refuses 2 "there is no variant 'nobody'"
    profile honest --engine magic
    refuses 2 '--engine takes auto, perf, callgrind or cupti'
    profile honest --magic
    ends_with 2
    warns "unrecognized option '--magic'"
    profile honest --lines
    ends_with 2
    warns "option '--lines' requires an argument"
    profile honest --lines 0
    refuses 2 '--lines takes a whole number'
    profile honest --frequency 1e3
    refuses 2 '--frequency takes a whole number'
    profile honest --sort weight
    refuses 2 '--sort takes self, total, calls or name'
    profile honest --timeout 5
    refuses 2 '--timeout takes a time'
    profile honest --quick
    refuses 2 '--quick has a text of its own'
    profile --diff honest
    refuses 2 '--diff takes two variants'
    profile --diff honest --variant honest honest
    refuses 2 '--diff takes two variants'
    profile --diff honest honest --focus search
    refuses 2 '--focus goes with one profile'
    run --separate-stderr "$PROFILE" --ladder ladder.json --data nowhere.txt honest
    refuses 1 'nowhere.txt: No such file or directory'
    [ ! -e profiles ]
}

@test "what auto takes where perf is forbidden: said, with the fix" {
    ladder honest
    FAKE_PERF=absent profile honest
    ends_with 0
    warns 'callgrind, as perf does not work here (the kernel forbids it: sysctl kernel.pencils=2)'
    prints '90 % of the instructions'
    prints 'callgrind, as perf does not work here'
    warns 'Left out, as callgrind records nothing of the kind: stacks.folded, trace.json'
    [ ! -e profiles/honest/stacks.folded ]
    grep -q '"unit":"instructions"' profiles/honest/profile.json
}

@test "calls are counted by callgrind; where it fails, not at all" {
    ladder honest
    FAKE_PERF=uncounted profile honest
    ends_with 0
    warns 'counting calls with callgrind, on '
    grep -qE '^match +~' <<<"$output" || wrong 'no calls'
    prints '~ counted by callgrind'
    FAKE_PERF=uncounted FAKE_CALLGRIND=breaks profile honest
    ends_with 0
    warns ': calls are not counted: my pencil is broken'
    ! grep -qE '^match +~' <<<"$output" || wrong 'calls from nowhere'
    FAKE_PERF=uncounted FAKE_CALLGRIND=absent profile honest
    ends_with 0
    warns ': calls are not counted: not installed: get it'
}

@test "no engine works: one line with each reason, and 1" {
    ladder honest
    FAKE_PERF=absent FAKE_CALLGRIND=absent profile honest
    ends_with 1
    warns 'no engine works here: perf: the kernel forbids it: sysctl kernel.pencils=2; callgrind: not installed: get it'
    FAKE_PERF=absent profile honest --engine perf
    ends_with 1
    warns 'perf cannot be used: the kernel forbids it'
    profile honest --engine cupti
    ends_with 1
    warns "this build has no engine 'cupti'"
    [ -z "$output" ]
    [ -z "$(ls -A profiles)" ]
}

@test "a tool that fails, one that sees nothing: the older profile stays as it was" {
    local what
    local -A code=([breaks]=1 [blind]=1 [fills]=1 [stops]=130) line=(
        [breaks]='no profile of honest: my pencil is broken'
        [blind]='perf saw nothing: the run is too short'
        [fills]='no profile of honest: cannot write'
        [stops]='profiling honest')
    ladder honest
    profile honest
    cp -r profiles/honest before
    for what in breaks blind fills stops; do
        (
            if [ "$what" = fills ]; then
                trap '' XFSZ
                ulimit -f 100
            fi
            FAKE_PERF=$what profile honest
            ends_with "${code[$what]}"
            warns "${line[$what]}"
        )
        diff -r before profiles/honest
        nothing_half
    done
}

@test "a disk that the tool fills is told full, with what helps" {
    ladder honest
    # shellcheck disable=SC2016 # for that shell
    FAKE_PERF=fills on_a_small_disk bash -c '
        "$PROFILE" --ladder ladder.json --data text.txt --output small honest
        code=$?
        ls -A small
        exit $code'
    ends_with 1
    warns 'no profile of honest: the disk of small/.honest.new/raw is full: make room, or take another folder: --output DIR'
    [ -z "$output" ] || wrong 'something is left'
}

@test "a folder that may not be written to is told before anything runs, with what helps" {
    ladder honest
    # shellcheck disable=SC2016 # for that shell
    on_a_small_disk bash -c '
        mount -o remount,bind,ro small # any user may, in a namespace
        exec "$PROFILE" --ladder ladder.json --data text.txt --output small honest'
    refuses 1 'cannot write to small: Read-only file system: take another folder: --output DIR'
    nothing_sampled
}

@test "a disk that is full when the files are written: the older profile stays as it was" {
    [[ -z $SANITIZED ]] || skip 'what counts covered lines writes larger files'
    ladder honest
    profile honest
    cp -r profiles/honest before
    rm variants/log # to which the fakes add under the limit, too
    (
        trap '' XFSZ
        ulimit -f 1
        profile honest
        ends_with 1
        warns 'cannot write'
    )
    diff -r before profiles/honest
    nothing_half
}

@test "a profile takes an older one's place, with all that was in that" {
    ladder honest
    profile honest
    touch profiles/honest/stale
    profile honest
    ends_with 0
    whole_profile honest
}

@test "what is no profile is not replaced" {
    ladder honest
    mkdir -p profiles/honest
    touch profiles/honest/diary
    rm text.txt # it is found before the text is looked at
    profile honest
    refuses 1 'profiles/honest is there and is no profile'
    [ -e profiles/honest/diary ]
    rm -r profiles
    touch profiles
    profile honest
    refuses 1 'cannot write to profiles: Not a directory: take another folder: --output DIR'
    rm profiles
    mkdir profiles
    ln -s "$PWD/elsewhere" profiles/honest
    profile honest
    ends_with 1
    [ -L profiles/honest ]
    nothing_half
}

@test "what a killed run left is replaced, and nothing else that is hidden" {
    ladder honest
    mkdir -p profiles/.honest.new/raw profiles/.honest.new.old profiles/.other.new
    touch profiles/.honest.new/raw/data profiles/.honest.new/profile.json
    profile honest
    ends_with 0
    rmdir profiles/.other.new
    whole_profile honest
}

@test "a profile that another run is making is left alone" {
    ladder honest
    mkdir -p profiles/.honest.new/raw
    exec 8<profiles/.honest.new
    flock 8
    profile honest
    exec 8<&-
    ends_with 1
    warns 'no profile of honest: another ./harness profile is making it'
    [ -d profiles/.honest.new/raw ]
    [ ! -e profiles/honest ]
}

@test "a name that would leave the folder is refused" {
    ladder honest
    sed -i 's/"honest"/"..\/honest"/' ladder.json
    profile ../honest
    ends_with 1
    warns "'../honest' cannot be the name of a folder"
}

@test "Graphviz absent, or failing: no picture, and the reason" {
    ladder honest
    rm bin/dot
    mkdir tools
    ln -s "$(dirname "$(type -P sh)")"/* tools/
    rm -f tools/dot
    PATH=$PWD/tools profile honest
    ends_with 0
    warns 'no graph.svg: Graphviz is not installed'
    [ -s profiles/honest/graph.dot ]
    [ ! -e profiles/honest/graph.svg ]
    fake_dot 'echo half >"$3"; echo "syntax error" >&2; exit 1'
    profile honest
    ends_with 0
    warns "no graph.svg: Graphviz' dot failed on graph.dot: exit code 1: syntax error"
    [ ! -e profiles/honest/graph.svg ]
    fake_dot :
    profile honest
    ends_with 0
    warns 'it wrote nothing'
}

@test "few names, lost samples: a warning" {
    ladder honest
    FAKE_PERF=nameless profile honest
    ends_with 0
    warns 'honest: 40 % of it is in code without symbols (libnameless.so)'
    warns 'honest: 12 samples were lost'
}

@test "one sample names no bottleneck; a search that is soon over is repeated" {
    ladder honest
    FAKE_PERF=glimpses profile honest
    ends_with 0
    prints 'From 1 sample it cannot be told what takes most of the CPU time: `pcre2_match_8` and below 80 %,'
    [[ $output != *gains* ]]
    grep -qF '"function":null' profiles/honest/profile.json || wrong 'a function in the file'
    grep -qx -e --repeat profiles/honest/raw/data
    grep -qx 1000 profiles/honest/raw/data # of 50 us each, and no more fit into a record
    prints 'searched 1,000 times in one process'
    profile honest --engine callgrind
    ends_with 0
    grep -qx 400 profiles/honest/raw/data # 20 ms
}

@test "a slice, a frequency, threads: as the engine is told" {
    ladder honest
    MATCHES=2 DIGEST=4523e3461ea79109 profile honest --lines 1 --frequency 123 # its matches at 0 and 5
    ends_with 0
    grep -qx '123 Hz' profiles/honest/raw/data
    grep -qx '2' profiles/honest/raw/data
    grep -q '"bytes":10,"lines":1' profiles/honest/profile.json
    grep -q '/fd/' profiles/honest/raw/data
}

@test "--sort and --focus" {
    ladder honest
    profile honest --sort name
    ends_with 0
    prints 'Functions, by name'
    grep -E '^(copy_to_user|lower|main|match) ' <<<"$output" >rows
    LC_ALL=C sort -c rows
    profile honest --focus pcre2_match
    ends_with 0
    prints 'Below, shares are of what lies under `pcre2_match_8`: 80 % of all.'
    prints 'Functions under pcre2_match_8, by self'
    not grep -qE '^lower ' <<<"$output"
    profile honest --focus nothing
    ends_with 0
    warns "honest: --focus: no function 'nothing' was seen"
    grep -qE '^lower ' <<<"$output"
}

@test "--diff: variants that have a profile, files, and what cannot be had" {
    local columns
    ladder honest threaded
    profile honest threaded
    for columns in 80 120; do
        COLUMNS=$columns profile --diff honest threaded
        ends_with 0
        no_wider_than "$columns"
        prints 'honest and threaded, function by function'
        prints 'Counted: [0-9]{1}bob, [0-9]{1}rob, in any case'
        grep -qE '^match +60\.0 +60\.0 +\+0\.0 ' <<<"$output" || wrong 'no row of match'
    done
    cp profiles/honest/profile.json one.json
    profile --diff one.json profiles/threaded/profile.json
    ends_with 0
    profile --diff honest nobody
    refuses 2 "there is no variant 'nobody'"
    profile --diff honest ./nowhere.json
    refuses 1 './nowhere.json: No such file or directory'
    echo '{"schema":1}' >bad.json
    profile --diff honest ./bad.json
    refuses 1 './bad.json: "variant" is missing or wrong'
    profile threaded --pattern '[0-9][rb]ob'
    prints 'Counted: [0-9][rb]ob, in any case; as one: [0-9][rb]ob.'
    [[ $(tail -n 1 "$variants/log") == 'threaded '*' --pattern [0-9][rb]ob --combined [0-9][rb]ob'* ]] ||
        wrong 'the engine ran it without the patterns'
    profile --diff honest threaded
    refuses 1 'honest and threaded were made with other patterns: make one of them again'
    FAKE_PERF=absent profile threaded
    profile --diff honest threaded
    refuses 1 'honest has time, threaded has instructions: take the same --engine for both'
}

@test "--diff: a profile that is missing is made first, and no other" {
    ladder honest threaded complains
    profile honest
    cp -r profiles/honest before
    profile --diff honest threaded
    ends_with 0
    prints 'honest and threaded, function by function'
    [[ $output != *'Profile of'* ]]
    warns 'profiling threaded, 1 of 1'
    whole_profile threaded
    diff -r before profiles/honest
    rm -r profiles
    profile --diff honest honest
    ends_with 0
    warns 'profiling honest, 1 of 1'
    profile --diff honest complains
    ends_with 1
    warns 'no profile of complains: exit code 3: my library is broken'
    [ -z "$output" ]
}

@test "Graphviz draws it, where it is installed" {
    rm bin/dot
    type -P dot >/dev/null || skip 'Graphviz is not installed'
    ladder honest
    profile honest
    ends_with 0
    grep -q '<svg' profiles/honest/graph.svg
    grep -q 'pcre2_match_8' profiles/honest/graph.svg
}

# --- a run that profiles ---

bench_and_profile()
{
    run --separate-stderr "$PROFILE" run --ladder ladder.json --data "$text" --rounds 1 \
        --threads 2 --output "$RESULTS" --export-csv results.csv --profile=profiles
}

@test "a run profiles its landmarks, each as whole as by itself, and says what they show" {
    ladder honest rung combined jit
    bench_and_profile
    ends_with 0
    measured rung 1
    for name in honest combined jit; do
        prints "$name: \`pcre2_match_8\` and below: 80 % of the CPU time. Next after that:"
        warns "profiling $name, "
        whole_profile "$name"
        grep -q '"--profile=profiles"' "profiles/$name/profile.json"
    done
    [ ! -e profiles/rung ]
    # Before the tables, so that a run still ends with its story.
    [[ $output == *'Profiles: where the time goes inside'*'The times'* ]]
}

@test "a run without --profile makes none" {
    ladder honest combined
    run --separate-stderr "$PROFILE" run --ladder ladder.json --data "$text" --rounds 1 \
        --output "$RESULTS" --export-csv results.csv
    ends_with 0
    [ ! -e profiles ]
    [[ $output$stderr != *profiling* ]]
}

@test "a profile that fails takes nothing from the run, and says its reason once" {
    ladder honest combined jit
    FAKE_PERF=breaks bench_and_profile
    ends_with 0
    measured combined 1
    warns 'no profile of combined: my pencil is broken'
    nothing_half
    FAKE_PERF=absent FAKE_CALLGRIND=absent bench_and_profile
    ends_with 0
    measured combined 1
    warns 'no profiles: no engine works here: perf: the kernel forbids it: sysctl kernel.pencils=2; callgrind: not installed: get it'
    [ "$(grep -c 'no engine works' <<<"$stderr")" -eq 1 ]
    FAKE_PERF=absent bench_and_profile
    ends_with 0
    prints 'combined: `pcre2_match_8` and below: 90 % of the instructions.'
    [ "$(grep -c 'callgrind, as perf does not work here' <<<"$stderr")" -eq 1 ]
}

@test "a run that is stopped while it profiles keeps its results and shows them" {
    ladder honest combined
    FAKE_PERF=stops bench_and_profile
    ends_with 130
    measured combined 1
    whole "$RESULTS"
    not grep -q '"stopped": true' "$RESULTS"
    [[ $stderr != *'profiling combined'* ]]
    nothing_half
}

@test "of what is slow only the first lines are profiled" {
    local lines
    ladder slow-on-all
    long_text
    bench_and_profile
    ends_with 0
    lines=$(sed -n 's/.*"data":{[^}]*"lines":\([0-9]*\).*/\1/p' profiles/slow-on-all/profile.json)
    [ "$lines" -eq 1250003 ] # as many as take half a second of the 0.6 s
}

@test "the harness has the command" {
    run --separate-stderr "$HARNESS" profile --help
    ends_with 0
    prints ' [OPTION...] VARIANT...'
    prints '--frequency=HZ '
    run --separate-stderr "$HARNESS" --help
    prints '  profile VARIANT  '
}
