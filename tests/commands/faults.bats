#!/usr/bin/env bats
# What may happen to a run from outside, while it measures: to its text, its disk, its output, its
# limits, its clock. Each ends in a clear line and the right exit code, with what was measured before
# kept and nobody left running. What a variant itself may do wrong is in failures.bats. HARNESS is
# the program.

# shellcheck disable=SC2030,SC2031,SC2154 # what fakes.bash and `run` set
load ../support/fakes

setup()
{
    fakes_setup
}

# --- the text ---

@test "a text that changes during the run stops it; the rounds before are kept" {
    local what
    for what in cuts-text:'was cut short' deletes-text:'was deleted' replaces-text:'was replaced' \
        extends-text:'was appended to' rewrites-text:'was written to'; do
        printf '%s\n' "${text_lines[@]}" >text.txt
        ladder honest "${what%%:*}"
        rm -f "$RESULTS" results.csv
        bench --rounds 9
        ends_with 1
        warns "text.txt ${what#*:} during the run: what was measured before is kept"
        prints 'The times so far: the run was stopped'
        measured honest '[12]'
        [[ $output != *mismatch* && $output != *failed:* ]] || wrong "a variant is blamed"
        grep -q '^ "stopped": true,$' "$RESULTS"
        whole "$RESULTS"
        nothing_runs
    done
}

@test "a text that changes before the first round leaves nothing to measure" {
    ladder extends-text-early honest
    bench
    ends_with 1
    warns 'text.txt was appended to during the run'
    not grep -q -- '--json --threads [0-9]* text.txt$' variants/log
    whole "$RESULTS"
}

@test "a text that can no longer be read stops the run" {
    [ "$(id -u)" -ne 0 ] || skip 'root reads everything'
    ladder honest forbids-text
    bench --rounds 9
    ends_with 1
    warns 'text.txt can no longer be read during the run'
    measured honest '[12]'
}

# --- the disk ---

@test "a disk that is full during the run costs the newest round alone" {
    ladder honest fills-disk
    # shellcheck disable=SC2016 # for that shell
    RESULTS=$PWD/small/results.json on_a_small_disk bash -c '
        "$HARNESS" --ladder ladder.json --data text.txt --rounds 9 --output "$RESULTS"
        code=$?
        cp "$RESULTS" kept.json
        ls small
        exit $code'
    ends_with 1
    warns 'small/results.json: No space left on device'
    [ "$(grep -c 'No space left' <<<"$stderr")" -le 2 ] || wrong 'said more than twice'
    [[ $output == *$'\nfilling\nresults.json' ]] || wrong 'left beside the results file'
    prints 'The times'
    whole kept.json
    grep -q '"round": 1' kept.json
    nothing_runs
}

@test "a file without samples on a full disk is not named as the results" {
    ladder honest fills-disk-early
    RESULTS=$PWD/small/results.json on_a_small_disk "$HARNESS" --ladder ladder.json --data text.txt \
        --rounds 3 --output small/results.json
    ends_with 1
    warns 'cannot write small/results.json: No space left on device'
    prints 'The times'
    [[ $stderr != *'Results: '* ]] || wrong 'names a file without samples'
}

in_a_read_only_checkout() # COMMAND...
{
    unshare -rm true 2>/dev/null || skip 'no mount namespaces for this user'
    # shellcheck disable=SC2016 # for that shell
    run --separate-stderr unshare -rm bash -c '
        mount -t tmpfs -o ro none "$SOURCE_DIR/results" || exit 99
        "$@"' bash "$@"
    [ "$status" -ne 99 ] || skip 'may not mount'
}

@test "without a place in the checkout the results go to the current folder" {
    ladder honest
    in_a_read_only_checkout "$HARNESS" --ladder ladder.json --data text.txt --rounds 2
    ends_with 0
    warns "cannot write to $SOURCE_DIR/results/local: Read-only file system: the results go to ./2"
    [[ $stderr =~ 'Results: '(2[^/]*\.json) ]] || wrong 'no results'
    whole "${BASH_REMATCH[1]}"

    # shellcheck disable=SC2016 # for that shell
    in_a_read_only_checkout bash -c 'cd "$SOURCE_DIR/results" && exec "$HARNESS" "$@"' bash \
        --ladder "$PWD/ladder.json" --data "$PWD/text.txt" --rounds 2
    refuses 1 'Read-only file system: name a file with --output'
}

@test "a folder that becomes read-only is found before the first sample" {
    ladder honest
    # shellcheck disable=SC2016 # for that shell
    RESULTS=$PWD/small/results.json on_a_small_disk bash -c '
        mount -o remount,bind,ro small # any user may, in a namespace
        exec "$HARNESS" --ladder ladder.json --data text.txt --output "$RESULTS"'
    ends_with 1
    warns 'small/results.json: Read-only file system'
    nothing_sampled
}

@test "what is to take a file's place on a full disk leaves it as it was" {
    ladder honest {1..40}
    # shellcheck disable=SC2016 # for that shell
    on_a_small_disk bash -c '
        echo old >small/results.csv
        for i in {1..9}; do
            printf "<!-- begin ../results.json -->\nold\n<!-- end -->\n"
        done >small/page.md
        cp small/page.md before.md
        cat /dev/zero >small/filling 2>/dev/null
        "$HARNESS" --ladder ladder.json --data text.txt --rounds 1 --output "$RESULTS" \
            --export-csv small/results.csv
        echo "ends with $?"
        "$HARNESS" publish small/page.md
        code=$?
        cmp small/page.md before.md && cat small/results.csv && ls small
        exit $code'
    ends_with 1
    prints 'ends with 1'
    warns 'cannot write small/results.csv: No space left on device'
    warns 'cannot write small/page.md: No space left on device'
    [[ $output == *$'\nold\nfilling\npage.md\nresults.csv' ]] || wrong 'something else is left'
    whole "$RESULTS"
}

# A file whose limit is reached is one that a full disk cuts off: nothing ends by a signal.
@test "a limit on a file's size costs what does not fit, and leaves nothing half-written" {
    ladder honest
    echo old >"$RESULTS"
    # The compiler's own counts of lines, which are files too, are of no use then.
    # shellcheck disable=SC2016 # for that shell
    run --separate-stderr env GCOV_PREFIX="$BATS_TEST_TMPDIR/gcov" bash -c 'ulimit -f 1
        exec "$HARNESS" --ladder ladder.json --data text.txt --output "$RESULTS"'
    ends_with 1
    warns "cannot write $RESULTS: File too large; raise the limit on a file's size (ulimit -f)"
    [ "$(cat "$RESULTS")" = old ]
    only text.txt ladder.json variants results.json
    nothing_sampled
}

# What is run is ended by it as it would be without the harness.
@test "what the harness runs dies of a limit on a file's size, unless it sees to it itself" {
    ladder honest fills-file
    # shellcheck disable=SC2016 # for that shell
    run --separate-stderr bash -c 'ulimit -f 200; exec "$HARNESS" --ladder ladder.json \
        --data text.txt --rounds 2 --output "$RESULTS" --export-csv results.csv'
    ends_with 1
    failed fills-file failed 'killed by signal 25 (File size limit exceeded)'
    measured honest 2
}

# --- who reads it, who stops it ---

# The harness, printing into a pipe to a reader that variants/reader has the number of. First COMMAND
# is done.
into_a_pipe() # COMMAND, OPTION...
{
    # shellcheck disable=SC2016 # for that shell
    run --separate-stderr bash -c '
        exec {pipe}> >(exec cat >read.txt)
        reader=$!
        echo $reader >variants/reader
        eval "$1"
        "$HARNESS" --ladder ladder.json --data text.txt --rounds 9 --timeout 20s \
            --output "$RESULTS" "${@:2}" >&$pipe' bash "$@"
}

@test "a reader that leaves ends the run at once and quietly; what was measured is kept" {
    ladder honest loses-reader
    into_a_pipe : --export-csv results.csv
    ends_with 141 # 128 and SIGPIPE, as the shell says of others
    [[ $stderr != *'cannot write'* && $stderr == *'Results: '* ]] || wrong 'not quietly'
    [[ $(csv honest) == '"honest","","ok",'* ]] || wrong 'honest was not measured'
    [[ $(samples) == *'"round": 1'* ]] || wrong 'no samples'
    grep -q '^ "stopped": true,$' "$RESULTS"
    whole "$RESULTS"
    nothing_runs
}

@test "a reader that left before the run lets nothing be measured" {
    ladder honest
    # shellcheck disable=SC2016 # for that shell
    into_a_pipe 'kill $reader; wait $reader'
    ends_with 141
    [[ $stderr != *'cannot write'* && $stderr != *'Results: '* ]] || wrong 'not quietly'
    [ -z "$(samples)" ]
    nothing_runs
    # shellcheck disable=SC2016 # for that shell
    run --separate-stderr bash -c 'trap "" PIPE; exec {pipe}> >(exec true); wait $!
        "$HARNESS" list --ladder ladder.json >&$pipe'
    ends_with 141
    [ -z "$stderr" ]
}

@test "SIGPIPE during the run changes nothing" {
    ladder honest stops-PIPE
    bench --timeout 1s --rounds 3 # the fake waits to be stopped with the harness
    ends_with 1
    failed stops-PIPE timeout 'no answer within 1 s (--timeout)'
    measured honest 3
    nothing_runs
}

@test "after a harness that was killed the next one works, and the file of the first is whole" {
    ladder honest stops-KILL
    bench
    ends_with 137
    whole "$RESULTS"
    grep -q '^ "stopped": true,$' "$RESULTS"
    nothing_runs
    bench --variant honest
    ends_with 0
    measured honest 2
    whole "$RESULTS"
}

# --- what it may use ---

@test "without file descriptors it ends in a line" {
    ladder honest
    # shellcheck disable=SC2016 # for that shell
    run --separate-stderr bash -c '
        for fd in {3..19}; do eval "exec $fd>&-"; done # those of bats
        ulimit -n 4 # one is for the loader
        exec "$HARNESS" --ladder ladder.json \
        --data text.txt --output "$RESULTS"'
    ends_with 1
    [[ -z $output && $stderr == *'Too many open files' ]] || wrong 'another end'
    [ ! -e "$RESULTS" ]
}

@test "64 MiB of address space are enough" {
    [ ! "$SANITIZED" ] || skip 'a sanitizer takes terabytes'
    ladder honest rung
    # shellcheck disable=SC2016 # for that shell
    run --separate-stderr bash -c 'ulimit -v 65536 && exec "$HARNESS" --ladder ladder.json \
        --data text.txt --rounds 2 --output "$RESULTS" --export-csv results.csv'
    ends_with 0
    measured honest 2
    measured rung 2
}

# --- where it runs ---

@test "a calendar clock that jumps changes no time" {
    [ ! "$SANITIZED" ] || skip 'the sanitizer must be loaded first'
    ladder honest rung
    LD_PRELOAD=$JUMPING_CLOCK bench
    ends_with 0
    measured honest 2
    measured rung 2
    grep -q '"wall_ns": [0-9]\{6,10\},$' "$RESULTS" # less than 10 s
    not grep -q '"wall_ns": [0-9]\{11,\}' "$RESULTS"
}

@test "decimal commas of a locale appear nowhere" {
    local where=$PWD/locales
    mkdir "$where"
    localedef -i de_DE -f UTF-8 "$where/de_DE.UTF-8" 2>/dev/null || skip 'no locale de_DE'
    ladder honest rung
    LOCPATH=$where LC_ALL=de_DE.UTF-8 bench --budget 9.5s --timeout 2.5s
    ends_with 0
    measured honest 2
    whole "$RESULTS"
    not grep -qE '[0-9],[0-9]+,?$' "$RESULTS"
}

# --- files of others ---

@test "a results file from a newer schema is refused, with what to do" {
    echo '{"schema":3,"variants":[]}' >newer.json
    printf '<!-- begin newer.json -->\nold\n<!-- end -->\n' >page.md
    run --separate-stderr "$HARNESS" publish page.md
    refuses 1 'newer.json'
    warns 'its schema is 3, this harness reads 1 to 2: use the version of the harness that wrote it'
    grep -qx old page.md
}
