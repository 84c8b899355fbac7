#!/usr/bin/env bats
# Acts, and variants that read the text from the disk. HARNESS is the harness, VARIANTS the folder of the
# build's variants, FAILING_DISK a library that makes reads fail.

# shellcheck disable=SC2154 # what fakes.bash sets, and run
load ../support/fakes

setup()
{
    fakes_setup
    TMPDIR=$PWD
}

# Fakes of two acts; a fake called cold reads the text from the disk.
acts()
{
    ladder honest cold
    cat >ladder.json <<'END'
[{"name": "honest", "act": 2, "program": "variants/honest"},
 {"name": "threaded", "act": 3, "program": "variants/threaded"},
 {"name": "cold", "act": 5, "program": "variants/cold"},
 {"name": "overlapped", "act": 5, "skipped": "built without liburing; install liburing-dev, then make again"}]
END
    ln -sf "$variants/honest" "$variants/threaded"
}

on_a_disk()
{
    [[ $(stat -f -c %T .) != tmpfs ]] || skip 'the temporary folder is in memory'
}

@test "all variants are those of the first four acts" {
    acts
    bench
    ends_with 0
    measured honest 2
    measured threaded 2
    [[ $output != *'read a copy'* ]] || wrong 'speaks of a copy'
    not grep -q '"name": "cold"' "$RESULTS"
    not grep -q cold_resident "$RESULTS"
}

@test "an act's variants come with their parents; a missing one says why" {
    on_a_disk
    acts
    bench --act disk
    ends_with 0
    measured honest 2
    measured cold 2
    [[ $(tr -s ' \n' ' ' <<<"$output") == *' % of it in the page cache whenever checked; the variants of the disk read a copy, dropped from there before each sample; threads: '* ]] ||
        wrong 'another head'
    failed overlapped skipped 'built without liburing; install liburing-dev, then make again'
    not grep -q '"name": "threaded"' "$RESULTS"
    grep -q '"cold_resident": 0.0' "$RESULTS"
    whole "$RESULTS"
    bench --rung 'mine=true {data}' --after cold
    refuses 2 "--rung mine: 'cold' reads the text from the disk"
    # One reads the text itself, the other a copy without a name.
    grep -qE "^honest --json .* $PWD/text.txt|^honest --json .* text.txt" variants/log
    grep -qE '^cold --json .* /proc/[0-9]+/fd/[0-9]+' variants/log
    only here 2>/dev/null || [ -z "$(compgen -G 'cold.*')" ]
}

@test "an unknown act, or an act beside names, is refused" {
    acts
    bench --act dusk
    refuses 2 "there is no act 'dusk'"
    bench --act gpu
    refuses 2 "this build has no rungs of the act 'gpu'"
    bench --act disk --variant honest
    refuses 2 '--act and --variant both say which variants to run'
}

@test "on a file system in memory, variants that need a disk are skipped" {
    acts
    text=$(mktemp /dev/shm/disk.XXXXXX)
    [[ $(stat -f -c %T "$text") == tmpfs ]] || skip '/dev/shm is no tmpfs'
    printf '%s\n' "${text_lines[@]}" >"$text"
    bench --act disk
    rm "$text"
    ends_with 0
    measured honest 2
    failed cold skipped "the text is in memory (tmpfs) and can't be read from a disk; put it on one"
}

@test "a text that is a mount of its own is copied, too" {
    on_a_disk
    acts
    : >mounted.txt
    run --separate-stderr unshare -m sh -c \
        'mount --bind text.txt mounted.txt && exec "$@"' sh "$HARNESS" --ladder ladder.json \
        --act disk --data mounted.txt --rounds 1 --output "$RESULTS" --export-csv results.csv
    [[ $stderr != *unshare:* && $stderr != *mount:* ]] || skip 'may not mount'
    ends_with 0
    [[ $(field cold status) == '"ok"' ]] || wrong "cold: $(field cold reason)"
}

@test "limits of the process are named" {
    on_a_disk
    acts
    yes | head -c 200000 >>text.txt
    run --separate-stderr bash -c 'ulimit -f 100 && exec "$@"' bash "$HARNESS" --ladder ladder.json \
        --act disk --data text.txt --rounds 1 --output "$RESULTS" --export-csv /dev/null
    prints 'text into its folder: File too large; raise the limit on a file'
    run --separate-stderr bash -c 'ulimit -n 10 && exec "$@"' bash "$HARNESS" --ladder ladder.json \
        --act disk --data text.txt --rounds 1 --output "$RESULTS"
    refuses 1 'cannot make a pipe; raise ulimit -n: Too many open files'
}

@test "of an empty text nothing stays in memory" {
    on_a_disk
    : >empty.txt
    run --separate-stderr "$HARNESS" --act disk --data empty.txt --rounds 1 --output "$RESULTS" \
        --export-csv results.csv
    ends_with 0
    [[ $(field cold status) == '"ok"' ]] || wrong "cold: $(field cold reason)"
    grep -q '"cold_resident": 0.0' "$RESULTS"
}

@test "the copy is beside the text, not beside a link to it" {
    on_a_disk
    acts
    links=$(mktemp -d /dev/shm/links.XXXXXX)
    mv text.txt real.txt
    ln -s "$PWD/real.txt" "$links/text.txt"
    text=$links/text.txt
    bench --act disk
    rm -r "$links"
    ends_with 0
    measured cold 2
}

@test "a read that fails in the middle ends the sample with the place" {
    [[ -z ${SANITIZED-} ]] || skip 'sanitizers want to be loaded first'
    yes 'a line of the text' | head -c 6000000 >long.txt
    for variant in simd cold; do
        LD_PRELOAD=$FAILING_DISK run --separate-stderr "$VARIANTS/$variant" --json long.txt
        [ "$status" -eq 1 ]
        [ -z "$output" ]
        [[ $stderr == *'cannot read long.txt at byte 3145728: Input/output error' ]] || wrong 'no place'
    done
}

@test "the rungs count what is on the disk, and limits of the disk are measured" {
    on_a_disk
    [[ -e $VARIANTS/overlapped ]] || skip 'built without liburing'
    "$GEN" --lines 3000 --output lines.txt >/dev/null
    run --separate-stderr "$HARNESS" --act disk --data lines.txt --rounds 2 --output "$RESULTS" \
        --export-csv results.csv
    [[ $(field overlapped status) != '"skipped"' ]] || skip "$(field overlapped reason)"
    ends_with 0
    for name in simd cold overlapped direct; do
        [[ $(field $name status) == '"ok"' ]] || [[ $(field $name reason) == *O_DIRECT* ]] ||
            wrong "$name: $(field $name reason)"
    done
    grep -q '"name": "disk_read"' "$RESULTS"
    prints 'disk_read'
    prints 'in flight'
    [[ $(tr '\n' ' ' <<<"$output") == *'cold reads from the disk at '* ]] || wrong 'no story of the disk'
    [[ $(field simd cold) == '' && $(field cold cold) == true ]] || wrong 'not told apart'
}
