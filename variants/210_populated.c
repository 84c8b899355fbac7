/* Touch each part's pages before searching it, so that no page fault interrupts the search. The
 * number of faults stays the same. Costs a short loop for each part. */
#include "mapping.h"
#include "simd.h"
#include "variant.h"

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
    .idea = "touch pages before a part is searched, so that no fault interrupts the search",
    .after = "mapped",
    .attacks = STAGE_BIT(STAGE_SEARCH),
    .effects = {[STAGE_READ] = EFFECT_ANEW, [STAGE_SEARCH] = EFFECT_ANEW},
    .limit = LIMIT_MAPPED,
    .unsupported = simd_unsupported,
    .isa = simd_isa,
    .prepare = prepare,
    .search = search,
    .release = simd_free,
};
