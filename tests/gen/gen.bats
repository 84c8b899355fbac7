#!/usr/bin/env bats
# The text generator; GEN is the program, SANITIZED what it was built with.

bats_require_minimum_version 1.5.0

setup()
{
    mkdir "$BATS_TEST_TMPDIR/empty" # bats itself writes beside it
    cd "$BATS_TEST_TMPDIR/empty" || return
    text=data/text
    small=(--lines 1000 --length 100)
}

teardown()
{
    if [ -e ../mounted ]; then
        umount full
    fi
}

# Everything below the folder: what is left behind shows.
files()
{
    (cd "$1" && find . -mindepth 1 | sort | tr '\n' ' ')
}

# One line on standard error, behind which argp may name --help, and nothing on standard output.
assert_one_line_error()
{
    echo "$output / $stderr"
    stderr=${stderr%$'\n'"Try \`gen --help'"*}
    [ "$status" -eq "$1" ]
    [ -z "$output" ]
    [ "$(wc -l <<<"$stderr")" -eq 1 ]
    [[ $stderr == *gen:* ]]
}

# The command that a refusal names.
named_command()
{
    printf '%s\n' "${stderr#*to replace it: }"
}

mount_full()
{
    mkdir full
    mount -t tmpfs -o "$1" tmpfs full 2>/dev/null || skip 'may not mount a tmpfs'
    touch ../mounted
}

@test "the same bytes and manifest with 1, 2 and 7 threads" {
    for threads in 1 2 7; do
        "$GEN" --lines 20000 --length 123 --threads $threads --output $threads/text
        cmp 1/text $threads/text
        cmp 1/text.json $threads/text.json
    done
}

# From another implementation, in Python.
@test "the bytes and the manifest of known texts" {
    known()
    {
        "$GEN" --lines "$1" --length "$2" --seed "$3" --output "$1"
        echo "$4  $1" | sha256sum --check
        grep -x "  \"matches\": $5," "$1.json"
        grep -x "  \"digest\": \"$6\"" "$1.json"
    }
    known 1000 1000 1 f4e7053cd292952a27d9d0763ac37ad534037a94bf238a81de87538cc9fc811e \
        11 d477bbf609a2dc2b
    known 1 1 0 cbc80bb5c0c0f8944bf73b3a429505ac5cde16644978bc9a1e74c5755f8ca556 \
        0 0000000000000000
    known 10 13 7 d0fd145ae17d0c0bde280cfdaf0d4c1cd92fe028a157e2dad0dd1d9353a7e278 \
        0 0000000000000000
    known 777 61 9223372036854775807 \
        6d91e8077f9673c36abfa1e14789c9ee321f53cbb43c95cceb55c9e7212232dc 1 a01abe9b6fb2e65e
    known 100000 13 5 175266a7a91a8a06f5c4a9c63638e48cd40aca1a1630947374fe2fcdb8e7937e \
        10 11c7193ca238be69
}

@test "lines longer than a thread's block" {
    "$GEN" --lines 5 --length 10000000 --threads 2 --output long
    "$GEN" --lines 5 --length 10000000 --threads 1 --output again
    cmp long again
    cmp long.json again.json
    [ "$(wc -lc <long | tr -s ' ')" = ' 5 50000005' ]
}

@test "the summary" {
    run --separate-stderr "$GEN" "${small[@]}" --threads 2 --output "$text"
    [ "$status" -eq 0 ]
    [ -z "$stderr" ]
    [ "${lines[0]}" = "$text" ]
    [[ $output == *'101,000 bytes: 1,000 lines of 100 letters and digits'* ]]
    [[ $output == *'expected  1.1 matches, standard deviation 1.0'* ]]
    [[ $output =~ counted\ +[0-9]+\ matches,\ [+-][0-9.]+\ standard\ deviations ]]
    [ "$(files data)" = './text ./text.json ' ]
}

@test "no matches in lines of three" {
    run --separate-stderr "$GEN" --lines 1000 --length 3 --output "$text"
    [ "$status" -eq 0 ]
    [[ $output == *'expected  0.0 matches'*'counted   0 matches'* ]]
}

@test "permissions follow the umask" {
    umask 027
    "$GEN" "${small[@]}" --output "$text"
    [ "$(stat -c %a data "$text" "$text.json" | tr '\n' ' ')" = '750 640 640 ' ]
}

@test "a text that fits is kept, with --force, too" {
    "$GEN" "${small[@]}" --output "$text"
    inode=$(stat -c %i "$text")
    for force in '' --force; do
        run --separate-stderr "$GEN" "${small[@]}" --threads 3 $force --output "$text"
        [ "$status" -eq 0 ]
        [[ $output == *"$text"*kept* ]]
        [ -z "$stderr" ]
        [ "$(stat -c %i "$text")" = "$inode" ]
    done
}

@test "a text that does not fit is refused, and the named command replaces it" {
    name="it's a \"text\" for \$5"
    refused()
    {
        run --separate-stderr "$GEN" "${small[@]}" --output "$name" "${@:2}"
        assert_one_line_error 1
        [[ $stderr == *"$1"* ]]
        bash -c "$(named_command)"
        "$GEN" "${small[@]}" --output "$name" "${@:2}" | grep kept
        "$GEN" "${small[@]}" --output "$name" --force # as it was
    }
    "$GEN" "${small[@]}" --output "$name"
    refused 'its seed is 1, not 2' --seed 2
    refused 'its number of lines is 1000, not 1001' --lines 1001
    refused 'its line length is 100, not 99' --length 99
    rm "$name.json"
    refused 'it has no manifest'
    echo >>"$name"
    refused 'its size is 101001, not 101000'
    sed -i 's/"bytes": 101000/"bytes": 5/' "$name.json"
    refused "its manifest's size is 5, not 101000"
    sed -i s/bytes/bites/ "$name.json"
    refused '"bytes" is missing'
    : >"$name.json"
    refused 'not valid JSON'
}

@test "a failed replacement leaves the old text as it was" {
    "$GEN" "${small[@]}" --output "$text"
    sum=$(sha256sum data/*)
    # 100 KiB where blocks are of 1 KiB
    run --separate-stderr bash -c 'ulimit -f 90; exec "$@"' - \
        "$GEN" "${small[@]}" --seed 2 --force --output "$text"
    assert_one_line_error 1
    [[ $stderr == *'File too large'*'ulimit -f'* ]]
    [ "$(sha256sum data/*)" = "$sum" ]
}

@test "an output that is no regular file is refused" {
    mkdir folder
    for output in folder /dev/null; do
        run --separate-stderr "$GEN" "${small[@]}" --force --output $output
        assert_one_line_error 1
        [[ $stderr == *"$output is not a regular file"* ]]
    done
    [ -c /dev/null ]
}

@test "a link to a text is replaced, not the text that it leads to" {
    "$GEN" "${small[@]}" --output "$text"
    ln -s "$text" link
    cp "$text.json" link.json
    sum=$(sha256sum "$text")
    "$GEN" "${small[@]}" --seed 2 --force --output link
    [ ! -L link ]
    [ "$(sha256sum "$text")" = "$sum" ]
    "$GEN" "${small[@]}" --seed 2 --output link | grep kept
}

@test "an unwritable folder" {
    if [ "$(id -u)" -eq 0 ]; then
        folder=/proc # root may write everywhere else
    else
        folder=locked
        mkdir -m 555 locked
    fi
    run --separate-stderr "$GEN" "${small[@]}" --output $folder/text
    assert_one_line_error 1
    [[ $stderr == *"cannot write $folder/text"*'choose another --output'* ]]
}

@test "the folder is made if missing, as --help says" {
    run --separate-stderr "$GEN" "${small[@]}" --output missing/text
    [ "$status" -eq 0 ]
    [ -s missing/text ]
    [[ $("$GEN" --help) == *'Its folder is'*'made if missing'* ]]
}

@test "a folder that cannot be made" {
    touch file
    for output in file/text missing/folder/text; do
        run --separate-stderr "$GEN" "${small[@]}" --output $output
        assert_one_line_error 1
    done
    [ "$(files .)" = './file ' ]
}

@test "a file too large leaves nothing behind" {
    run --separate-stderr bash -c 'ulimit -f 2000; exec "$@"' - "$GEN" --threads 2 --lines 4000 --output "$text"
    assert_one_line_error 1
    [[ $stderr == *'File too large'* ]]
    [ -z "$(files .)" ]
}

@test "more than the disk holds" {
    run --separate-stderr "$GEN" --lines 9000000000000000 --output "$text"
    assert_one_line_error 1
    [[ $stderr == *'needs 7.8 EiB'*'iB free'* ]]
    [ -z "$(files .)" ]
}

@test "more than is free" {
    mount_full size=1m
    run --separate-stderr "$GEN" --lines 1100 --output full/text
    assert_one_line_error 1
    [[ $stderr == *'needs 1.1 MiB'*'full has 1.0 MiB free'* ]]
    [ -z "$(files full)" ]
}

@test "a full disk" {
    mount_full size=1m,nr_inodes=1 # the folder's own
    run --separate-stderr "$GEN" "${small[@]}" --output full/text
    assert_one_line_error 1
    [[ $stderr == *'No space left on device; free some space'* ]]
    [ -z "$(files full)" ]
}

@test "a disk without room for the manifest" {
    mount_full size=1m,nr_inodes=2
    run --separate-stderr "$GEN" "${small[@]}" --output full/text
    assert_one_line_error 1
    [[ $stderr == *'full/text.json: No space left on device'* ]]
    [ -z "$(files full)" ]
}

@test "a signal leaves nothing behind" {
    [ "$(df --output=avail -B1 . | tail -1)" -gt 5000000000 ] || skip 'needs 5 GB free'
    for signal in INT TERM HUP; do
        # Of a text that takes seconds, it sees little. A shell without job control lets what it
        # starts in the background ignore SIGINT.
        env --default-signal=$signal "$GEN" --lines 4000000 --threads 1 --output "$text" 2>said >said &
        until compgen -G "$text.*" >/dev/null; do
            kill -0 $! # it has not failed
            sleep 0.01
        done
        kill -$signal $!
        status=0
        wait $! || status=$?
        cat said
        [ "$status" -eq $((128 + $(kill -l $signal))) ]
        [ "$(cat said)" = 'gen: interrupted; no file was left behind' ]
        rm said
        [ -z "$(files .)" ]
    done
}

@test "what a killed one left is removed by the next, what is somebody's is not" {
    mkdir data
    echo half >data/text.unfinished.aB3xY9
    echo half >data/other.json.unfinished.000000
    echo mine >data/text.backup
    echo half >data/text.unfinished.locked
    exec 9<data/text.unfinished.locked
    flock 9
    "$GEN" "${small[@]}" --output "$text"
    [ "$(files data)" = './text ./text.backup ./text.json ./text.unfinished.locked ' ]
    exec 9<&-
    "$GEN" "${small[@]}" --seed 2 --force --output "$text"
    [ "$(files data)" = './text ./text.backup ./text.json ' ]
}

@test "one that was killed leaves what the next removes" {
    [ "$(df --output=avail -B1 . | tail -1)" -gt 5000000000 ] || skip 'needs 5 GB free'
    "$GEN" --lines 4000000 --threads 1 --output "$text" &
    until compgen -G "$text.*" >/dev/null; do
        kill -0 $! # it has not failed
        sleep 0.01
    done
    kill -KILL $!
    wait $! || true
    [[ $(files data) =~ ^./text.unfinished.[a-zA-Z0-9]{6}\ $ ]]
    "$GEN" "${small[@]}" --output "$text"
    [ "$(files data)" = './text ./text.json ' ]
}

# argp ends the program by itself, which ThreadSanitizer takes for a fault.
not_under_thread_sanitizer()
{
    [[ $SANITIZED != thread ]] || skip "argp's exit is no fault; the other builds run this"
}

@test "wrong options are named" {
    not_under_thread_sanitizer
    wrong() # MESSAGE OPTION...
    {
        run --separate-stderr "$GEN" "${@:2}"
        assert_one_line_error 2
        [[ $stderr == *"$1"* ]]
    }
    for option in --lines --length --seed --threads; do
        wrong "'$option' requires an argument" $option
        for number in '' -1 +1 ' 1' 1k 1.5 0x10 ten 99999999999999999999; do
            wrong "$option takes a whole number from" $option "$number"
        done
    done
    wrong "not '0'" --lines 0
    wrong "not '0'" --length 0
    wrong "not '0'" --threads 0
    wrong 'more than a file can hold' --lines 9223372036854775807
    wrong 'more than a file can hold' --lines 9223372036854775 --length 1000
    wrong "not '9223372036854775807'" --length 9223372036854775807
    wrong "not '1000000'" --threads 1000000
    wrong "'--output' requires an argument" --output
    wrong "not ''" --output ''
    wrong "not 'data/'" --output data/
    wrong "'--nonsense'" --nonsense
    wrong "unrecognized option '--lenght'; the nearest is '--length', see " --lenght 5
    wrong "'n'" -n 5
    wrong "'--force' doesn't allow an argument" --force=yes
    wrong "'stray' is not an option" stray
    wrong "'stray' is not an option" --lines 10 -- stray
    [ -z "$(files .)" ]
}

@test "help" {
    not_under_thread_sanitizer
    run --separate-stderr "$GEN" --help
    [ "$status" -eq 0 ]
    [ -z "$stderr" ]
    for option in lines length seed threads output force; do
        [[ $output == *"--$option"* ]]
    done
}

@test "a standard output that is full" {
    not_under_thread_sanitizer
    run --separate-stderr bash -c '"$@" >/dev/full' - "$GEN" "${small[@]}" --output "$text"
    assert_one_line_error 1
    run --separate-stderr bash -c '"$@" >/dev/full' - "$GEN" --help
    assert_one_line_error 1
}
