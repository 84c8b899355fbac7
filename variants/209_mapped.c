/* Map the text instead of reading it: the search runs on the page cache itself, without a copy.
 * Costs page tables. If the file shrinks meanwhile, the program gets a signal instead of an error
 * code. */
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
        tally_add(&tally, simd_count(simd, mapping_part(text, PART_BYTES, i)));
    mapping_close(text);
    return tally;
}

const struct variant variant = {
    .idea = "map the page cache instead of copying it",
    .after = "simd",
    .attacks = STAGE_BIT(STAGE_READ),
    .effects = {[STAGE_READ] = EFFECT_GONE},
    .limit = LIMIT_MAPPED,
    .unsupported = simd_unsupported,
    .isa = simd_isa,
    .prepare = prepare,
    .search = search,
    .release = simd_free,
};
