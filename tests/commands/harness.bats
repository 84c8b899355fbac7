#!/usr/bin/env bats
# ./harness from the command line, with fake variants (fakes.bash): its rounds, and the variants of
# this build. HARNESS and GEN are the programs.

# shellcheck disable=SC2034,SC2154 # what fakes.bash reads and sets
load ../support/fakes

setup()
{
    fakes_setup
}

# --- the environment ---

@test "a variant's environment is the harness's own, whatever the user's is; both are kept" {
    ladder shows-environment
    OMP_THREAD_LIMIT=1 MALLOC_ARENA_MAX=1 GLIBC_TUNABLES=glibc.malloc.check=0 LD_LIBRARY_PATH=/nowhere bench
    ends_with 0
    # What sanitizers read is passed on.
    [ "$(grep -vE '^([A-Z]+_OPTIONS|GCOV_ERROR_FILE)=' variants/environment)" = \
        $'PATH=/usr/local/bin:/usr/bin:/bin\nLC_ALL=C' ]
    local kept
    kept=$(sed -n '/^ "environment": {$/,/^ }/p' "$RESULTS")
    grep -qx '   "LC_ALL": "C",*' <<<"$kept"
    grep -qx '   "OMP_THREAD_LIMIT": "1",*' <<<"$(sed -n '/"user"/,$p' <<<"$kept")"
    not grep -q OMP_THREAD_LIMIT <<<"${kept%%\"user\"*}"
}

@test "a limit on OpenMP's threads limits no variant" {
    [[ -x ${HARNESS%/*}/variants/openmp ]] || skip 'no OpenMP'
    "$GEN" --lines 300 --seed 7 --output random.txt
    OMP_THREAD_LIMIT=1 OMP_DYNAMIC=true run --separate-stderr "$HARNESS" \
        --variant combined,openmp --threads 1,2 --data random.txt --rounds 2 --output "$RESULTS" \
        --export-csv results.csv
    ends_with 0
    MATCHES=$(sed -n 's/.*"matches": \([0-9]*\).*/\1/p' random.txt.json)
    measured openmp 2 # else it would have failed: it checks how many it got
}

# --- rounds ---

# The position of every sample, in the order of rows: what the seed decides.
positions()
{
    sed -n '/"round"/ { N; s/ *"round": \([0-9]*\),\n *"position": \([0-9]*\),/\1 \2/p }' "$RESULTS"
}

@test "the order of a round differs from the next, and is the same for the same seed" {
    ladder honest rung other third
    bench --rounds 6 --seed 7
    ends_with 0
    local first
    first=$(positions)
    # With two controls there are six rows, so six rounds are a Latin square: each row is once in
    # each place.
    [ "$(grep -c . <<<"$first")" -eq 36 ]
    [ "$(sort -u <<<"$first" | wc -l)" -eq 36 ]
    local row
    for row in 1 7 13 19 25 31; do
        [ "$(sed -n "$row,$((row + 5))p" <<<"$first" | cut -d' ' -f2 | sort -u | wc -l)" -eq 6 ]
    done

    bench --rounds 6 --seed 7
    [ "$(positions)" = "$first" ]
    bench --rounds 6 --seed 8
    [ "$(positions)" != "$first" ]
    grep -q '^ "seed": 8,$' "$RESULTS"
}

@test "what takes long searches the first lines in every round, and all of the text in one" {
    ladder slow-by-bytes-unlike slow-by-bytes slow-by-bytes-lost honest
    long_text 4000000 # 64,000,022 bytes, which take 50 ms + 17 ns a byte
    bench --export-markdown results.md
    ends_with 1
    failed slow-by-bytes-lost mismatch \
        "counted 0 matches of 3, -3, in the text's first * bytes, first in line *"
    local name
    for name in slow-by-bytes-unlike slow-by-bytes honest; do
        measured $name '[2-4]' # more where memory is short, so that rounds are run again
    done
    # From 16 and 4 MiB in whole lines to all of the text.
    grep -qE '^slow-by-bytes +1\.138 ' <<<"${output#*The times}"
    grep -q '^   "median_ns": 1138000' "$RESULTS"
    grep -qE '^\| slow-by-bytes \| 1\.138 \| 20\.0 % \| 60\.0 % \| 20\.0 % ' results.md
    # What took a fifth longer on all of the text than that has this time.
    grep -qE '^slow-by-bytes-unlike +1\.366 ' <<<"${output#*The times}"
    prints 'the times of whole runs: slow-by-bytes-unlike +20 %.'

    asked() # OPTIONS: how often slow-by-bytes was asked so
    {
        grep -c "^slow-by-bytes --json --threads [0-9]*$1 long.txt\$" variants/log
    }
    [ "$(asked ' --bytes 16777206')" -ge 2 ]
    [ "$(asked ' --bytes 4194294')" -ge 3 ]
    [ "$(asked ' --stages --bytes 16777206')" -ge 3 ]
    [ "$(asked '')" -eq 1 ]
    [ "$(grep -c '^honest .*--bytes' variants/log)" -eq 1 ] # which was enough to see that it is fast
    [ "$(probes slow-by-bytes | grep -A1 '"kind": "whole"' | grep '"round"')" = '     "round": 2,' ]
    whole "$RESULTS"
}

@test "every round has a layout of its own, which the results keep" {
    ladder honest rung unlinked
    linkable honest rung
    bench --rounds 3
    ends_with 0
    measured honest 3
    prints 'one code layout only for unlinked'
    # A line for each of two programs in three rounds, and the same places for both.
    [ "$(wc -l <variants/links)" -eq 6 ]
    [ "$(cut -d' ' -f1-3 variants/links | sort -u | wc -l)" -eq 3 ]
    local told kept
    told=$(cut -d' ' -f1-3 variants/links | uniq | tr -dc '0-9 \n' | tr ' ' '\n')
    kept=$(sed -n '/^ "layouts"/,/^ \]/ s/^ *\([0-9]\{1,\}\),*$/\1/p' "$RESULTS")
    [ "$(wc -l <<<"$kept")" -eq 9 ]
    [ "$kept" = "$told" ]

    rm variants/*.link
    bench
    ends_with 0
    prints 'one code layout only for honest, rung, unlinked, A/A'
    not grep -q '"layouts"' "$RESULTS"
}

@test "a budget too small for its rounds gives one round, and says so" {
    ladder honest rung
    bench --budget 1ms --rounds 3
    ends_with 0
    measured honest 1
    warns 'only 1 round fits the --budget'
    [[ $stderr =~ 'this took '[0-9.e-]+' s, more than --budget 0.001s: to read and count the text '[0-9.e-]+' s, to try everything once '[0-9.e-]+' s, for the fewest rounds that there can be '[0-9.e-]+' s' ]] ||
        wrong 'does not say where the time went'
    [[ $output != *–* ]] # no interval
}

@test "a run within its budget has nothing to say of it" {
    ladder honest rung
    bench --budget 10m
    ends_with 0
    [[ $stderr != *'more than --budget'* ]] || wrong 'it complains'
}

@test "predictions are printed before the first round" {
    ladder honest witness
    "$HARNESS" --ladder ladder.json --data text.txt --rounds 2 --output "$RESULTS" >variants/printed
    grep -q '^What each rung can gain' variants/witness.saw
    grep -qE '^witness +honest +search +60.0 % +2.50× +ablation +2.50×$' variants/witness.saw
    not grep -q '^The times' variants/witness.saw
}

@test "the results file has what schema 2 says" {
    local key
    ladder honest rung
    bench --rounds 9
    ends_with 0
    for key in schema started command seed threads stopped machine build data limits variants ladder \
        prediction_error; do
        grep -q "^ \"$key\": " "$RESULTS" || wrong "no $key"
    done
    for key in cpu cores kernel governor virtualization gpu compiler flags pcre2 revision \
        path bytes lines seed matches digest resident; do
        grep -q "^  \"$key\": " "$RESULTS" || wrong "no $key"
    done
    for key in name idea after copy_of attacks effects overlaps limit apart isa status reason matches \
        digest median_ns ci_ns stages samples probes share prediction ceiling measured ci verdict \
        outcome prediction_error; do
        grep -q "^   \"$key\": " "$RESULTS" || wrong "no $key"
    done
    for key in position prepare_ns synchronize_ns wall_ns user_ns sys_ns peak_rss_bytes outlier; do
        # Nine of each of four rows: no sample is left out.
        [ "$(grep -c "^     \"$key\": " "$RESULTS")" -eq 36 ] || wrong "not 36 of $key"
    done
    # Stage runs of both rungs, and the first without its search, in each round and before.
    [ "$(grep -c '^     "kind": "stages",$' "$RESULTS")" -eq 20 ]
    [ "$(grep -c '^     "kind": "without",$' "$RESULTS")" -eq 10 ]
    for key in round search_ns; do
        [ "$(grep -c "^     \"$key\": " "$RESULTS")" -eq 66 ] || wrong "not 66 of $key"
    done
    for key in {0..9}; do
        [ "$(grep -A1 '"kind"' "$RESULTS" | grep -c "\"round\": $key,")" -eq 3 ] ||
            wrong "not 3 probes of round $key"
    done
    grep -q '^ "schema": 2,$' "$RESULTS"
    grep -qE '^ "started": "[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}Z",$' "$RESULTS"
    grep -q "^  \"digest\": \"$DIGEST\",\$" "$RESULTS"
    grep -q '^    "search": "gone"$' "$RESULTS"
    # A parent of 50 us, 30 of which the rung said it would do without, and it did not.
    local ladder
    ladder=$(sed -n '/^ "ladder"/,$p' "$RESULTS" | tr -d ' \n')
    [[ $ladder == *'"share":0.6'*'"ceiling":{"value":2.5,"ci":[2.5,2.5],"by":"ablation"}'* ]]
    [[ $ladder == *'"prediction":{"value":2.5,'*'"measured":1.0,"ci":[1.0,1.0],"verdict":"same"'* ]]
    [[ $ladder == *'"outcome":"wasted","prediction_error":0.9162'* ]]
}

@test "a text whose name begins with a dash is no option" {
    ladder honest
    text=--help
    mv text.txt ./--help
    bench
    ends_with 0
    measured honest 2
    grep -qE '^honest --json --threads [0-9]+ \./--help' variants/log
    prints './--help: 22 bytes in 3 lines'
}

@test "a build that was moved keeps to the files where it is" {
    ladder honest
    linkable honest
    mkdir -p moved/build moved/data moved/results
    cp "$HARNESS" moved/build/harness
    mv ladder.json variants moved/build
    { cat text.txt; yes x | head -n 99997; } >moved/data/quick.txt
    printf '{"seed":1,"lines":100000,"length":1,"bytes":200016,"matches":3,"digest":"%s"}\n' \
        "$DIGEST" >moved/data/quick.txt.json
    run --separate-stderr moved/build/harness --quick --rounds 2
    ends_with 0
    prints 'data/quick.txt: 200,016 bytes'
    prints 'one code layout only for honest, A/A: the build was moved here: run make again'
    [ ! -e variants/links ]
    warns "Results: $PWD/moved/results/local/"
    whole moved/results/local/*.json
}

# --- the variants of this build ---

@test "all variants count a generated text well, in tables no wider than asked for" {
    "$GEN" --lines 1000 --seed 7 --output random.txt
    run --separate-stderr env COLUMNS=80 "$HARNESS" --data random.txt --rounds 1 \
        --output "$RESULTS" --export-csv results.csv
    ends_with 0
    prints '(seed 7)'
    local name state
    MATCHES=$(sed -n 's/.*"matches": \([0-9]*\).*/\1/p' random.txt.json)
    while IFS=, read -r name _ state _; do
        name=${name//\"/}
        [[ $name == variant || $state == '"skipped"' ]] || measured "$name" '[1-9]'
    done <results.csv
    [ "$(grep -c '^"' results.csv)" -gt "$(grep -c '"act": [1-4]' "${HARNESS%/*}/ladder.json")" ] # and the controls
    no_wider_than 80
    [[ -z $SANITIZED ]] || return 0
    # Some with intervals: every round links all that are in it.
    run --separate-stderr env COLUMNS=80 "$HARNESS" --data random.txt --rounds 6 \
        --variant baseline,combined,jit --output "$RESULTS"
    ends_with 0
    [[ $output == *–* ]] || wrong 'no interval'
    no_wider_than 80
}

@test "limits: a table of rates for one thread and for more" {
    printf 'line\n%.0s' {1..1000} >lines.txt
    run --separate-stderr "$HARNESS" limits --data lines.txt --threads 2
    ends_with 0
    local name
    for name in page_cache_read page_cache_mapped ram_read; do
        [ "$(grep -cE "^$name +[12] +[0-9.]+ +[0-9a-zA-Z_, ]+$" <<<"$output")" -eq 2 ]
    done
    grep -qE '^pipe_copy +[0-9.]+$' <<<"$output"
    run --separate-stderr "$HARNESS" limits --data missing.txt
    refuses 1 missing.txt
    : >empty.txt
    run --separate-stderr "$HARNESS" limits --data empty.txt
    refuses 1 empty
    run --separate-stderr "$HARNESS" limits --threads 0
    refuses 2 threads
}
