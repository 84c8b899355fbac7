/* Every thread reads and searches blocks of its own, by Hyperscan.
 * Costs a buffer and a scratch space per thread; the database is shared. */
#include "blocks.h"
#include "hyper.h"
#include "stages.h"
#include "team.h"
#include "variant.h"

#include <err.h>
#include <omp.h>
#include <stdlib.h>

struct state {
    struct hyper *hyper;
    int threads;
    hs_scratch_t *scratches[]; /* one per thread */
};

static void *prepare(const struct workload *work)
{
    team_start(work->threads);
    struct state *state = malloc(sizeof *state + (size_t)work->threads * sizeof(hs_scratch_t *));
    if (!state)
        err(1, "no memory for %d threads", work->threads);
    state->hyper = hyper_compile(work);
    state->threads = work->threads;
    for (int i = 0; i < work->threads; i++)
        state->scratches[i] = hyper_scratch(state->hyper);
    return state;
}

static struct tally search(void *prepared, const struct workload *work)
{
    struct state *state = prepared;
    struct blocks blocks = blocks_open(work, BLOCK_BYTES);
    uint64_t matches = 0, digest = 0;

    enum stage outer = stage_enter(STAGE_WAIT); /* for the slowest thread */
#pragma omp parallel num_threads(work->threads) reduction(+ : matches, digest)
    {
        struct block_buffer buffer = {0};
#pragma omp for schedule(dynamic)
        for (size_t i = 0; i < blocks.count; i++) {
            struct span lines = blocks_read(&blocks, i, &buffer);
            struct tally found =
                hyper_count(state->hyper, state->scratches[omp_get_thread_num()], lines);
            matches += found.matches;
            digest += found.digest;
        }
        free(buffer.bytes);
    }
    stage_leave(outer);
    blocks_close(&blocks);
    return (struct tally){matches, digest};
}

static void release(void *prepared)
{
    struct state *state = prepared;
    for (int i = 0; i < state->threads; i++)
        hs_free_scratch(state->scratches[i]);
    hyper_free(state->hyper);
    free(state);
}

const struct variant variant = {
    .idea = "blocks read and searched by all threads, with Hyperscan",
    .after = "hyperscan",
    .attacks = STAGE_BIT(STAGE_READ) | STAGE_BIT(STAGE_SEARCH),
    .effects = {[STAGE_READ] = EFFECT_SHARED, [STAGE_SEARCH] = EFFECT_SHARED},
    .unsupported = hyper_unsupported,
    .prepare = prepare,
    .search = search,
    .release = release,
};
