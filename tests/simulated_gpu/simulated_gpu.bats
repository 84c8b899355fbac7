#!/usr/bin/env bats
# The GPU rungs on simulated GPUs (simulated_gpu/runtime.c): several, too few, and such that fail.
# RUNGS is the folder that the rungs are in.

# shellcheck disable=SC2154 # what fakes.bash sets
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
