/* A program whose work lies deep in the stack: under a function with a large buffer, or, where an
 * argument says how deep, under a function that calls itself. Prints a record, as variants do. */
#include "variants/clock.h"

#include <inttypes.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>

#define BUFFER 4200 /* more than perf copies of a stack at first */
#define STEPS 200000000
#define FRAME 64

__attribute__((noinline)) static uint64_t work(uint64_t state)
{
    for (unsigned i = 0; i < STEPS; i++) {
        state ^= state << 13;
        state ^= state >> 7;
        state ^= state << 17;
    }
    return state;
}

/* What is done after a call keeps that from becoming a jump. */
__attribute__((noinline)) static uint64_t under_a_buffer(uint64_t state)
{
    volatile char buffer[BUFFER];
    buffer[state % BUFFER] = 1;
    return work(state) + (uint64_t)buffer[state % BUFFER];
}

// NOLINTNEXTLINE(misc-no-recursion): that is what is to be seen
__attribute__((noinline)) static uint64_t recurses(uint64_t state, long depth)
{
    volatile char frame[FRAME];
    frame[state % FRAME] = 1;
    return (depth > 0 ? recurses(state, depth - 1) : work(state)) + (uint64_t)frame[state % FRAME];
}

int main(int argc, char **argv)
{
    uint64_t start = clock_ns();
    uint64_t state = (uint64_t)argc; /* no constant, of which compilers make other functions */
    state = argc > 1 ? recurses(state, strtol(argv[1], NULL, 10)) : under_a_buffer(state);
    printf("{\"schema\":1,\"matches\":0,\"digest\":\"%016" PRIx64 "\",\"prepare_ns\":0,"
           "\"search_ns\":[%" PRIu64 "],\"synchronize_ns\":0,\"peak_rss_bytes\":0}\n",
           state, clock_ns() - start);
    return 0;
}
