/* Large aligned reads, as in jit_aligned: one call of the engine for each block of a megabyte, and
 * no search for line ends. In return, code must handle blocks that start and end in mid-line. */
#include "blocks.h"
#include "hyper.h"
#include "variant.h"

#include <stdlib.h>

static void *prepare(const struct workload *work)
{
    return hyper_compile(work, work->caseless);
}

static struct tally search(void *hyper, const struct workload *work)
{
    struct blocks blocks = blocks_open(work, BLOCK_BYTES);
    struct block_buffer buffer = {0};
    struct tally tally = {0};

    for (size_t i = 0; i < blocks.count; i++)
        tally_add(&tally, hyper_count(hyper, blocks_read(&blocks, i, &buffer)));
    free(buffer.bytes);
    blocks_close(&blocks);
    return tally;
}

const struct variant variant = {
    .idea = "large aligned reads: one call for a megabyte, and no search for line ends",
    .after = "hyperscan_caseless",
    .attacks = STAGE_BIT(STAGE_READ) | STAGE_BIT(STAGE_SEARCH) | STAGE_BIT(STAGE_OTHER),
    .effects =
        {[STAGE_READ] = EFFECT_ANEW, [STAGE_OTHER] = EFFECT_GONE, [STAGE_SEARCH] = EFFECT_ANEW},
    .unsupported = hyper_unsupported,
    .prepare = prepare,
    .search = search,
    .release = hyper_free,
};
