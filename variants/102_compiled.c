/* Compile the patterns ahead of time, so that no line pays for looking them up. Costs nothing. */
#include "lower.h"
#include "regex.h"
#include "text.h"
#include "variant.h"

static void *prepare(const struct workload *work)
{
    return regex_set_compile(work, 0);
}

static struct tally search(void *set, const struct workload *work)
{
    struct text text = text_open(work);
    struct tally tally = {0};
    struct span lines;

    while (text_next(&text, 1, &lines)) {
        lower(lines);
        tally_add(&tally, regex_set_count(set, lines));
    }
    text_close(&text);
    return tally;
}

const struct variant variant = {
    .idea = "compile the patterns ahead of time, not line by line",
    .after = "baseline",
    .attacks = STAGE_BIT(STAGE_COMPILE),
    .effects = {[STAGE_COMPILE] = EFFECT_GONE},
    .unsupported = lower_unsupported,
    .prepare = prepare,
    .search = search,
    .release = regex_set_free,
};
