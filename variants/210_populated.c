/* The page tables of a part are filled in one go, not page by page as the search comes to them: an
 * exception for every few pages is gone. Costs nothing but a system call a part; the pages that are
 * mapped are as many. */
#include "mapping.h"
#include "simd.h"
#include "variant.h"

#include <stdlib.h>

static void *prepare(const struct workload *work)
{
    return simd_prepare(work);
}

static struct tally search(void *simd, const struct workload *work)
{
    struct span text = mapping_open(work);
    size_t parts = mapping_parts(text, PART_BYTES);
    struct tally tally = {0};

    simd_learn(simd, text);
    for (size_t i = 0; i < parts; i++)
        tally_add(&tally, simd_count(simd, mapping_part_populated(text, PART_BYTES, i)));
    mapping_close(text);
    return tally;
}

const struct variant variant = {
    .idea = "page tables filled in one go, not at the first touch of a page",
    .after = "mapped",
    .attacks = STAGE_BIT(STAGE_SEARCH),
    .effects = {[STAGE_READ] = EFFECT_ANEW, [STAGE_SEARCH] = EFFECT_ANEW},
    .limit = LIMIT_MAPPED,
    .unsupported = simd_unsupported,
    .isa = simd_isa,
    .prepare = prepare,
    .search = search,
    .release = free,
};
