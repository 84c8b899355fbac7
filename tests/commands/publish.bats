#!/usr/bin/env bats
# ./harness publish: a results file's tables in a Markdown file. HARNESS is the program.

# shellcheck disable=SC2154 # what fakes.bash sets
load ../support/fakes

setup()
{
    fakes_setup
}

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
    grep -qF '**The times (median' README.md
    grep -q '^honest spends 60 % of its time on search' README.md
    not grep -qF '**The ledger**' README.md
    not grep -q '^Measured' README.md
    run --separate-stderr "$HARNESS" publish --check README.md
    ends_with 0

    document 'results.json: short' # a row for each rung that starts from the first
    "$HARNESS" publish README.md
    grep -qxF '| variant | idea | time s | after | at most | predicted | measured | outcome |' README.md
    grep -qxF '| honest | to be honest | 0.0000500 |  |  |  |  |  |' README.md
    grep -qxF '| rung | to be rung | 0.0000500 | honest | 2.50× | 2.50× | 1.00× | undecided |' README.md
    [ "$(grep -c '^| [a-zA-Z]' README.md)" -eq 3 ] # no control

    document 'results.json: times, weather'
    cp README.md before
    run --separate-stderr "$HARNESS" publish README.md
    refuses 1 "README.md: there is no part 'weather' of a run, only head, short, times,"
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
    [ "$(grep -c '^\*\*The times (' docs/README.md)" -eq 2 ]
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
