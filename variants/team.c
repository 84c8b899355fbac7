#include "team.h"

#include <err.h>
#include <stdlib.h>

struct team {
    void (*release)(void *);
    int threads;
    void *own[];
};

struct team *team_new(const struct workload *work, void *(*prepare)(const struct workload *),
                      void (*release)(void *))
{
    team_start(work->threads);
    struct team *team = malloc(sizeof *team + (size_t)work->threads * sizeof team->own[0]);
    if (!team)
        err(1, "no memory for %d threads", work->threads);
    team->release = release;
    team->threads = work->threads;
    for (int i = 0; i < team->threads; i++)
        team->own[i] = prepare(work);
    return team;
}

void team_free(void *state)
{
    struct team *team = state;
    for (int i = 0; i < team->threads; i++)
        team->release(team->own[i]);
    free(team);
}

void *team_own(struct team *team)
{
    return team->own[omp_get_thread_num()];
}
