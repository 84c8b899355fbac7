/* Blocks again, as in chunked, which gained next to nothing: now that a line takes a quarter of a
 * microsecond, what is done once per line is much of it, looking for its end included. So a block
 * is a megabyte, and only its own ends are looked for. */
#include "blocks.h"
#include "regex.h"
#include "variant.h"

#include <stdlib.h>

static void *prepare(const struct workload *work)
{
    (void)work; /* patterns are compiled when they are first looked up */
    return regex_cache_new(regex_compile_jit);
}

static struct tally search(void *cache, const struct workload *work)
{
    struct blocks blocks = blocks_open(work, BLOCK_BYTES);
    struct block_buffer buffer = {0};
    struct tally tally = {0};

    for (size_t i = 0; i < blocks.count; i++) {
        struct span lines = blocks_read(&blocks, i, &buffer);
        const struct regex *regex = regex_cache_get(cache, work->combined, regex_caseless(work));
        tally_add(&tally, regex_count_jit(regex, lines));
    }
    free(buffer.bytes);
    blocks_close(&blocks);
    return tally;
}

const struct variant variant = {
    .idea = "blocks of a megabyte: what is done per line is the bottleneck now",
    .after = "jit_caseless",
    .attacks = STAGE_BIT(STAGE_READ) | STAGE_BIT(STAGE_COMPILE) | STAGE_BIT(STAGE_OTHER),
    .effects = {[STAGE_READ] = EFFECT_ANEW,
                [STAGE_COMPILE] = EFFECT_GONE,
                [STAGE_OTHER] = EFFECT_GONE,
                [STAGE_SEARCH] = EFFECT_ANEW},
    .unsupported = regex_jit_unsupported,
    .prepare = prepare,
    .search = search,
    .release = regex_cache_free,
};
