/* Another engine: Hyperscan searches the same lower-case lines for all patterns in one pass, many
 * bytes at a time. The patterns are compiled into one database ahead of time. Costs a large
 * library, and its interface reports every place where a match can end, which is not what people
 * count: if matches vary in length, it only finds the lines that may have some, and PCRE2 counts in
 * them. */
#include "hyper.h"
#include "lower.h"
#include "text.h"
#include "variant.h"

static const char *unsupported(const struct workload *work)
{
    const char *reason = lower_unsupported(work);
    return reason ? reason : hyper_unsupported(work);
}

static void *prepare(const struct workload *work)
{
    return hyper_compile(work, false);
}

static struct tally search(void *hyper, const struct workload *work)
{
    struct text text = text_open(work);
    struct tally tally = {0};
    struct span lines;

    while (text_next(&text, 1, &lines)) {
        lower(lines);
        tally_add(&tally, hyper_count(hyper, lines));
    }
    text_close(&text);
    return tally;
}

const struct variant variant = {
    .idea = "another engine: Hyperscan finds all patterns in one pass of vector instructions",
    .after = "jit",
    .attacks = STAGE_BIT(STAGE_COMPILE) | STAGE_BIT(STAGE_SEARCH),
    .effects = {[STAGE_COMPILE] = EFFECT_GONE, [STAGE_SEARCH] = EFFECT_ANEW},
    .unsupported = unsupported,
    .prepare = prepare,
    .search = search,
    .release = hyper_free,
};
