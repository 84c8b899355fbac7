/* A solution. All threads waited for one mutex, at every digit. Each part is counted by itself, and
 * OpenMP adds the tallies at the end. */
#include "exercises/exercise.h"
#include "variants/mapping.h"
#include "variants/team.h"

static struct tally count_part(struct span part)
{
    struct tally tally = {0};
    for (size_t i = 0; i + 4 <= part.length; i++)
        if (is_match(part.bytes + i))
            tally_add(&tally, match_at(part.offset + i));
    return tally;
}

static struct tally search(void *state, const struct workload *work)
{
    (void)state;
    struct span text = mapping_open(work);
    size_t parts = mapping_parts(text, PART_BYTES);
    struct tally tally = {0};

    enum stage outer = team_begin();
#pragma omp parallel for schedule(dynamic) reduction(tally : tally)
    for (size_t i = 0; i < parts; i++)
        tally_add(&tally, count_part(mapping_part(text, PART_BYTES, i)));
    team_end(outer);
    mapping_close(text);
    return tally;
}

static void *prepare(const struct workload *work)
{
    team_start(work->threads);
    return NULL;
}

const struct variant variant = {
    .idea = "all threads search parts of the mapped text",
    .effects = {[STAGE_SEARCH] = EFFECT_SHARED},
    .limit = LIMIT_MAPPED,
    .unsupported = other_patterns,
    .prepare = prepare,
    .search = search,
    .release = no_release,
};
