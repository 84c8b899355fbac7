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

# The first, the second, the third, ... call of each function, until it is one that is not made. What
# fails as memory is given back, when all has been told, ends with 1 too.
@test "whatever call fails, the rung ends with a line that names it, and no wrong count" {
    local program call n
    for program in "$RUNGS"/cuda*; do
        for call in cudaMalloc cudaHostAlloc cudaStreamCreateWithFlags cudaEventCreate \
            cudaEventRecord cudaMemsetAsync cudaMemcpyAsync cudaLaunchHostFunc cudaSetDevice \
            cudaStreamSynchronize cudaDeviceSynchronize cudaEventElapsedTime cudaEventSynchronize \
            cudaFree cudaFreeHost cudaStreamDestroy; do
            for ((n = 1; n < 1000; n = n < 10 ? n + 1 : n * 2)); do
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
            ((n > 1)) || [[ ${program##*/}-$call =~ ^cuda-cuda(HostAlloc|FreeHost)$ ]] ||
                wrong "$call is not called"
        done
    done
}

# search_ns, or a stage's ns as its device's events have it, of a stream that reads, uploads and
# searches so fast (ns for 1,000 bytes).
streamed()
{
    local read=$1 upload=$2 kernel=$3 key=$4
    shift 4
    rung "SIMULATED_READ=$read" "SIMULATED_UPLOAD=$upload" "SIMULATED_KERNEL=$kernel" \
        "$RUNGS/cuda_streamed" --json --stages "$@" text
    ends_with 0
    [[ $output =~ .*\"$key\":\[?([0-9]+) ]] || wrong "no $key"
    ns=${BASH_REMATCH[1]}
}

# expect_added STAGE PART KEY READ UPLOAD KERNEL: half of the stage's time again makes all of it longer
# by so many halves (0 or 1) of what KEY took.
expect_added()
{
    local stage=$1 part=$2 key=$3 ns before added expected
    shift 3
    streamed "$@" search_ns
    before=$ns
    streamed "$@" search_ns --delay "$stage:0.5"
    added=$((ns - before))
    streamed "$@" "$key"
    expected=$((part * ns / 2))
    ((added >= expected - before / 100 && added <= expected + before / 100)) ||
        wrong "$stage with $*: $added ns more, not $expected"
}

@test "of a stream, the stage that is waited for makes all of it longer, and others nothing" {
    "$GEN" --lines 300 --length 999 --output text >/dev/null
    expect_added read 1 read 2000 1000 300
    expect_added upload 0 upload 2000 1000 300
    expect_added kernel 0 kernel 2000 1000 300

    # What one queue does, it does one after the other.
    expect_added read 0 read 100 5000 600
    expect_added upload 1 upload 100 5000 600
    expect_added kernel 1 kernel 100 5000 600
    expect_added upload 1 upload 100 600 5000
    expect_added kernel 1 kernel 100 600 5000
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
