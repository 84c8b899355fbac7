/* Blocks of 1,000 lines, as in chunked: a thousandth of the calls to read and look up. That gained
 * next to nothing while the search took nearly all of the time. It pays where PCRE2 searches a line
 * fast, which depends on its version: see jit_caseless. Costs a buffer for a block. */
#include "regex.h"
#include "text.h"
#include "variant.h"

static void *prepare(const struct workload *work)
{
    (void)work; /* patterns are compiled when they are first looked up */
    return regex_cache_new(regex_compile_jit);
}

static struct tally search(void *cache, const struct workload *work)
{
    struct text text = text_open(work);
    struct tally tally = {0};
    struct span lines;

    while (text_next(&text, 1000, &lines)) {
        const struct regex *regex = regex_cache_get(cache, work->combined, regex_caseless(work));
        tally_add(&tally, regex_count_jit(regex, lines));
    }
    text_close(&text);
    return tally;
}

const struct variant variant = {
    .idea = "blocks of 1,000 lines again: a thousandth of the calls",
    .after = "jit_caseless",
    .attacks = STAGE_BIT(STAGE_READ) | STAGE_BIT(STAGE_COMPILE) | STAGE_BIT(STAGE_OTHER),
    .effects = {[STAGE_READ] = EFFECT_ANEW,
                [STAGE_COMPILE] = EFFECT_GONE,
                [STAGE_OTHER] = EFFECT_GONE,
                [STAGE_SEARCH] = EFFECT_ANEW},
    .combines = true,
    .unsupported = regex_jit_unsupported,
    .prepare = prepare,
    .search = search,
    .release = regex_cache_free,
};
