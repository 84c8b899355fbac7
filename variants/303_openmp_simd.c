/* All threads search parts of the mapped text, each at two places at once. The gain ends at the
 * memory's bandwidth. Costs a core per thread. */
#include "mapping.h"
#include "simd.h"
#include "team.h"
#include "variant.h"

#include <stdlib.h>

static void *prepare(const struct workload *work)
{
    team_start(work->threads);
    return simd_prepare(work);
}

static struct tally search(void *simd, const struct workload *work)
{
    struct span text = mapping_open(work);
    size_t parts = mapping_parts(text, PART_BYTES);
    struct tally tally = {0};

    simd_learn(simd, text);
    enum stage outer = team_begin();
#pragma omp parallel for schedule(dynamic) reduction(tally : tally)
    for (size_t i = 0; i < parts; i++)
        tally_add(&tally, simd_count_streams(simd, mapping_part_populated(text, PART_BYTES, i)));
    team_end(outer);
    mapping_close(text);
    return tally;
}

const struct variant variant = {
    .idea = "all threads search parts of the mapped text",
    .after = "streams",
    .attacks = STAGE_BIT(STAGE_READ) | STAGE_BIT(STAGE_SEARCH),
    .effects = {[STAGE_READ] = EFFECT_SHARED, [STAGE_SEARCH] = EFFECT_SHARED},
    .limit = LIMIT_MAPPED,
    .unsupported = simd_unsupported,
    .isa = simd_isa,
    .prepare = prepare,
    .search = search,
    .release = free,
};
