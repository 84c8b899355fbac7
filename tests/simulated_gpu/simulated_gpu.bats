#!/usr/bin/env bats
# The GPU rungs on simulated GPUs (simulated_gpu/runtime.c): several, too few, and such that fail.
# RUNGS is the folder that the rungs are in.

# shellcheck disable=SC2030,SC2031,SC2154 # what fakes.bash sets
load ../support/fakes

setup()
{
    fakes_setup
}

# VARIABLE=VALUE... RUNG OPTION... TEXT
rung()
{
    run --separate-stderr env "$@"
}

@test "a text split over GPUs has the same matches" {
    local program expected gpus threads
    "$GEN" --lines 300 --length 999 --output text >/dev/null
    for program in "$RUNGS"/cuda*; do
        expected=$("$program" --json text | grep -o '"matches":.*"digest":"[0-9a-f]*"')
        for gpus in 2 3 7; do
            for threads in 1 4; do
                rung SIMULATED_GPUS=7 "$program" --json --gpus "$gpus" --threads "$threads" text
                ends_with 0
                [[ $output == *"$expected"* ]] || wrong "$program --gpus $gpus --threads $threads"
            done
        done
    done
}

@test "no GPU, and too few, are reasons to skip" {
    local program
    for program in "$RUNGS"/cuda*; do
        rung SIMULATED_GPUS=0 "$program" "$text"
        ends_with 77
        warns 'no CUDA-capable device is detected (cudaErrorNoDevice in cudaGetDeviceCount)'
        rung SIMULATED_GPUS=1 "$program" --gpus 9 "$text"
        ends_with 77
        warns '--gpus 9, and cudaGetDeviceCount finds 1'
    done
}

@test "too little memory on the GPU is said in CUDA's words" {
    local program
    for program in "$RUNGS"/cuda*; do
        rung SIMULATED_GPU_BYTES=100 "$program" --json "$text"
        ends_with 1
        [ -z "$output" ] || wrong 'prints something'
        warns 'out of memory (cudaErrorMemoryAllocation) in cudaMalloc'
    done
}

# The first, second, third, fourth, eighth, ... call of each function, until it is one that is not made. What
# fails as memory is given back, when all has been told, ends with 1 too.
@test "whatever call fails, the rung ends with a line that names it, and no wrong count" {
    local program call n
    for program in "$RUNGS"/cuda*; do
        for call in cudaMalloc cudaHostAlloc cudaStreamCreateWithFlags cudaEventCreate \
            cudaEventRecord cudaMemsetAsync cudaMemcpyAsync cudaLaunchHostFunc cudaSetDevice \
            cudaStreamSynchronize cudaDeviceSynchronize cudaEventElapsedTime cudaEventSynchronize \
            cudaFree cudaFreeHost cudaStreamDestroy; do
            for ((n = 1; n < 1000; n = n < 4 ? n + 1 : n * 2)); do
                rm -f failed
                rung "SIMULATED_FAILURE=$call:$n:failed" "$program" --json "$text"
                [ -e failed ] || break
                ends_with 1
                [[ -z $output || $output == *'"matches":'$MATCHES',"digest":"'$DIGEST'"'* ]] ||
                    wrong 'another count'
                [[ $stderr == *": "*" (cuda"*") in cuda"* ]] || wrong "$program, $call $n"
                ((${#stderr_lines[@]} == 1)) || wrong 'more than a line'
            done
            ends_with 0
            ((n > 1)) || wrong "$call is not called"
        done
    done
}

# Times are looked at so often, at most, until they are right: others on this machine may spoil some.
LOOKS=5

# search_ns, or a stage's ns as its device's events have it, of a rung that reads, uploads and
# searches so fast (ns for 1,000 bytes).
timed()
{
    local program=$1 read=$2 upload=$3 kernel=$4 key=$5
    shift 5
    rung "SIMULATED_READ=$read" "SIMULATED_UPLOAD=$upload" "SIMULATED_KERNEL=$kernel" \
        "$RUNGS/$program" --json --stages "$@" text
    ends_with 0
    [[ $output =~ .*\"$key\":\[?([0-9]+) ]] || wrong "no $key"
    ns=${BASH_REMATCH[1]}
}

# expect_added STAGE PART KEY RUNG READ UPLOAD KERNEL: half of the stage's time again makes all of it
# longer by so many halves (0 or 1) of what KEY took.
expect_added()
{
    local stage=$1 part=$2 key=$3 ns before added expected look
    shift 3
    for ((look = 0; look < LOOKS; look++)); do
        timed "$@" search_ns
        before=$ns
        timed "$@" search_ns --delay "$stage:0.5"
        added=$((ns - before))
        timed "$@" "$key"
        expected=$((part * ns / 2))
        ((added >= expected - before / 100 && added <= expected + before / 100)) && return
    done
    wrong "$stage with $*: $added ns more, not $expected"
}

@test "of a stream, the stage that is waited for makes all of it longer, and others nothing" {
    "$GEN" --lines 300 --length 999 --output text >/dev/null
    expect_added read 1 read cuda_streamed 2000 1000 300
    expect_added upload 0 upload cuda_streamed 2000 1000 300
    expect_added kernel 0 kernel cuda_streamed 2000 1000 300

    # What one queue does, it does one after the other.
    expect_added read 0 read cuda_streamed 100 5000 600
    expect_added upload 1 upload cuda_streamed 100 5000 600
    expect_added kernel 1 kernel cuda_streamed 100 5000 600
    expect_added upload 1 upload cuda_streamed 100 600 5000
    expect_added kernel 1 kernel cuda_streamed 100 600 5000
}

@test "where each step is waited for, every stage makes all of it longer" {
    local program stage
    "$GEN" --lines 300 --length 999 --output text >/dev/null
    for program in cuda cuda_pinned cuda_readers; do
        for stage in read upload kernel; do
            expect_added "$stage" 1 "$stage" "$program" 2000 1000 600
        done
    done
    expect_added kernel 1 kernel cuda_resident 2000 1000 600
}

# expect_ledger CONDITION RUNG READ UPLOAD KERNEL: of each stage's share[] in percent, and of over, by how
# many percent the search takes longer than the bus.
expect_ledger()
{
    local right=$1 look over
    local -A share
    shift
    for ((look = 0; look < LOOKS; look++)); do
        ledger_of "$@"
        ((right)) && return
    done
    wrong "$1: not $right: read ${share[read]}, upload ${share[upload]}, kernel ${share[kernel]}, over $over"
}

ledger_of()
{
    local program=$1 stage
    printf '#!/bin/sh\nSIMULATED_READ=%s SIMULATED_UPLOAD=%s SIMULATED_KERNEL=%s exec %q "$@"\n' \
        "$2" "$3" "$4" "$RUNGS/$program" >"variants/$program"
    chmod +x "variants/$program"
    echo "[{\"name\": \"$program\", \"program\": \"variants/$program\"}]" >ladder.json
    bench --rounds 6 --threads 4
    ends_with 0
    for stage in read upload kernel; do
        share[$stage]=$(sed -n '/^   "stages": {/,/^   }/p' "$RESULTS" |
            sed -n "/^    \"$stage\": {/,/^    }/ s/^     \"share\": \([^,]*\).*/\1/p" |
            awk '{ printf "%d", 100 * $1 }')
    done
    over=$(field "$program" median_ns |
        awk -v "bus=$(($(stat -c %s text) * $3 / 1000))" '{ printf "%d", 100 * $1 / bus - 100 }')
}

@test "the ledger of a stream: its bottleneck is the bus, and the bus leaves a tenth to gain" {
    local program
    "$GEN" --lines 1000 --length 999 --output text >/dev/null
    text=text
    expect_ledger 'share[upload] >= 90 && share[read] <= 5 && share[kernel] <= 5 && over >= 0 && over <= 12' \
        cuda_streamed 100 1000 50

    # What is not hidden behind it counts, and is charged to who takes it.
    for program in cuda cuda_pinned; do
        expect_ledger 'share[upload] >= 40 && share[upload] <= 50 && share[read] >= 40 &&
            share[read] <= 50 && over >= 100' "$program" 1000 1000 200
    done
}

@test "delayed or not, the count is the same" {
    local program stage
    for program in "$RUNGS"/cuda*; do
        for stage in read upload kernel download; do
            for fraction in 0.3 1 2.5; do
                rung "$program" --json --repeat 3 --delay "$stage:$fraction" "$text"
                ends_with 0
                [[ $output == *'"matches":'$MATCHES',"digest":"'$DIGEST'"'* ]] || wrong "$program $stage"
            done
        done
    done
}

# says_cold true|false OPTION... TEXT: of the last search, by cuda_resident.
says_cold()
{
    rung "$RUNGS/cuda_resident" --json "${@:2}"
    ends_with 0
    [[ $output == *"\"cold\":$1"* ]] || wrong "not cold: $1"
}

@test "a text that stays is in no cache before the first search, nor later if it is a long one" {
    "$GEN" --lines 300 --length 999 --output text >/dev/null
    says_cold true "$text"
    says_cold false --repeat 2 "$text"
    says_cold true --repeat 2 text
}
