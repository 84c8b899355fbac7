/* Match in any case instead of converting to lower case. In act 1 this gained nothing; here, where
 * the engine is fast, it saves a large part of the time. In return, the engine must test both cases
 * of each letter. */
#include "hyper.h"
#include "text.h"
#include "variant.h"

static void *prepare(const struct workload *work)
{
    return hyper_compile(work, work->caseless);
}

static struct tally search(void *hyper, const struct workload *work)
{
    struct text text = text_open(work);
    struct tally tally = {0};
    struct span lines;

    while (text_next(&text, 1, &lines))
        tally_add(&tally, hyper_count(hyper, lines));
    text_close(&text);
    return tally;
}

const struct variant variant = {
    .idea = "match in any case, so that lines need no conversion to lower case",
    .after = "hyperscan_lines",
    .attacks = STAGE_BIT(STAGE_LOWER),
    .effects = {[STAGE_LOWER] = EFFECT_GONE, [STAGE_SEARCH] = EFFECT_ANEW},
    .unsupported = hyper_unsupported,
    .prepare = prepare,
    .search = search,
    .release = hyper_free,
};
