/* Every thread reads and searches its own blocks, with Hyperscan. Costs a core, a buffer and a
 * compiled database per thread. */
#include "blocks.h"
#include "hyper.h"
#include "team.h"
#include "variant.h"

#include <stdlib.h>

/* Each thread needs its own, because a scan writes to its scratch space. */
static void *prepare_thread(const struct workload *work)
{
    return hyper_compile(work, work->caseless);
}

static void *prepare(const struct workload *work)
{
    return team_new(work, prepare_thread, hyper_free);
}

static struct tally search(void *team, const struct workload *work)
{
    struct blocks blocks = blocks_open(work, BLOCK_BYTES);
    struct tally tally = {0};

    enum stage outer = team_begin();
#pragma omp parallel reduction(tally : tally)
    {
        void *hyper = team_own(team);
        struct block_buffer buffer = {0};
#pragma omp for schedule(dynamic)
        for (size_t i = 0; i < blocks.count; i++)
            tally_add(&tally, hyper_count(hyper, blocks_read(&blocks, i, &buffer)));
        free(buffer.bytes);
    }
    team_end(outer);
    blocks_close(&blocks);
    return tally;
}

const struct variant variant = {
    .idea = "all threads read and search blocks, with Hyperscan",
    .after = "hyperscan",
    .attacks = STAGE_BIT(STAGE_READ) | STAGE_BIT(STAGE_SEARCH),
    .effects = {[STAGE_READ] = EFFECT_SHARED, [STAGE_SEARCH] = EFFECT_SHARED},
    .unsupported = hyper_unsupported,
    .prepare = prepare,
    .search = search,
    .release = team_free,
};
