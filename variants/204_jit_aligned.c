/* Large aligned reads: read blocks of a megabyte into a page-aligned buffer, which is how the
 * kernel copies fastest, and look for the newline at each block's end only, which saves a pass over
 * the text. In return, code must handle blocks that start and end in mid-line. */
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
    .idea = "large aligned reads: look for the ends of blocks, not of lines",
    .after = "jit_chunked",
    .attacks = STAGE_BIT(STAGE_READ),
    .effects = {[STAGE_READ] = EFFECT_ANEW},
    .combines = true,
    .unsupported = regex_jit_unsupported,
    .prepare = prepare,
    .search = search,
    .release = regex_cache_free,
};
