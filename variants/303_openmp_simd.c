/* All threads search parts of the mapped text, each at two places at once. The gain ends at the
 * memory's bandwidth. Costs a core per thread. */
#include "mapping.h"
#include "simd.h"
#include "team.h"
#include "variant.h"

/* A thread's own: where PCRE2 confirms, it writes to its match data. */
static void *prepare_thread(const struct workload *work)
{
    return simd_prepare(work);
}

static void *prepare(const struct workload *work)
{
    return team_new(work, prepare_thread, simd_free);
}

static struct tally search(void *team, const struct workload *work)
{
    struct span text = mapping_open(work);
    size_t parts = mapping_parts(text, PART_BYTES);
    struct tally tally = {0};

    enum stage outer = team_begin();
#pragma omp parallel reduction(tally : tally)
    {
        struct simd *simd = team_own(team);
        simd_learn(simd, text);
#pragma omp for schedule(dynamic)
        for (size_t i = 0; i < parts; i++)
            tally_add(&tally,
                      simd_count_streams(simd, mapping_part_populated(text, PART_BYTES, i)));
    }
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
    .release = team_free,
};
