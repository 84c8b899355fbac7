/* Every thread reads and searches blocks of its own, by the JIT compiler's code.
 * Costs a buffer and match data per thread; the code itself is shared. */
#include "blocks.h"
#include "regex.h"
#include "stages.h"
#include "team.h"
#include "variant.h"

#include <err.h>
#include <omp.h>
#include <stdlib.h>

struct state {
    int threads;
    struct regex regexes[]; /* one per thread: one code, and match data, which a search writes */
};

static void *prepare(const struct workload *work)
{
    team_start(work->threads);
    struct state *state = malloc(sizeof *state + (size_t)work->threads * sizeof(struct regex));
    if (!state)
        err(1, "no memory for %d threads", work->threads);
    state->threads = work->threads;
    state->regexes[0] = regex_compile_jit(work->combined, regex_caseless(work));
    for (int i = 1; i < work->threads; i++)
        state->regexes[i] = regex_share(&state->regexes[0]);
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
            struct tally found = regex_count_jit(&state->regexes[omp_get_thread_num()], lines);
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
    for (int i = 1; i < state->threads; i++)
        regex_unshare(&state->regexes[i]);
    regex_free(&state->regexes[0]);
    free(state);
}

const struct variant variant = {
    .idea = "blocks read and searched by all threads, with PCRE2 JIT",
    .after = "jit_chunked",
    .attacks = STAGE_BIT(STAGE_READ) | STAGE_BIT(STAGE_SEARCH),
    .effects = {[STAGE_READ] = EFFECT_SHARED, [STAGE_SEARCH] = EFFECT_SHARED},
    .unsupported = regex_jit_unsupported,
    .prepare = prepare,
    .search = search,
    .release = release,
};
