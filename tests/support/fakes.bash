# shellcheck shell=bash
# shellcheck disable=SC2119,SC2120,SC2154 # bench gets options in the tests; what `run` sets, and HARNESS
# For the tests of the harness: a small text, ladders of fake variants (fakes/fake), and what to look
# at in a run of them. `load fakes` in a bats file.

# Three matches, at 0, 5 and 11. The digest is the sum of SplitMix64's outputs for these.
text_lines=('1bob 2ROB' 'x3bOb' ' 4rib')
export MATCHES=3 DIGEST=961947c34227c1a6

# Each test in a folder of its own, below the one that bats uses, too.
fakes_setup()
{
    bats_require_minimum_version 1.5.0
    mkdir -p "$BATS_TEST_TMPDIR/here/variants"
    cd "$BATS_TEST_TMPDIR/here" || return
    variants=$PWD/variants
    text=text.txt
    printf '%s\n' "${text_lines[@]}" >$text
    export RESULTS=$PWD/results.json COLUMNS=200
    export HARNESS_HOST_ROOT=$PWD/no-host # whatever else this machine does is not seen
    unset NO_COLOR
}

# A text so long that what is slow searches its first lines only, which have all of its matches.
long_text() # [LINES], of 16 bytes
{
    [[ -z ${SANITIZED-} ]] || skip 'a sanitizer makes a long text take minutes'
    text=long.txt
    { cat text.txt; yes xxxxxxxxxxxxxxx | head -n "${1-1500000}"; } >long.txt # 24 MB
}

# Writes ladder.json, with a fake for every name. NAME: WHY is one that the build left out.
ladder() # NAME...
{
    local name list=
    for name; do
        if [[ $name == *:* ]]; then
            list+=",{\"name\": \"${name%%:*}\", \"skipped\": \"${name#*: }\"}"
        else
            list+=",{\"name\": \"$name\", \"program\": \"variants/$name\"}"
            ln -sf "$BATS_TEST_DIRNAME/../support/fakes/fake" "$variants/$name"
        fi
    done
    echo "[${list#,}]" >ladder.json
}

# Gives fakes a command that links them anew: what comes out runs the fake. What the linker is told
# goes into links.
linkable() # NAME...
{
    local name
    # shellcheck disable=SC2016 # for that shell
    printf '#!/bin/sh\necho "$*" >>%q\nprintf "#!/bin/sh\\nexec %%s \\"\\$@\\"\\n" "$7" >"$6"\nchmod +x "$6"\n' \
        "$variants/links" >"$variants/linker"
    chmod +x "$variants/linker"
    for name; do
        printf '%s\n' "$variants" ./linker -o "$name" "$variants/$name" >"$variants/$name.link"
    done
}

# A host whose state is what the fakes say of it.
host()
{
    mkdir -p "$HARNESS_HOST_ROOT/proc"
    echo "cpu  1 0 0 1 0 0 0 0 0 0" >"$HARNESS_HOST_ROOT/proc/stat"
}

# Two rounds of all of the ladder, unless options say otherwise; results.csv comes with it.
bench() # OPTION...
{
    run --separate-stderr "$HARNESS" --ladder ladder.json --data "$text" --rounds 2 \
        --output "$RESULTS" --export-csv results.csv "$@"
}

# A variant that forgets to wait for its device: FORGETFUL.
finds_forgetful()
{
    ladder honest
    echo '[{"name": "honest", "program": "variants/honest"},
           {"name": "forgetful", "program": "variants/forgetful"}]' >ladder.json
    cp "$FORGETFUL" variants/forgetful
    bench
    ends_with 1
    failed forgetful unsynchronized 'its clock stopped while work was in flight: it took [0-9.]* s more'
    measured honest 2
}

# What went wrong, for bats to show; false.
wrong() # TEXT
{
    printf '%s\n' "$1" '--- output:' "$output" '--- errors:' "$stderr"
    return 1
}

ends_with() # CODE
{
    [ "$status" -eq "$1" ] || wrong "exit code $status, not $1"
}

prints() # TEXT, on standard output
{
    [[ $output == *"$1"* ]] || wrong "does not print: $1"
}

warns() # TEXT, on standard error
{
    [[ $stderr == *"$1"* ]] || wrong "does not warn: $1"
}

# One line for the person, behind which argp may name --help, and nothing else: a refusal.
refuses() # CODE TEXT
{
    local line=${stderr%$'\n'"Try \`harness "*"--help' or"*}
    ends_with "$1"
    [[ -z $output && $line == *"$2"* && $line != *$'\n'* ]] || wrong "no one line with: $2"
}

# A field of a variant in the results file, as it stands there.
field() # NAME KEY
{
    sed -n '/^ "variants"/,/^ \]/p' "$RESULTS" |
        sed -n "\\|^   \"name\": \"$1\"|,/^  }/ s/^   \"$2\": \(.*[^,]\),*$/\1/p"
}

# All that the results file says of samples, and nothing of probes.
samples()
{
    sed -n '/^   "samples": \[$/,/^   \]/p' "$RESULTS"
}

# All that it says of a variant's probes.
probes() # NAME
{
    sed -n "\\|^   \"name\": \"$1\"|,/^  }/p" "$RESULTS" | sed -n '/^   "probes": \[$/,/^   \]/p'
}

# The row of a variant in results.csv.
csv() # NAME
{
    grep "^\"$1\"," results.csv
}

# A row with a speed, in all that shows one.
measured() # NAME ROUNDS
{
    local time='[0-9.]+'
    [[ $(field "$1" status) == '"ok"' && $(field "$1" reason) == null ]] ||
        wrong "$1 is not ok in the results file: $(field "$1" reason)"
    [[ $(csv "$1") =~ ^\"$1\",\"[^\"]*\",\"ok\",\"\",$MATCHES,$2,$time, ]] ||
        wrong "$1 has no such row as CSV: $(csv "$1")"
    grep -qE "^$1 +$time .* $MATCHES ✓" <<<"$output" || wrong "$1 is not measured in the table"
}

# A row without a speed and with a reason, in all that shows one.
failed() # NAME STATUS REASON, a pattern
{
    local reason shown
    reason=$(field "$1" reason) reason=${reason//\\\"/\"} reason=${reason#\"} reason=${reason%\"}
    # shellcheck disable=SC2053 # a pattern it is
    [[ $(field "$1" status) == "\"$2\"" && $reason == $3 ]] ||
        wrong "$1 is not $2: $3, but $(field "$1" status): $reason"
    [[ $(csv "$1") =~ ^\"$1\",\"[^\"]*\",\"$2\",\".+\",[0-9]+,[0-9]+,{10}[0-9]*,variant,[0-9]+,,[0-9]+$ ]] ||
        wrong "$1 has no such row as CSV: $(csv "$1")"
    shown=$(sed -n "/^The times/,/^\$/ s/^$1  *$2: //p" <<<"$output")
    [[ $shown == "$(tr -s ' ' <<<"$reason")" ]] || wrong "$1 shows in the table: $shown"
}

# Like `!`, but a test fails by it wherever it stands.
not() # COMMAND...
{
    ! "$@"
}

# No variant was asked for more than its description.
nothing_sampled()
{
    not grep -e --json variants/log
}

# No process is left that came of the fakes. Those killed may take a moment to be gone.
nothing_runs()
{
    local file arguments left
    for _ in {1..50}; do
        left=
        for file in /proc/[0-9]*/cmdline; do
            { mapfile -d '' -t arguments <"$file"; } 2>/dev/null || continue
            [[ ${arguments[*]} != *"$variants"* ]] || left=${arguments[*]}
        done
        [[ $left ]] || return 0
        sleep 0.1
    done
    wrong "still runs: $left"
}

# A whole results file is one that the harness reads.
whole() # FILE
{
    printf '<!-- begin %s -->\n<!-- end -->\n' "$(basename "$1")" >"$1.md"
    "$HARNESS" publish "$1.md" || wrong "$1 is not a whole results file"
    rm "$1.md"
}

# In characters, not bytes: the tables have × and – in them.
no_wider_than() # COLUMNS
{
    local line
    while IFS= read -r line; do
        [ "$(LC_ALL=C.UTF-8 wc -L <<<"$line")" -le "$1" ] || wrong "wider than $1: $line"
    done <<<"$output"
}

# Nothing in the folder but these.
only() # NAME...
{
    local found
    found=$(find . -mindepth 1 -maxdepth 1 -printf '%f\n' | sort | tr '\n' ' ')
    [[ $found == "$(printf '%s\n' "$@" | sort | tr '\n' ' ')" ]] || wrong "files: $found"
}

# In a mount namespace of its own: a file system of 64 KiB on the folder `small`.
on_a_small_disk() # COMMAND...
{
    unshare -rm true 2>/dev/null || skip 'no mount namespaces for this user'
    mkdir -p small
    # shellcheck disable=SC2016 # for that shell
    run --separate-stderr unshare -rm bash -c '
        mount -t tmpfs -o size=64k none small || exit 99
        "$@"' bash "$@"
    [ "$status" -ne 99 ] || skip 'may not mount'
}
