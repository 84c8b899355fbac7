/* The clock that everything here is timed with. */
#ifndef CLOCK_H
#define CLOCK_H

#include <stdint.h>
#include <time.h>

#ifdef SIMULATED_CLOCK /* of a test that has a time of its own */
uint64_t clock_ns(void);
#else
/* CLOCK_MONOTONIC in nanoseconds: no jumps, and the same for all processes. */
static inline uint64_t clock_ns(void)
{
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return (uint64_t)now.tv_sec * 1000000000 + (uint64_t)now.tv_nsec;
}
#endif

#endif
