/* All threads search the lines of a block of 1,000. Costs a core per thread. One thread still does
 * all the reading, and looks for each newline a second time to share out the lines. */
#include "lower.h"
#include "regex.h"
#include "team.h"
#include "text.h"
#include "variant.h"

#define BLOCK_LINES 1000

/* Each thread needs its own, because matching writes to the match data. */
static void *prepare_thread(const struct workload *work)
{
    (void)work; /* patterns are compiled when they are first looked up */
    return regex_cache_new(regex_compile);
}

static void *prepare(const struct workload *work)
{
    regex_check(work->combined, 0);
    return team_new(work, prepare_thread, regex_cache_free);
}

static struct tally search(void *team, const struct workload *work)
{
    struct text text = text_open(work);
    struct tally tally = {0};
    struct span block, lines[BLOCK_LINES];

    while (text_next(&text, BLOCK_LINES, &block)) {
        size_t count = text_split(block, lines);
        enum stage outer = team_begin();
#pragma omp parallel for schedule(dynamic, 16) reduction(tally : tally)
        for (size_t i = 0; i < count; i++) {
            lower(lines[i]);
            const struct regex *regex = regex_cache_get(team_own(team), work->combined, 0);
            tally_add(&tally, regex_count(regex, lines[i]));
        }
        team_end(outer);
    }
    text_close(&text);
    return tally;
}

const struct variant variant = {
    .idea = "all threads search the lines of a block",
    .after = "combined",
    .attacks = STAGE_BIT(STAGE_LOWER) | STAGE_BIT(STAGE_COMPILE) | STAGE_BIT(STAGE_SEARCH),
    .effects = {[STAGE_READ] = EFFECT_ANEW,
                [STAGE_LOWER] = EFFECT_SHARED,
                [STAGE_COMPILE] = EFFECT_SHARED,
                [STAGE_SEARCH] = EFFECT_SHARED},
    .combines = true,
    .unsupported = lower_unsupported,
    .prepare = prepare,
    .search = search,
    .release = team_free,
};
