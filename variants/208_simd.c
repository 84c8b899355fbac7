/* Our own search for just this kind of pattern: look for the three rarest bytes of a match at 64
 * places at once, and test the rest only where all three are found. For other patterns, look for
 * something that must occur in a match, and let PCRE2 decide whether there is one. The price: a
 * loop for each instruction set, and it can't do patterns in which nothing must occur. */
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
    .idea = "a search written for such patterns: 64 places at a time",
    .after = "hyperscan",
    .attacks = STAGE_BIT(STAGE_SEARCH),
    .effects = {[STAGE_SEARCH] = EFFECT_ANEW},
    .unsupported = simd_unsupported,
    .isa = simd_isa,
    .prepare = prepare,
    .search = search,
    .release = simd_free,
};
