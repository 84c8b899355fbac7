/* The threads of an OpenMP rung, started before the clock is, as a pool of processes is: they then
 * wait for the loops that follow. */
#ifndef TEAM_H
#define TEAM_H

static inline void team_start(int threads)
{
#pragma omp parallel num_threads(threads)
    {
#pragma omp barrier
    }
}

#endif
