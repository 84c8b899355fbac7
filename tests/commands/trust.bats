#!/usr/bin/env bats
# What a run says of its own worth, --pin and --cold, on fake variants (fakes/fake) and a fake host.
# HARNESS is the program.

# shellcheck disable=SC2154 # what fakes.bash sets
load ../support/fakes

setup()
{
    fakes_setup
}

# How many samples in the results file are marked.
marked()
{
    samples | grep -c '"disturbed": "[^"]*steal 100 %'
}

@test "a run that the host disturbs all through is not to be trusted, and says so" {
    ladder honest burdened
    host
    bench --rounds 6 --export-markdown results.md
    ends_with 0
    prints 'warning  the hypervisor gave the cores to other guests while '
    prints 'too many to exclude, so every verdict reads unclear. Remedy: run when the host'
    prints "Don't trust this run: the hypervisor gave"
    grep -qE '^burdened +honest .* unclear +(undecided|cannot pay)$' <<<"$output"
    grep -q '^   "spoils": true' "$RESULTS"
    # Above the table, and no sample less for it; after three rounds in vain it is left at that.
    [[ ${output%%The times*} == *warning* ]]
    [ "$(marked)" -eq 36 ]
    measured honest 9
    grep -q '^Warning: the hypervisor gave' results.md
    whole "$RESULTS"
}

@test "rounds that were disturbed are run again, and left out" {
    ladder honest burdened-once
    host
    bench --rounds 8
    ends_with 0
    local count all
    count=$(marked) # round 1, and round 2 as far as the fake that sleeps
    all=$(samples | grep -c '"round": ')
    [[ $count -ge 5 && $count -le 8 ]] || skip 'other programs disturb it, too'
    # Round 1 by all, round 2 by what was disturbed and what is compared with it.
    [[ $all -ge 38 && $all -le 40 ]]
    prints "$count of $all samples were taken (at worst steal 100 %): excluded where at least six undisturbed samples remain"
    [[ $output != *"Don't trust"* ]]
    [ "$(samples | grep -c '"round": 9,')" -eq 4 ]
    [ "$(samples | grep -c '"round": 10,')" -ge 2 ]
    not grep -q '"round": 11,' "$RESULTS"
    measured honest '[89]'
    measured burdened-once '[89]'
    prints 'Stopped after 8 rounds (--rounds); 2 rounds were run again'
    grep -q '^  "again": 2' "$RESULTS"
    whole "$RESULTS"
    not grep -q '"spoils": true' "$RESULTS"
    grep -q '"spoils": false' "$RESULTS"

    rm variants/burdened-once.was # three rounds are three, disturbed or not
    host
    bench --rounds 3
    [ "$(samples | grep -c '"round": 3')" -ge 1 ]
    [ "$(samples | grep -c '"round": 4')" -eq 0 ]
    grep -q '"disturbed": "steal' "$RESULTS"
    prints 'Stopped after 3 rounds (--rounds).'

    rm variants/burdened-once.was # no budget, no second time
    host
    bench --rounds 6 --budget 1ms
    [ "$(samples | grep -c '"round": ')" -le 4 ]
}

@test "a quiet run has no warnings" {
    ladder honest rung
    linkable honest rung
    host
    bench --rounds 6
    ends_with 0
    [[ $output != *warning* ]]
    not grep -qE 'warnings|disturbed|"cold"|"pin"' "$RESULTS"
    [ "$(grep -c '"major_faults": ' "$RESULTS")" -eq 24 ]
}

@test "--pin binds what uses one core to one, and nothing else" {
    ladder shows-cores threaded-shows-cores
    bench --pin --threads 1,2
    ends_with 0
    local all one
    all=$(sed -n 's/^Cpus_allowed_list:\t*//p' /proc/self/status)
    one=$(sed -n 's/^shows-cores //p' variants/cores | sort -u)
    [[ $one =~ ^[0-9]+$ ]]
    [ "$one" = "${all##*[,-]}" ]
    prints "variants that use one core are bound to core $one"
    grep -qx " \"pin\": $one" <(tr -d , <"$RESULTS")
    grep -qx "threaded-shows-cores $all" variants/cores
    # The sweep's point with one thread is bound, too: the two rounds of it.
    [[ $all == "$one" ]] || [ "$(grep -cx "threaded-shows-cores $one" variants/cores)" -eq 2 ]

    rm variants/cores
    bench
    [ "$(grep -c "shows-cores $all\$" variants/cores)" -eq "$(wc -l <variants/cores)" ]
    not grep -q '"pin"' "$RESULTS"
}

@test "--cold drops the text from the page cache before each sample, and says what stayed" {
    command -v fincore >/dev/null || skip 'no fincore'
    ladder honest shows-cache
    linkable honest shows-cache
    bench --cold --export-markdown results.md
    ends_with 0
    measured shows-cache 2
    prints 'COLD: dropped from the page cache before each sample'
    prints 'The times, cold '
    [[ $output != *'at best'* ]] # no limits: those are of the page cache
    grep -q '^ "cold": true' "$RESULTS"
    grep -q 'COLD' results.md
    if [ "$(stat -f -c %T text.txt)" = tmpfs ]; then
        prints 'stayed in the page cache in spite of --cold'
        grep -q '"spoils": true' "$RESULTS"
    else
        [ "$(tr -d ' ' <variants/cache | sort -u)" = 0 ] # stage runs and all
        [[ $output != *warning* ]]
    fi
    whole "$RESULTS"

    rm variants/cache
    bench
    [ "$(tr -d ' ' <variants/cache | sort -u)" = 1 ] # else it is warm
    [[ $output != *[Cc][Oo][Ll][Dd]* ]]
}

@test "--cold on a disk in memory is no cold run" {
    [ "$(stat -f -c %T /dev/shm 2>/dev/null)" = tmpfs ] || skip 'no tmpfs'
    text=$(mktemp /dev/shm/cold.XXXXXX)
    cp text.txt "$text"
    ladder honest rung
    bench --cold --rounds 9
    rm "$text"
    ends_with 0
    prints 'up to 100 % of the text stayed in the page cache despite --cold'
    grep -qE '^rung +honest .* unclear +(undecided|cannot pay)$' <<<"$output"
}
