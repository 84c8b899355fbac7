/* A pool of worker processes, as in the article: each block of 1,000 lines goes to a free worker,
 * which sends back a tally. The engine need not be thread-safe, but the text is copied through
 * pipes. */
#include "lower.h"
#include "pool.h"
#include "regex.h"
#include "text.h"
#include "variant.h"

#define BLOCK_LINES 1000

static void *prepare_worker(const struct workload *work)
{
    (void)work; /* patterns are compiled when they are first looked up */
    return regex_cache_new(regex_compile);
}

static struct tally count_block(void *cache, const struct workload *work, struct span block)
{
    struct span lines[BLOCK_LINES];
    size_t count = text_split(block, lines);
    struct tally tally = {0};

    for (size_t i = 0; i < count; i++) {
        lower(lines[i]);
        const struct regex *regex = regex_cache_get(cache, work->combined, 0);
        tally_add(&tally, regex_count(regex, lines[i]));
    }
    return tally;
}

static void *prepare(const struct workload *work)
{
    regex_check(work->combined, 0);
    return pool_new(work, prepare_worker, count_block);
}

static struct tally search(void *pool, const struct workload *work)
{
    struct text text = text_open(work);
    struct span block;

    while (text_next(&text, BLOCK_LINES, &block))
        pool_hand_out(pool, block);
    struct tally tally = pool_tally(pool);
    text_close(&text);
    return tally;
}

const struct variant variant = {
    .idea = "a pool of worker processes searches blocks of 1,000 lines",
    .after = "combined",
    .attacks = STAGE_BIT(STAGE_LOWER) | STAGE_BIT(STAGE_COMPILE) | STAGE_BIT(STAGE_SEARCH),
    .effects = {[STAGE_LOWER] = EFFECT_SHARED,
                [STAGE_COMPILE] = EFFECT_SHARED,
                [STAGE_SEARCH] = EFFECT_SHARED,
                [STAGE_MERGE] = LIMIT_PIPE},
    .combines = true,
    .unsupported = lower_unsupported,
    .prepare = prepare,
    .search = search,
    .release = pool_free,
};
