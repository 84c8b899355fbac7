/* The threads of an OpenMP rung, and what each of them has to itself. They are started before the
 * clock is, as a pool of processes is, and then wait for the loops that follow. */
#ifndef TEAM_H
#define TEAM_H

#include "stages.h"
#include "thread_name.h"
#include "variant.h"

#include <err.h>
#include <omp.h>

/* From here on every parallel loop runs on so many threads. All but the first, the program's own,
 * are named omp-1, omp-2, ... Ends the program where there are fewer, as with OMP_THREAD_LIMIT. */
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

/* Starts as many threads as the workload asks for, and makes a state for each: what a search writes
 * to can't be shared. */
struct team *team_new(const struct workload *work, void *(*prepare)(const struct workload *),
                      void (*release)(void *));
void team_free(void *team);

/* The calling thread's own state. */
void *team_own(struct team *team);

/* Around a loop that all threads run: the program's own then waits for the slowest. */
static inline enum stage team_begin(void)
{
    return stage_enter(STAGE_WAIT);
}

static inline void team_end(enum stage outer)
{
    stage_leave(outer);
}

/* reduction(tally : ...): each thread counts for itself, from zero, and the counts are added at the
 * end. */
#pragma omp declare reduction(tally : struct tally : tally_add(&omp_out, omp_in))

#endif

#endif
