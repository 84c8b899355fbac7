/* Search each part at two places at once, and prefetch a page ahead, so that the core has more
 * memory requests in flight. Costs cache for two places. With AVX-512, this loads 32 bytes at a
 * time; simd, mapped and populated load 64. Patterns that PCRE2 must confirm are searched at one
 * place at a time. */
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
        tally_add(&tally, simd_count_streams(simd, mapping_part_populated(text, PART_BYTES, i)));
    mapping_close(text);
    return tally;
}

const struct variant variant = {
    .idea = "search two places at once and prefetch: more memory requests in flight",
    .after = "populated",
    .attacks = STAGE_BIT(STAGE_SEARCH),
    .effects = {[STAGE_SEARCH] = EFFECT_ANEW},
    .limit = LIMIT_MAPPED,
    .unsupported = simd_unsupported,
    .isa = simd_isa,
    .prepare = prepare,
    .search = search,
    .release = simd_free,
};
