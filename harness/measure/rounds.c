#include "measure/rounds.h"
#include "base/stats.h"
#include "variants/variant.h"

#include <err.h>
#include <stdlib.h>
#include <string.h>

/* What each gets of an allotment of time; returns what they all take together, or UINT64_MAX where
 * that is more. */
static uint64_t share_out(const uint64_t *cost_ns, size_t count, unsigned least, unsigned most,
                          uint64_t allotment_ns, unsigned *rounds)
{
    uint64_t sum = 0;
    for (size_t i = 0; i < count; i++) {
        if (cost_ns[i] == 0) {
            rounds[i] = 0;
            continue;
        }
        uint64_t fits = allotment_ns / cost_ns[i], time;
        rounds[i] = fits < least ? least : fits > most ? most : (unsigned)fits;
        if (__builtin_mul_overflow(rounds[i], cost_ns[i], &time) ||
            __builtin_add_overflow(sum, time, &sum))
            sum = UINT64_MAX;
    }
    return sum;
}

void rounds_plan(const uint64_t *cost_ns, size_t count, unsigned most, unsigned taken,
                 uint64_t budget_ns, unsigned *rounds)
{
    if (budget_ns == UINT64_MAX) /* what share_out() says of too much is over any budget */
        budget_ns--;
    unsigned least = most < STATS_INTERVAL_LEAST ? most : STATS_INTERVAL_LEAST;
    most -= taken;
    least = least > taken ? least - taken : 0;
    const unsigned fewest = taken > 0 ? 0 : 1;
    while (least > fewest && share_out(cost_ns, count, least, most, 0, rounds) > budget_ns)
        least--;
    uint64_t fits = 0, too_much = budget_ns + 1;
    while (too_much - fits > 1) {
        uint64_t middle = fits + (too_much - fits) / 2;
        if (share_out(cost_ns, count, least, most, middle, rounds) <= budget_ns)
            fits = middle;
        else
            too_much = middle;
    }
    share_out(cost_ns, count, least, most, fits, rounds);
    for (size_t i = 0; i < count; i++)
        rounds[i] += cost_ns[i] ? taken : 0;
}

/* Fisher and Yates' shuffle of 0..count-1. */
static void shuffle(uint64_t *state, size_t count, size_t *to)
{
    for (size_t i = 0; i < count; i++) {
        *state = mix64(*state);
        size_t j = (size_t)(((*state >> 32) * (i + 1)) >> 32);
        to[i] = to[j];
        to[j] = i;
    }
}

void rounds_order(uint64_t seed, unsigned round, size_t count, size_t *order)
{
    if (count == 0)
        return;
    size_t square = round / count;
    uint64_t state = mix64(seed) + square / 2; /* one state for a square and its mirror image */
    size_t *rows = calloc(3 * count, sizeof *rows);
    if (!rows)
        err(1, "order of the rounds");
    size_t *columns = rows + count, *symbols = columns + count;
    shuffle(&state, count, rows);
    shuffle(&state, count, columns);
    shuffle(&state, count, symbols);
    for (size_t position = 0; position < count; position++)
        order[square % 2 ? count - 1 - position : position] =
            symbols[(rows[round % count] + columns[position]) % count];
    free(rows);
}

void rounds_put_last(const bool *last, size_t count, size_t *order)
{
    size_t *behind = malloc((count + 1) * sizeof *behind), before = 0, kept = 0;
    if (!behind)
        err(1, "order of the rounds");
    for (size_t i = 0; i < count; i++) {
        if (last[order[i]])
            behind[kept++] = order[i];
        else
            order[before++] = order[i];
    }
    memcpy(order + before, behind, kept * sizeof *behind);
    free(behind);
}
