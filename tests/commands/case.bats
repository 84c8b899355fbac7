#!/usr/bin/env bats
# Case files: ./harness init, check and run CASE.yaml.

# shellcheck disable=SC2154 # what fakes.bash sets
load ../support/fakes

setup()
{
    fakes_setup
    ladder honest
    tools=$variants/tools
    mkdir "$tools"
    for name in counts miscounts lists hangs; do
        ln -s "$BATS_TEST_DIRNAME/../support/fakes/tool" "$tools/$name"
    done
    "$HARNESS" check --help | grep -q CASE.yaml
    printf 'text: text.txt\n' >probe.yaml
    [[ $("$HARNESS" check probe.yaml 2>&1) != *'reads no case files'* ]] || skip 'built without libyaml'
    rm probe.yaml
}

check() # CASE OPTION...
{
    run --separate-stderr "$HARNESS" check --ladder ladder.json "$@"
}

# check refuses the case on standard input, with this place and message.
bad_case() # PLACE TEXT
{
    cat >bad.yaml
    check bad.yaml
    refuses 2 "bad.yaml:$1: $2"
}

@test "a case runs from its file: the text, the count and the programs" {
    cat >case.yaml <<YAML
text: text.txt
expected: 3
programs:
  - name: second # the order does not matter
    command: $tools/lists {data}
    prints: lines
    after: first
    predict: 2x
  - name: first
    command: $tools/counts {data}
    after: honest
    attacks: [search, lower]
YAML
    check case.yaml
    ends_with 0
    prints '3 matches in text.txt'
    grep -qE '^first +honest +[0-9.]+ +3 ✓$' <<<"$output"
    grep -qE '^second +first +[0-9.]+ +3 ✓$' <<<"$output"
    run --separate-stderr "$HARNESS" run --ladder ladder.json --rounds 2 --output "$RESULTS" \
        --export-csv results.csv case.yaml
    ends_with 0
    measured first 2
    measured second 2
    measured honest 2
    [[ $(sed -n '/^The ledger/,/^$/p' <<<"$output" | grep '^second ') =~ ^second\ +first\ +.*2\.00× ]]
    grep -q '^first  *honest  *lower+search ' <<<"$output"
}

@test "check says what each program counts, and goes on after a wrong one" {
    cat >case.yaml <<YAML
text: text.txt
programs:
  - {name: wrong, command: $tools/miscounts {data}}
  - {name: many, command: sh -c 'echo 5003' {data}}
  - {name: hangs, command: $tools/hangs {data}}
  - {name: absent, command: nosuchtool {data}}
  - {name: right, command: $tools/counts {data}, after: honest}
YAML
    sed -i 's/command: \(.*{data}\)/command: "\1"/' case.yaml
    check case.yaml --timeout 1s
    ends_with 1
    prints 'mismatch: counted 4 matches of 3, +1, first in line 1, where it counts 3, not 2: 1bob 2ROB'
    prints 'mismatch: counted 5,003 matches of 3, +5,000, first in line 1, where it counts 5,003, not 2: '
    prints 'timeout: no answer within 1 s'
    prints 'failed: there is no program nosuchtool in PATH'
    grep -qE '^right +honest +[0-9.]+ +3 ✓$' <<<"$output"
    nothing_runs
}

@test "check stops if a program changes the text" {
    cat >case.yaml <<YAML
text: text.txt
programs:
  - {name: spoils, command: "sh -c 'echo more >>text.txt; echo 3' {data}"}
  - {name: right, command: "$tools/counts {data}"}
YAML
    check case.yaml
    ends_with 1
    grep -qE '^spoils +failed: the text .* while it ran: the others are not checked$' <<<"$output"
    [[ $output != *right* ]]
}

@test "init writes a case that check reads, and never overwrites" {
    run --separate-stderr "$HARNESS" init new.yaml
    ends_with 0
    printf 'ERROR\nok\nERROR\n' >access.log
    check new.yaml
    ends_with 0
    prints '2 matches in access.log'
    grep -qE '^second +first +[0-9.]+ +2 ✓$' <<<"$output"
    echo mine >new.yaml
    run --separate-stderr "$HARNESS" init new.yaml
    refuses 1 'new.yaml already exists'
    [ "$(cat new.yaml)" = mine ]
}

@test "a mistake in a case is one line, with its place" {
    bad_case 2:1 "there is no key 'progrms' here; the nearest is 'programs'" <<<$'text: text.txt\nprogrms: []'
    bad_case 4:5 "there is no key 'comand' here" <<<$'text: text.txt\nprograms:\n  - name: a\n    comand: x'
    bad_case 2:1 "'text' appears twice" <<<$'text: a\ntext: b'
    bad_case 1:11 "'programs' is a list" <<<'programs: 3'
    bad_case 1:7 "'text' must be one text" <<<'text: [a]'
    bad_case 1:12 'a program has a name and a command' <<<'programs: [{name: x}]'
    bad_case 1:11 "'expected' is a number" <<<'expected: many'
    bad_case 1:7 "'case' is any or sensitive" <<<'case: upper'
    bad_case 1:8 "'count' is matches or lines" <<<'count: words'
    bad_case 1:12 "'patterns' is a list" <<<'patterns:  a'
    bad_case 1:1 'the case is empty' <<<'# nothing'
    bad_case 1:1 'a case must be keys and values' <<<'- a'
    bad_case 3:11 "there are two programs 'a'" <<<$'programs: [\n  {name: a, command: "x {data}"}, {\n    name: a, command: "x {data}"}]'
    bad_case 2:11 "'b' follows 'a', which follows 'b'" <<<$'programs: [{name: a, after: b, command: "x {data}"},\n   {name: b, after: a, command: "x {data}"}]'
    bad_case 1:19 "'x' does not say what to search: put {data} into the command" <<<'programs: [{name: a, command: x}]'
    bad_case 2:11 "this isn't YAML: incomplete UTF-8 octet sequence" <<<$'text: a\nexpected: \xe9'
    bad_case 4:1 'a case is one document' <<<$'text: text.txt\nexpected: 3\n---\ntext: b'
    bad_case 3:2 "this isn't YAML: " <<<$'programs:\n  - name: a\n - b'
    bad_case 1:60 'a prediction is a number of times' <<<'programs: [{name: a, after: honest, command: "x", predict: fast}]'
    printf 'text: text.txt\nexpected: 4\n' >four.yaml
    check four.yaml
    refuses 1 'four.yaml:2:11: 4 matches are expected, but there are 3 in text.txt'
    printf 'text: text.txt\nexpected: 1\n' >one.yaml
    check one.yaml
    refuses 1 'one.yaml:2:11: 1 match is expected, but there are 3 in text.txt'
    check none.yaml
    refuses 2 "there is no case file 'none.yaml'"
    check
    refuses 2 'name the case file'
}
