#!/usr/bin/env bats
# ./harness publish: a results file's tables in a Markdown file. HARNESS is the program.

# shellcheck disable=SC2016,SC2034,SC2154 # backticks are text here; what fakes.bash reads and sets
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
    # The machine may allow less than 2.50×: it has read 22 bytes, by code that sanitizers slow down.
    grep -qxE '\| rung \| to be rung \| 0.0000500 \| honest \| ([0-9.]+×) \| \1 \| 1.00× \| (undecided|cannot pay) \|' \
        README.md
    [ "$(grep -c '^| [a-zA-Z]' README.md)" -eq 3 ] # no control

    document 'results.json: times, weather'
    cp README.md before
    run --separate-stderr "$HARNESS" publish README.md
    refuses 1 "README.md: there is no part 'weather' of a run, only head, short,"
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

@test "a marker is a whole line outside a block of code" {
    ladder honest
    bench
    {
        echo 'A part begins with `<!-- begin results.json -->`.'
        echo '    <!-- begin results.json -->'
        printf '```\n<!-- begin results.json -->\n<!-- end -->\n```\n'
        printf '~~~~ text\n<!-- end -->\n~~~\n```\n<!-- end -->\n~~~~\n'
    } >around.md
    document 'results.json: story'
    cat around.md README.md around.md >all.md
    "$HARNESS" publish all.md
    grep -q '^honest spends 60 %' all.md
    not grep -qx old all.md
    sed '/^<!-- begin results.json: story/,/^after/d' all.md >without.md
    { cat around.md; echo before; cat around.md; } | cmp - without.md
    cp all.md once.md
    "$HARNESS" publish all.md
    cmp all.md once.md
}

@test "a marker without its other half is an error that names the line" {
    ladder honest
    bench
    local case
    for case in 'sentence:5:no part begins before' 'stray:2:no part begins before' \
        'open:1:the part that begins in line 1 has no' 'hidden:2:the part that begins in line 2 has no'; do
        case $case in
        sentence*) printf '%s\n' 'It begins with `<!-- begin results.json -->`.' '' kept '' '<!-- end -->' ;;
        stray*) printf '%s\n' kept '<!-- end -->' '<!-- begin results.json -->' '<!-- end -->' ;;
        open*) printf '%s\n' '<!-- begin results.json -->' kept ;;
        hidden*) printf '%s\n' '' '<!-- begin results.json -->' '```' '<!-- end -->' '```' ;;
        esac >README.md
        cp README.md kept.md
        run --separate-stderr "$HARNESS" publish README.md
        refuses 1 "README.md: ${case##*:}"
        [[ $stderr == *"line $(cut -d: -f2 <<<"$case")"* ]] || wrong "another line: $stderr"
        cmp README.md kept.md
    done
}

@test "no text of a run can be a marker" {
    ladder honest
    bench
    sed -i 's/"idea": "to be honest"/"idea": "to be\\n<!-- end -->\\nhonest"/' "$RESULTS"
    document 'results.json: rungs'
    "$HARNESS" publish README.md
    grep -q '^- \*\*honest\*\*: to be \\<!-- end --> honest\.' README.md
    [ "$(tail -1 README.md)" = after ]
    cp README.md once.md
    "$HARNESS" publish README.md
    cmp README.md once.md
}

@test "what renders is what the data says" {
    command -v cmark-gfm >/dev/null || skip 'no cmark-gfm'
    local odd='<i>*a* _b_ `c` ~~d~~ [e](f) &amp; g|h \| #1 www.i.org'
    local shown='&lt;i&gt;*a* _b_ `c` ~~d~~ [e](f) &amp;amp; g|h \| #1 www.i.org'
    ladder honest "rung: ${odd//\\/\\\\}"
    text="$odd.txt"
    mv text.txt "$text"
    bench
    ends_with 0
    document results.json
    "$HARNESS" publish README.md
    cmark-gfm -e table -e strikethrough -e autolink README.md >README.html
    grep -qF "<p>Text: $shown.txt: 22 bytes" README.html
    grep -qF ">skipped: $shown</td>" README.html
    grep -qF "<li><strong>rung</strong>: " README.html
    grep -qF " skipped: $shown." README.html
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
