#!/usr/bin/env bats
# ./harness doctor as a command. HARNESS is the program. What this machine is like has no say in a
# test; each verdict is tested in doctor_unit.c.

# shellcheck disable=SC2154 # what fakes.bash sets
load ../support/fakes

setup()
{
    fakes_setup
    ladder one
}

doctor() # OPTION...
{
    run --separate-stderr "$HARNESS" doctor --ladder ladder.json --data "$text" "$@"
}

# The same on a machine whose PATH has nothing but tool()s.
bare_doctor()
{
    run --separate-stderr env PATH="$PWD/bin" "$HARNESS" doctor --ladder ladder.json --data "$text"
}

tool() # NAME, the script on standard input
{
    mkdir -p bin
    { echo '#!/bin/sh'; cat; } >"bin/$1"
    chmod +x "bin/$1"
}

# The line of one point, blanks squeezed.
point() # NAME
{
    grep -E "^(ok|limited|missing|spoils) +$1 " <<<"$output" | tr -s ' '
}

@test "three parts and a verdict that is the exit code" {
    unset HARNESS_HOST_ROOT # watches this machine, for a second and a half
    COLUMNS=80 doctor
    no_wider_than 80
    prints 'For trustworthy times'
    prints 'For profiles'
    prints 'For the rungs'
    [[ $(point memory) == *available* ]]
    [[ $(point rungs) == 'ok rungs 1 of 1 run here' ]]
    if grep -q ^spoils <<<"$output"; then
        ends_with 1
        prints 'Don'\''t trust a benchmark run here now: '
    else
        ends_with 0
        prints 'A benchmark run can be trusted here.'
    fi
    [[ $output != *$'\033'* && ! $stderr ]]
}

@test "as JSON it says the same" {
    doctor --json
    [[ $(wc -l <<<"$output") -eq 1 ]]
    if [[ $output == '{"schema":1,"trustworthy":true,"checks":[{'* ]]; then
        ends_with 0
    else
        prints '{"schema":1,"trustworthy":false,"checks":[{'
        ends_with 1
    fi
    prints '"part":"For the rungs","name":"rungs","state":"ok","finding":"1 of 1 run here","fix":null'
}

@test "tools that are missing come with the command that installs them" {
    bare_doctor
    [[ $(point perf) == 'missing perf'* ]]
    prints '→ install linux-'
    [[ $(point valgrind) == 'missing valgrind'* ]]
    prints '→ install valgrind'
    prints '→ install graphviz'
    [[ $(point binutils) == 'missing binutils'* ]]
    prints '→ install binutils'

    # Ubuntu's perf, without the one of the running kernel.
    tool apt-get <<<'exit 0'
    tool perf <<<'echo "WARNING: perf not found for kernel 1.2" >&2; exit 2'
    bare_doctor
    prints 'apt-get install valgrind'
    [[ $(point perf) == 'limited perf it is installed, but does not run;'* ]]
}

@test "tools that are there tell their versions" {
    for name in perf valgrind dot nm addr2line; do
        tool $name <<<"echo $name 1.2 '(with this and that)'"
    done
    bare_doctor
    [[ $(point perf) == 'ok perf perf 1.2' ]] || wrong "$(point perf)"
    [[ $(point binutils) == 'ok binutils addr2line 1.2' ]] || wrong "$(point binutils)"
    [[ $(point Graphviz) == 'ok Graphviz dot 1.2' ]]
    rm bin/nm
    bare_doctor
    [[ $(point binutils) == 'missing binutils'* ]]
}

@test "rungs that do not run are named with the reason" {
    ladder one 'two: built without it; install it, then make' 'three: built without it; install it, then make'
    COLUMNS=120 doctor
    no_wider_than 120
    [[ $(point rungs) == 'limited rungs 1 of 3 run here' ]]
    [[ $(point skipped) == 'missing skipped two, three: built without it' ]]
    prints '→ install it, then make'
}

@test "wrong options and absent files" {
    doctor --nonsense
    refuses 2 "unrecognized option '--nonsense'"
    doctor more
    refuses 2 "'more' is not an option"
    run --separate-stderr "$HARNESS" doctor --ladder nowhere.json --data "$text"
    refuses 1 nowhere.json
    run --separate-stderr "$HARNESS" doctor --ladder ladder.json --data nowhere.txt
    refuses 1 'nowhere.txt: No such file'
    run --separate-stderr "$HARNESS" doctor --ladder ladder.json --data "$PWD"
    refuses 1 'not a regular file'
    run "$HARNESS" doctor --help
    ends_with 0
    prints 'Usage: harness doctor '
    run "$HARNESS" --help
    prints '  doctor  '
}

@test "findings that cannot be written end with 1" {
    [ -w /dev/full ] || skip 'no /dev/full'
    run bash -c '"$HARNESS" doctor --ladder ladder.json --data "$1" 2>&1 >/dev/full' - "$text"
    ends_with 1
    prints 'cannot write standard output: No space left on device'
}
