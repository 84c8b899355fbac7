#!/usr/bin/env bats
# Three patterns on the log of a web server, by the rungs that take any pattern, against grep. VARIANTS
# is their folder.
# shellcheck disable=SC2154 # what run sets
bats_require_minimum_version 1.5.0

setup()
{
    cd "$BATS_TEST_TMPDIR" || return
    patterns=('[0-9]{1,3}(\.[0-9]{1,3}){3}' '" 5[0-9][0-9] ' 'bot|crawler|spider')
    rungs=(jit_aligned hyperscan simd mapped populated streams openmp_hyperscan openmp_simd)
    "$SOURCE_DIR/tests/support/access_log" 4 >log
}

# expect NUMBER 'matches'|'lines' PATTERN...
expect()
{
    local number=$1 what=$2 rung pattern given=()
    for pattern in "${@:3}"; do
        given+=(--pattern "$pattern")
    done
    for rung in "${rungs[@]}"; do
        [[ -x $VARIANTS/$rung ]] || continue
        run --separate-stderr "$VARIANTS/$rung" --case-sensitive --count "$what" --threads 2 "${given[@]}" log
        [[ $status -eq 0 && $output == "$number $what in "* ]] || { echo "$rung $*: $output$stderr"; false; }
    done
}

@test "each pattern, and their sum, is what grep finds" {
    local pattern sum=0 number
    for pattern in "${patterns[@]}"; do
        number=$(grep -aoE -e "$pattern" log | wc -l)
        [ "$number" -gt 100 ]
        expect "$number" matches "$pattern"
        sum=$((sum + number))
    done
    expect "$sum" matches "${patterns[@]}"
}

@test "so are the lines that have a match" {
    local pattern sum=0 number
    rungs=(hyperscan simd streams openmp_simd) # which count each pattern alone
    for pattern in "${patterns[@]}"; do
        number=$(grep -acE -e "$pattern" log)
        expect "$number" lines "$pattern"
        sum=$((sum + number))
    done
    expect "$sum" lines "${patterns[@]}"
}

@test "the log's size and seed say what is in it" {
    "$SOURCE_DIR/tests/support/access_log" 4 1 | cmp - log
    run -1 cmp -s log <("$SOURCE_DIR/tests/support/access_log" 4 2)
    [ "$(stat -c %s log)" -le $((4 << 20)) ]
    [ "$(stat -c %s log)" -gt $(((4 << 20) - 1000)) ]
    [ "$(tail -c 1 log)" = '' ]
    run -1 --separate-stderr "$SOURCE_DIR/tests/support/access_log" many
    [[ $stderr == 'access_log MEBIBYTES [SEED]'* ]]
}

@test "a reason that quotes a pattern is one line" {
    run --separate-stderr "$VARIANTS/simd" --pattern $'(?x)\nq?' log
    [[ $status -eq 77 && ${#stderr_lines[@]} -eq 1 && $stderr == *' of (?x)?q? '* ]] || { echo "$stderr"; false; }
    run --separate-stderr "$VARIANTS/simd" --pattern $'a\nb' log
    [[ $status -eq 2 && ${#stderr_lines[@]} -eq 1 && $stderr == *' a?b: '* ]] || { echo "$stderr"; false; }
}
