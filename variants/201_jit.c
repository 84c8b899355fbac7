/* A faster engine: PCRE2's JIT compiler turns the pattern into machine code once, and
 * pcre2_jit_match() runs it without checking its arguments. Costs a millisecond to compile, and
 * memory for the code. */
#include "lower.h"
#include "regex.h"
#include "text.h"
#include "variant.h"

static const char *unsupported(const struct workload *work)
{
    const char *reason = lower_unsupported(work);
    return reason ? reason : regex_jit_unsupported(work);
}

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

    while (text_next(&text, 1, &lines)) {
        lower(lines);
        const struct regex *regex = regex_cache_get(cache, work->combined, 0);
        tally_add(&tally, regex_count_jit(regex, lines));
    }
    text_close(&text);
    return tally;
}

const struct variant variant = {
    .idea = "a faster engine: PCRE2's JIT compiler turns the pattern into machine code",
    .after = "combined",
    .attacks = STAGE_BIT(STAGE_SEARCH),
    .effects = {[STAGE_SEARCH] = EFFECT_ANEW},
    .combines = true,
    .unsupported = unsupported,
    .prepare = prepare,
    .search = search,
    .release = regex_cache_free,
};
