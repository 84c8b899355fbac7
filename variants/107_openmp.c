/* Blocks of 1,000 lines, their lines searched by all threads at once.
 * Costs a core per thread; reading the next block stays with one of them. */
#include "lower.h"
#include "regex.h"
#include "stages.h"
#include "team.h"
#include "text.h"
#include "variant.h"

#include <err.h>
#include <omp.h>
#include <stdlib.h>

#define BLOCK_LINES 1000

struct state {
    struct span lines[BLOCK_LINES];
    int threads;
    struct regex_cache *caches[]; /* one per thread: matching writes to its match data */
};

static void *prepare(const struct workload *work)
{
    team_start(work->threads);
    struct state *state = malloc(sizeof *state + (size_t)work->threads * sizeof(void *));
    if (!state)
        err(1, "no memory for %d threads", work->threads);
    struct regex checked = regex_compile(work->combined, 0); /* wrong? Said once, not by each */
    regex_free(&checked);
    state->threads = work->threads;
    for (int i = 0; i < work->threads; i++)
        state->caches[i] = regex_cache_new(regex_compile);
    return state;
}

static struct tally search(void *prepared, const struct workload *work)
{
    struct state *state = prepared;
    struct text text = text_open(work);
    uint64_t matches = 0, digest = 0;
    struct span block;

    while (text_next(&text, BLOCK_LINES, &block)) {
        size_t count = text_split(block, state->lines);
        enum stage outer = stage_enter(STAGE_WAIT); /* for the slowest thread */
#pragma omp parallel for num_threads(work->threads) schedule(dynamic, 16)                          \
    reduction(+ : matches, digest)
        for (size_t i = 0; i < count; i++) {
            struct regex_cache *cache = state->caches[omp_get_thread_num()];
            lower(state->lines[i]);
            const struct regex *regex = regex_cache_get(cache, work->combined, 0);
            struct tally found = regex_count(regex, state->lines[i]);
            matches += found.matches;
            digest += found.digest;
        }
        stage_leave(outer);
    }
    text_close(&text);
    return (struct tally){matches, digest};
}

static void release(void *prepared)
{
    struct state *state = prepared;
    for (int i = 0; i < state->threads; i++)
        regex_cache_free(state->caches[i]);
    free(state);
}

const struct variant variant = {
    .idea = "blocks of 1,000 lines, their lines searched by all threads",
    .after = "combined",
    .attacks = STAGE_BIT(STAGE_LOWER) | STAGE_BIT(STAGE_COMPILE) | STAGE_BIT(STAGE_SEARCH),
    .effects = {[STAGE_LOWER] = EFFECT_SHARED,
                [STAGE_COMPILE] = EFFECT_SHARED,
                [STAGE_SEARCH] = EFFECT_SHARED},
    .unsupported = lower_unsupported,
    .prepare = prepare,
    .search = search,
    .release = release,
};
