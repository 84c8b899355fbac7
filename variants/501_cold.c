/* The same program with the text on the disk: how much of the earlier gains remains? Nothing can be
 * faster than the disk. The kernel reads ahead while a block is searched. */
#include "blocks.h"
#include "simd.h"
#include "variant.h"

#include <stdlib.h>

static void *prepare(const struct workload *work)
{
    return simd_prepare(work);
}

static struct tally search(void *simd, const struct workload *work)
{
    struct blocks blocks = blocks_open(work, BLOCK_BYTES);
    struct block_buffer buffer = {0};
    struct tally tally = {0};

    for (size_t i = 0; i < blocks.count; i++) {
        struct span lines = blocks_read(&blocks, i, &buffer);
        if (i == 0)
            simd_learn(simd, lines);
        tally_add(&tally, simd_count(simd, lines));
    }
    free(buffer.bytes);
    blocks_close(&blocks);
    return tally;
}

const struct variant variant = {
    .idea = "the text is on the disk, not in memory: what remains of the earlier gains",
    .after = "simd",
    .attacks = STAGE_BIT(STAGE_READ),
    .effects = {[STAGE_READ] = LIMIT_DISK},
    .overlaps = true,
    .limit = LIMIT_DISK,
    .cold = true,
    .unsupported = simd_unsupported,
    .isa = simd_isa,
    .prepare = prepare,
    .search = search,
    .release = simd_free,
};
