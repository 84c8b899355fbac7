/* The threads of an OpenMP rung, started before the clock is, as a pool of processes is: they then
 * wait for the loops that follow. */
#ifndef TEAM_H
#define TEAM_H

#include "thread_name.h"

#include <omp.h>

/* All but the first, the program's own, are named omp-1, omp-2, ... */
static inline void team_start(int threads)
{
#pragma omp parallel num_threads(threads)
    {
        if (omp_get_thread_num() > 0)
            thread_name("omp", omp_get_thread_num());
#pragma omp barrier
    }
}

#endif
