#!/usr/bin/env bats
# What can only be tested with a GPU: skipped where there is none. HARNESS is the program, FORGETFUL
# a variant that forgets to wait for its GPU.

# shellcheck disable=SC2154 # what fakes.bash sets
load ../support/fakes

setup()
{
    fakes_setup
    "$(dirname "$HARNESS")/cuda/big_sum_cuda" --size 1 --repeats 1 ||
        [ $? -ne 77 ] || skip 'there is no GPU'
}

@test "a variant that forgets to wait for its GPU is unsynchronized" {
    finds_forgetful
}

# One GPU under several names: the text is split as over as many.
@test "a text split over GPUs has the same matches" {
    local program expected gpus
    "$GEN" --lines 20000 --length 999 --output text >/dev/null
    for program in "$(dirname "$HARNESS")"/variants/cuda*; do
        [[ $program != *.link ]] || continue
        expected=$("$program" --json text | grep -o '"matches":.*"digest":"[0-9a-f]*"')
        for gpus in 2 3 7; do
            run --separate-stderr env TEST_SHARE_GPU=1 "$program" --json --gpus "$gpus" --threads 3 text
            ends_with 0
            [[ $output == *"$expected"* ]] || wrong "$program --gpus $gpus"
        done
        run --separate-stderr "$program" --gpus 64 text
        ends_with 77
        warns '--gpus 64, and cudaGetDeviceCount finds'
    done
}

@test "the sums of a GPU are right, whatever the matrix" {
    local size
    for size in 1 2 3 31 32 33 1000 1023 4097; do
        run --separate-stderr "$HARNESS" trap gpu --size "$size" --repeats 3 --output trap.json
        ends_with 0
        prints 'The trap: '
        not grep -q SIMULATED <<<"$output"
        grep -q '^ "simulated": false,$' trap.json
    done
    run --separate-stderr "$HARNESS" trap gpu --size 1000000
    ends_with 1
    warns 'take a smaller matrix (trap gpu --size)'
}
