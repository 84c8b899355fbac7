/* Match in any case instead of converting to lower case: one pass fewer over the text. In return,
 * the engine must test both cases of each letter. */
#include "regex.h"
#include "text.h"
#include "variant.h"

static void *prepare(const struct workload *work)
{
    (void)work; /* patterns are compiled when they are first looked up */
    return regex_cache_new(regex_compile);
}

static struct tally search(void *cache, const struct workload *work)
{
    struct text text = text_open(work);
    struct tally tally = {0};
    struct span lines;

    while (text_next(&text, 1, &lines)) {
        for (size_t i = 0; i < work->pattern_count; i++) {
            const struct regex *regex =
                regex_cache_get(cache, work->patterns[i], regex_caseless(work));
            tally_add(&tally, regex_count(regex, lines));
        }
    }
    text_close(&text);
    return tally;
}

const struct variant variant = {
    .idea = "match in any case, so that lines need no conversion to lower case",
    .after = "baseline",
    .attacks = STAGE_BIT(STAGE_LOWER),
    .effects = {[STAGE_LOWER] = EFFECT_GONE, [STAGE_SEARCH] = EFFECT_ANEW},
    .prepare = prepare,
    .search = search,
    .release = regex_cache_free,
};
