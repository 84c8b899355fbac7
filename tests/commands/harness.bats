#!/usr/bin/env bats
# ./harness from the command line, with fake variants (fakes.bash): its rounds, and the variants of
# this build. HARNESS and GEN are the programs.

# shellcheck disable=SC2034,SC2154 # what fakes.bash reads and sets
load ../support/fakes

setup()
{
    fakes_setup
}

# --- rounds ---

# The position of every sample, in the order of rows: what the seed decides.
positions()
{
    samples | sed -n 's/^     "\(round\|position\)": \([0-9]*\),/\1 \2/p' | paste -sd' \n'
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
        [ "$(sed -n "$row,$((row + 5))p" <<<"$first" | cut -d' ' -f4 | sort -u | wc -l)" -eq 6 ]
    done

    bench --rounds 6 --seed 7
    [ "$(positions)" = "$first" ]
    bench --rounds 6 --seed 8
    [ "$(positions)" != "$first" ]
    grep -q '^ "seed": 8,$' "$RESULTS"
}

@test "what takes long runs behind what does not, whatever the order drawn" {
    ladder slow-in-stages honest rung
    long_text
    bench --rounds 1 --seed 3
    ends_with 0
    measured slow-in-stages '[12]' # 2 where memory is short, so that the round is run again
    # Before it and its copy are two fast ones, and the copy of one of them.
    [ "$(sed -n '/"name": "slow-in-stages"/,/^  }/ s/^     "position": \([0-9]*\),/\1/p' "$RESULTS" | sort -n | head -1)" -ge 4 ]
}

@test "a budget too small for its rounds gives one round, and says so" {
    ladder honest rung
    bench --budget 1ms --rounds 3
    ends_with 0
    measured honest 1
    warns 'only 1 round fits the --budget'
    [[ $output != *–* ]] # no interval
}

@test "predictions are printed before the first round" {
    ladder honest witness
    "$HARNESS" --ladder ladder.json --data text.txt --rounds 2 --output "$RESULTS" >variants/printed
    grep -q '^What each rung can gain' variants/witness.saw
    grep -qE '^witness +honest +search +60.0 % +2.50× +2.50×' variants/witness.saw
    not grep -q '^The times' variants/witness.saw
}

@test "the results file has what schema 2 says" {
    local key
    ladder honest rung
    bench --rounds 6
    ends_with 0
    for key in schema started command seed threads stopped machine build data limits variants ladder; do
        grep -q "^ \"$key\": " "$RESULTS" || wrong "no $key"
    done
    for key in cpu cores kernel governor virtualization gpu compiler flags pcre2 revision \
        path bytes lines seed matches digest resident; do
        grep -q "^  \"$key\": " "$RESULTS" || wrong "no $key"
    done
    for key in name idea after attacks effects overlaps status reason matches digest median_ns \
        ci_ns stages samples probes share prediction ceiling measured ci verdict; do
        grep -q "^   \"$key\": " "$RESULTS" || wrong "no $key"
    done
    for key in round position prepare_ns search_ns synchronize_ns wall_ns user_ns sys_ns \
        peak_rss_bytes; do
        # Six of each of four rows: no sample is left out.
        [ "$(samples | grep -c "^     \"$key\": ")" -eq 24 ] || wrong "not 24 of $key"
    done
    for key in kind round search_ns stages clock_ns; do
        probes honest | grep -q "^     \"$key\": " || wrong "no $key of a probe"
    done
    grep -q '^ "schema": 2,$' "$RESULTS"
    grep -qE '^ "started": "[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}Z",$' "$RESULTS"
    grep -q "^  \"digest\": \"$DIGEST\",\$" "$RESULTS"
    grep -q '^    "search": "gone"$' "$RESULTS"
}

@test "the stages of a slow variant are those of the first lines, scaled" {
    ladder honest slow-in-stages slow-in-stages-lost
    long_text
    bench --export-markdown results.md
    ends_with 1
    measured slow-in-stages 2
    grep -qE '^slow-in-stages +4\.0.. +20\.0 % +60\.0 % +20\.0 % +-100\.0 %$' <<<"$output"
    grep -qE '^honest +0\.00005000 .* 20\.0 % +\+0\.0 %$' <<<"$output"
    grep -qE '^\| slow-in-stages \| 4\.0.* 20\.0 % \| -100\.0 % \|$' results.md
    probes slow-in-stages | grep -q '^     "bytes": 1199990'
    not grep -q '^     "bytes": ' <<<"$(probes honest)"
    failed slow-in-stages-lost mismatch 'on the first lines: counted 0 matches of 3, -3'
    # Three on the first lines and none on the whole; of what is fast, one there and some on the whole.
    [ "$(grep -c '^slow-in-stages --json.*--stages$' variants/log)" -eq 3 ]
    [ "$(grep -c '^honest --json.*/proc/.*--stages$' variants/log)" -eq 1 ]
    grep -q '^honest --json.*long.txt --stages$' variants/log
    whole "$RESULTS"
}

# --- the variants of this build ---

@test "all variants count a generated text well, in tables no wider than asked for" {
    "$GEN" --lines 1000 --seed 7 --output random.txt
    run --separate-stderr env COLUMNS=80 "$HARNESS" --data random.txt --rounds 6 \
        --output "$RESULTS" --export-csv results.csv
    ends_with 0
    prints '(seed 7)'
    local name state
    MATCHES=$(sed -n 's/.*"matches": \([0-9]*\).*/\1/p' random.txt.json)
    while IFS=, read -r name _ state _; do
        name=${name//\"/}
        [[ $name == variant || $state == '"skipped"' ]] || measured "$name" '[6-9]'
    done <results.csv
    [ "$(grep -c '^"' results.csv)" -gt "$("$HARNESS" list | sed 1d | wc -l)" ] # and the controls
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
