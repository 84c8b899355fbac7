/* Another engine: Hyperscan looks for both patterns at once, many bytes at a time.
 * Costs a large library, and an interface that tells of ends but not of starts. */
#include "blocks.h"
#include "hyper.h"
#include "variant.h"

#include <stdlib.h>

static void *prepare(const struct workload *work)
{
    return hyper_compile(work);
}

static struct tally search(void *state, const struct workload *work)
{
    const struct hyper *hyper = state;
    struct blocks blocks = blocks_open(work, BLOCK_BYTES);
    struct block_buffer buffer = {0};
    struct tally tally = {0};

    for (size_t i = 0; i < blocks.count; i++)
        tally_add(&tally, hyper_count(hyper, hyper->scratch, blocks_read(&blocks, i, &buffer)));
    free(buffer.bytes);
    blocks_close(&blocks);
    return tally;
}

const struct variant variant = {
    .idea = "another engine: Hyperscan, both patterns in one pass of vector instructions",
    .after = "jit_chunked",
    .attacks = STAGE_BIT(STAGE_SEARCH),
    .effects = {[STAGE_SEARCH] = EFFECT_ANEW},
    .unsupported = hyper_unsupported,
    .prepare = prepare,
    .search = search,
    .release = hyper_free,
};
