/* Another engine: Hyperscan looks for both patterns at once, many bytes at a time.
 * Costs a large library, and an interface that tells of ends but not of starts. */
#include "hyper.h"
#include "text.h"
#include "variant.h"

static void *prepare(const struct workload *work)
{
    return hyper_compile(work);
}

static struct tally search(void *state, const struct workload *work)
{
    const struct hyper *hyper = state;
    struct text text = text_open(work->path);
    struct tally tally = {0};
    struct span lines;

    while (text_next(&text, 1000, &lines))
        tally_add(&tally, hyper_count(hyper, hyper->scratch, lines));
    text_close(&text);
    return tally;
}

const struct variant variant = {
    .idea = "another engine: Hyperscan, both patterns in one pass of vector instructions",
    .after = "jit_chunked",
    .attacks = STAGE_BIT(STAGE_SEARCH),
    .factor = INFINITY,
    .unsupported = hyper_unsupported,
    .prepare = prepare,
    .search = search,
    .release = hyper_free,
};
