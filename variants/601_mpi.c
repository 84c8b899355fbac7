/* Several processes, on one or more machines: each searches its share of the text with all of its
 * threads, and sends one message with its count. The price: starting them takes longer than
 * searching a gigabyte. */
#include "mapping.h"
#include "ranks.h"
#include "simd.h"
#include "team.h"
#include "variant.h"

/* Each thread has its own, because PCRE2 writes to its match data. */
static void *prepare_thread(const struct workload *work)
{
    return simd_prepare(work);
}

static void *prepare(const struct workload *work)
{
    ranks_start();
    return team_new(work, prepare_thread, simd_free);
}

static void release(void *team)
{
    team_free(team);
    ranks_end();
}

static struct tally search(void *team, const struct workload *work)
{
    struct span text = mapping_open(work), share = ranks_share(text);
    size_t parts = mapping_parts(share, PART_BYTES);
    struct tally tally = {0};

    enum stage outer = team_begin();
#pragma omp parallel reduction(tally : tally)
    {
        struct simd *simd = team_own(team);
        simd_learn(simd, share);
#pragma omp for schedule(dynamic)
        for (size_t i = 0; i < parts; i++)
            tally_add(&tally,
                      simd_count_streams(simd, mapping_part_populated(share, PART_BYTES, i)));
    }
    team_end(outer);
    mapping_close(text);
    return ranks_sum(tally);
}

const struct variant variant = {
    .idea = "several processes, on one machine or many: each searches a share of the text",
    .after = "openmp_simd",
    .attacks = STAGE_BIT(STAGE_READ) | STAGE_BIT(STAGE_SEARCH),
    .effects = {[STAGE_READ] = EFFECT_BY_HOST, [STAGE_SEARCH] = EFFECT_BY_HOST},
    .limit = LIMIT_MAPPED,
    .together = &ranks_together,
    .unsupported = simd_unsupported,
    .isa = simd_isa,
    .prepare = prepare,
    .search = search,
    .release = release,
};
