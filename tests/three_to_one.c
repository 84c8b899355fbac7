/* A program whose profile is known: one function does the same work as another, three times as
 * often. Prints a record, as variants do. */
#include "clock.h"

#include <inttypes.h>
#include <stdint.h>
#include <stdio.h>

#define ROUNDS 6000 /* short ones, that samples do not keep time with */
#define STEPS 10000

__attribute__((always_inline)) static inline uint64_t work(uint64_t state, unsigned steps)
{
    for (unsigned i = 0; i < steps; i++) {
        state ^= state << 13;
        state ^= state >> 7;
        state ^= state << 17;
    }
    return state;
}

__attribute__((noinline)) static uint64_t thrice(uint64_t state)
{
    return work(state, 3 * STEPS);
}

__attribute__((noinline)) static uint64_t once(uint64_t state)
{
    return work(state, STEPS) + 1;
}

int main(void)
{
    uint64_t start = clock_ns(), state = 1;
    for (int i = 0; i < ROUNDS; i++)
        state = once(thrice(state));
    printf("{\"schema\":1,\"matches\":0,\"digest\":\"%016" PRIx64 "\",\"prepare_ns\":0,"
           "\"search_ns\":[%" PRIu64 "],\"synchronize_ns\":0,\"peak_rss_bytes\":0}\n",
           state, clock_ns() - start);
    return 0;
}
