/* The threads of an OpenMP rung, and the state of each. Like a pool of processes, they start before
 * the clock does, and then wait for loops. */
#ifndef TEAM_H
#define TEAM_H

#include "stages.h"
#include "thread_name.h"
#include "variant.h"

#include <err.h>
#include <omp.h>

/* From now on every parallel loop runs on this many threads. They are named omp-1, omp-2, ...,
 * except for the first, which is the program's own. If there are fewer, as with OMP_THREAD_LIMIT,
 * ends the program with a message. */
static inline void team_start(int threads)
{
    int got = 0;
    omp_set_dynamic(0);
    omp_set_num_threads(threads);
#pragma omp parallel reduction(+ : got)
    {
        got = 1;
        if (omp_get_thread_num() > 0)
            thread_name("omp", omp_get_thread_num());
#pragma omp barrier
    }
    if (got < threads)
        errx(1, "asked for %d threads, got %d", threads, got);
}

#ifndef __CUDACC__

/* Starts as many threads as the workload asks for, and makes a state for each, because threads
 * can't share what a search writes to. */
struct team *team_new(const struct workload *work, void *(*prepare)(const struct workload *),
                      void (*release)(void *));
void team_free(void *team);

/* The calling thread's own state. */
void *team_own(struct team *team);

/* Put these around a loop that all threads run: in it the program's own thread waits for the
 * slowest. */
static inline enum stage team_begin(void)
{
    return stage_enter(STAGE_WAIT);
}

static inline void team_end(enum stage outer)
{
    stage_leave(outer);
}

/* reduction(tally : ...): each thread counts from zero, and the counts are added at the end. */
#pragma omp declare reduction(tally : struct tally : tally_add(&omp_out, omp_in))

#endif

#endif
