/* A program whose profile is known: one function does the same work as another, three times as
 * often. Prints a record, as variants do. */
#include "variants/clock.h"

#include <inttypes.h>
#include <stdint.h>
#include <stdio.h>

/* Short ones, each of another length: samples, taken by a clock, cannot fall into step with them.
 */
#define ROUNDS 6000
#define STEPS_LEAST 2000
#define STEPS_SPREAD 16384

__attribute__((always_inline)) static inline uint64_t work(uint64_t state, unsigned steps)
{
    for (unsigned i = 0; i < steps; i++) {
        state ^= state << 13;
        state ^= state >> 7;
        state ^= state << 17;
    }
    return state;
}

__attribute__((noinline)) static uint64_t thrice(uint64_t state, unsigned steps)
{
    return work(state, 3 * steps);
}

__attribute__((noinline)) static uint64_t once(uint64_t state, unsigned steps)
{
    return work(state, steps) + 1;
}

int main(void)
{
    uint64_t start = clock_ns(), state = 1;
    for (int i = 0; i < ROUNDS; i++) {
        unsigned steps = STEPS_LEAST + (unsigned)(state % STEPS_SPREAD);
        state = once(thrice(state, steps), steps);
    }
    printf("{\"schema\":1,\"matches\":0,\"digest\":\"%016" PRIx64 "\",\"prepare_ns\":0,"
           "\"search_ns\":[%" PRIu64 "],\"synchronize_ns\":0,\"peak_rss_bytes\":0}\n",
           state, clock_ns() - start);
    return 0;
}
