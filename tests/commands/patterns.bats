#!/usr/bin/env bats
# The user's own patterns, with fakes (fakes.bash) and with the build's variants. HARNESS is the harness.

# shellcheck disable=SC2034,SC2154 # what fakes.bash reads and sets
load ../support/fakes

setup()
{
    fakes_setup
}

# A run of the build's own variants.
count_with() # VARIANTS OPTION...
{
    [ -x "${HARNESS%/*}/variants/jit_aligned" ] || skip 'built without PCRE2'
    run --separate-stderr "$HARNESS" --data "$text" --rounds 1 --output "$RESULTS" --variant "$@"
}


@test "every run of a variant gets the patterns" {
    ladder honest anew
    bench --pattern 'bob' --pattern '4r' --combined 'bob|4r' --case-sensitive --count lines
    local words='--pattern bob --pattern 4r --combined bob|4r --case-sensitive --count lines'
    [ "$(grep -c . "$variants/log")" -ge 6 ] || wrong 'hardly any run'
    while IFS= read -r line; do
        [[ $line == *" $words"* ]] || wrong "not told: $line"
    done <"$variants/log"
    prints $'\npatterns bob ('
    prints '4r (1), in the case given, lines that have a match; as one: bob|4r ('
    [[ $(tr -d ' \n' <"$RESULTS") == *'"patterns":{"list":["bob","4r"],"combined":"bob|4r","caseless":false,"count":"lines","matches":[1,1,2]},'* ]] ||
        wrong 'not in the results file'
}

@test "without --pattern, variants get no patterns" {
    ladder honest
    bench
    ends_with 0
    not grep -q -- --pattern "$variants/log"
}

@test "every line counts by itself, without its newline, whatever the pattern" {
    printf 'foo bar\nfoo\n\nxfoofoo\nBar foo\r\nfoo' >"$text"
    local pattern
    for pattern in '^foo$' '[^a]+|o\s' '(?<=x)(fo)o'; do
        count_with baseline,wasted,combined,processes,jit_chunked,jit_aligned,openmp_jit \
            --pattern "$pattern" --budget 1s
        ends_with 0
    done
    count_with baseline,wasted,jit_aligned,openmp_jit --pattern 'o$' --pattern 'fo+' --count lines
    [[ $(field wasted matches) == 8 ]] || wrong 'another count'
    [[ $(field jit_aligned status) == '"skipped"' ]] || wrong 'lines of both patterns are two'
}

@test "if the combined pattern counts differently, its rungs are skipped, with both counts" {
    echo abc >"$text"
    ladder honest combines
    export MATCHES=2 DIGEST=8184c2c05a0a7880
    bench --pattern ab --pattern bc
    failed combines skipped 'it searches for the patterns as one, which counts 1, not 2; --combined gives another'
    bench --pattern '(?<n>a)' --pattern '(?<n>c)'
    [[ $(field combines reason) == *'PCRE2 does not take: two named subpatterns have the same name'* ]] ||
        wrong 'another reason'
}

@test "counts are kept beside the text" {
    ladder honest
    bench --pattern bob
    [[ $stderr != *kept* ]] || wrong 'said that it is not'
    grep -q '"counted"' "$text.json" || wrong 'not kept'
    sed -i 's/^ *2,$/77,/' "$text.json"
    bench --pattern bob
    prints '77 matches'
    printf 'bob\n' >>"$text"
    bench --pattern bob
    prints ' 3 matches'
    not grep -q '"counted"' <<<"$output"
    bench # of no use to the built-in patterns
    prints 'counted by the plain scan'
}

@test "counts that can't be kept are counted again, and a line says so" {
    ladder honest
    # shellcheck disable=SC2016 # for that shell
    on_a_small_disk bash -c '
        cp text.txt small && mount -o remount,bind,ro small &&
        exec "$HARNESS" --ladder ladder.json --data small/text.txt --pattern bob --rounds 1 \
            --output "$RESULTS"'
    warns 'the counts are not kept, so the next run counts again: cannot write small/text.txt.json: Read-only file system'
}

@test "a bad pattern is refused before anything runs" {
    ladder honest
    bench --pattern 'a(b'
    ends_with 2
    [ "$stderr" = $'harness: a(b\n            ^ missing closing parenthesis' ] || wrong 'another line'
    bench --pattern a --combined '[b'
    ends_with 2
    bench --pattern 'foo\nbar'
    refuses 2 "--pattern 'foo\\nbar': a pattern is applied to each line, and a newline is never in one"
    bench --pattern $'foo\nbar'
    refuses 2 "--pattern 'foo?bar': a pattern is applied to each line, and a newline is never in one"
    bench --pattern '(*UTF)a'
    refuses 2 "'(*UTF)' is not accepted"
    bench --pattern ''
    refuses 2 'it is empty'
    bench --pattern $'\377'
    refuses 2 'a pattern is UTF-8'
    bench --count words
    refuses 2 "--count takes matches or lines, not 'words'"
    local command
    for command in list limits 'profile honest'; do
        # shellcheck disable=SC2086 # two words
        run --separate-stderr "$HARNESS" $command --pattern 'a(b'
        ends_with 2
    done
    not grep -q . "$variants/log"
}

@test "a run with patterns that takes too long names the budget that was asked for" {
    ladder honest
    bench --pattern foo --pattern bar --budget 1ms
    warns 'more than --budget 0.001s'
}

@test "list says who can't count the patterns, and why" {
    [ -x "${HARNESS%/*}/variants/jit_aligned" ] || skip 'built without PCRE2'
    run --separate-stderr "$HARNESS" list --pattern '\bFOO'
    ends_with 0
    [[ $output =~ $'\nbaseline '+'skipped: it lower-cases the text, so the patterns must be in lower' ]]
    [[ $output =~ $'\ncaseless '+baseline\ +match ]] || wrong 'who can is not shown'
}

@test "a miscount names the first line that differs, and both counts of it" {
    printf 'foo\nfoo\nFoo Foo foo\nfoo\n' >"$text"
    count_with jit_aligned
    cat >variants/wrong <<END
#!/bin/sh
exec ${HARNESS%/*}/variants/jit_aligned "\$@" --case-sensitive
END
    chmod +x variants/wrong
    echo '[{"name": "wrong", "program": "variants/wrong"}]' >ladder.json
    bench --pattern foo
    ends_with 1
    prints 'counted 4 matches of 6, -2, first in line 3, where it counts 1, not 3: Foo Foo foo'
}

@test "peers must agree on the patterns; built-in peers have patterns of their own" {
    ladder honest
    bench --pattern bob --peers --peer 'right=grep -c . {data}' --peer-lines 'wrong=grep -aoi ob {data}'
    prints 'it is given the built-in patterns: give it yours with --peer'
    [[ $output =~ $'\nwrong '+'mismatch: counted 3 matches of 2' ]] || wrong 'not held'
}

@test "runs that counted different patterns are not compared" {
    ladder honest
    bench --pattern bob
    cp "$RESULTS" one.json
    bench --pattern bob --count lines
    run --separate-stderr "$HARNESS" compare one.json "$RESULTS"
    ends_with 1
    warns 'what is counted: matches, then lines that have a match'
}

@test "several patterns: each by each engine" {
    printf 'foo bar\nfoo\n\nxfoofoo\nBar foo\r\n' >"$text"
    count_with wasted,jit_aligned --pattern 'fo+' --pattern 'ba[rz]\b' --export-markdown results.md
    ends_with 0
    prints 'Pattern by engine: each pattern by itself, and all as one'
    [[ $output =~ $'\nfo''+'\ +5\ +[0-9.]+\ +[0-9.]+$'\n' ]] || wrong 'no row of fo+'
    [[ $output =~ $'\n''all as one'\ +7\ +[0-9.]+\ +[0-9.]+$'\n' ]] || wrong 'no row of all as one'
    [[ $output == *' % of the time that '*' needs for the patterns one by one ('* ]] || wrong 'no sentence'
    grep -q '^| pattern | matches | wasted | jit_aligned |' results.md || wrong 'not in Markdown'
    count_with wasted,jit_aligned --pattern '^x{0,1}fo' --pattern 'r fo'
    prints $'\npatterns \'^x{0,1}fo\' (3), \'r fo\' (1), in any case; as one: \'(?:^x{0,1}fo)|(?:r fo)\' (4)\n'
    [[ $output =~ $'\n'"'r fo'"\ +1\ +[0-9.]+\ +[0-9.]+$'\n' ]] || wrong 'no row of r fo'
    count_with wasted --pattern 'fo+'
    [[ $output != *'Pattern by engine'* ]] || wrong 'a matrix of one pattern'
}
