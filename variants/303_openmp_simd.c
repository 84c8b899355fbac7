/* The parts of the mapped text handed out to all threads. A core alone is slower than the memory
 * is; what all of them can gain ends where the memory does. */
#include "mapping.h"
#include "simd.h"
#include "stages.h"
#include "team.h"
#include "variant.h"

#include <stdlib.h>

#define PART_BYTES (1 << 20)

static void *prepare(const struct workload *work)
{
    team_start(work->threads);
    return simd_prepare(work);
}

static struct tally search(void *simd, const struct workload *work)
{
    struct span text = mapping_open(work);
    size_t parts = mapping_parts(text, PART_BYTES);
    uint64_t matches = 0, digest = 0;

    simd_learn(simd, text);
    enum stage outer = stage_enter(STAGE_WAIT); /* for the slowest thread */
#pragma omp parallel for num_threads(work->threads) schedule(dynamic) reduction(+ : matches, digest)
    for (size_t i = 0; i < parts; i++) {
        struct tally found = simd_count(simd, mapping_part(text, PART_BYTES, i));
        matches += found.matches;
        digest += found.digest;
    }
    stage_leave(outer);
    mapping_close(text);
    return (struct tally){matches, digest};
}

const struct variant variant = {
    .idea = "the parts of the mapped text searched by all threads",
    .after = "mapped",
    .attacks = STAGE_BIT(STAGE_READ) | STAGE_BIT(STAGE_SEARCH),
    .effects = {[STAGE_READ] = EFFECT_SHARED, [STAGE_SEARCH] = EFFECT_SHARED},
    .limit = LIMIT_MAPPED,
    .unsupported = simd_unsupported,
    .isa = simd_isa,
    .prepare = prepare,
    .search = search,
    .release = free,
};
