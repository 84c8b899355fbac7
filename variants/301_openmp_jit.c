/* Every thread reads and searches its own blocks, with PCRE2's JIT. Costs a core, a buffer and a
 * compiled pattern per thread. */
#include "blocks.h"
#include "regex.h"
#include "team.h"
#include "variant.h"

#include <stdlib.h>

/* Each thread needs its own, because matching writes to the match data. */
static void *prepare_thread(const struct workload *work)
{
    (void)work; /* patterns are compiled when they are first looked up */
    return regex_cache_new(regex_compile_jit);
}

static void *prepare(const struct workload *work)
{
    regex_check(work->combined, regex_caseless(work));
    return team_new(work, prepare_thread, regex_cache_free);
}

static struct tally search(void *team, const struct workload *work)
{
    struct blocks blocks = blocks_open(work, BLOCK_BYTES);
    struct tally tally = {0};

    enum stage outer = team_begin();
#pragma omp parallel reduction(tally : tally)
    {
        void *cache = team_own(team);
        struct block_buffer buffer = {0};
#pragma omp for schedule(dynamic)
        for (size_t i = 0; i < blocks.count; i++) {
            struct span lines = blocks_read(&blocks, i, &buffer);
            const struct regex *regex =
                regex_cache_get(cache, work->combined, regex_caseless(work));
            tally_add(&tally, regex_count_jit(regex, lines));
        }
        free(buffer.bytes);
    }
    team_end(outer);
    blocks_close(&blocks);
    return tally;
}

const struct variant variant = {
    .idea = "all threads read and search blocks, with PCRE2 JIT",
    .after = "jit_aligned",
    .attacks = STAGE_BIT(STAGE_READ) | STAGE_BIT(STAGE_COMPILE) | STAGE_BIT(STAGE_SEARCH),
    .effects = {[STAGE_READ] = EFFECT_SHARED,
                [STAGE_COMPILE] = EFFECT_SHARED,
                [STAGE_SEARCH] = EFFECT_SHARED},
    .combines = true,
    .unsupported = regex_jit_unsupported,
    .prepare = prepare,
    .search = search,
    .release = team_free,
};
