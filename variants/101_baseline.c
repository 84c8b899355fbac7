/* What a script does: convert each line to lower case, then look up each compiled pattern by its
 * text and count its matches, as re.findall(pattern, line.lower()) does in Python. */
#include "lower.h"
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
        lower(lines);
        for (size_t i = 0; i < work->pattern_count; i++) {
            const struct regex *regex = regex_cache_get(cache, work->patterns[i], 0);
            tally_add(&tally, regex_count(regex, lines));
        }
    }
    text_close(&text);
    return tally;
}

const struct variant variant = {
    .idea = "line by line: convert to lower case, look up two patterns, count their matches",
    .unsupported = lower_unsupported,
    .prepare = prepare,
    .search = search,
    .release = regex_cache_free,
};
