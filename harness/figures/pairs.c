#include "figures/pairs.h"
#include "figures/ladder.h"
#include "figures/sweep.h"

#include <err.h>
#include <math.h>
#include <stdlib.h>

static size_t entry_of(const struct results *results, const struct row *row)
{
    for (size_t i = 0; i < results_entry_count(results); i++)
        if (results_entry(results, i) == row)
            return i;
    abort(); /* every row of a run is one of its entries */
}

static void add(struct pairs *pairs, const struct results *results, enum pair_kind kind,
                const struct row *row, const struct row *other)
{
    if (!other || other == row) /* a file may say that a rung follows itself */
        return;
    pairs->all = reallocarray(pairs->all, pairs->count + 1, sizeof pairs->all[0]);
    if (!pairs->all)
        err(1, "comparisons");
    pairs->all[pairs->count++] = (struct pair){.kind = kind,
                                               .row = row,
                                               .other = other,
                                               .row_entry = entry_of(results, row),
                                               .other_entry = entry_of(results, other)};
}

struct pairs pairs_of(const struct results *results)
{
    struct pairs pairs = {0};
    for (size_t i = 0; i < results->row_count; i++) {
        const struct row *row = &results->rows[i];
        if (row->is.copy_of)
            add(&pairs, results, PAIR_CONTROL, row, results_find(results, row->is.copy_of));
        else if (!row->is.apart)
            add(&pairs, results, PAIR_RUNG, row, ladder_parent(results, row));
    }
    const struct row *point;
    for (size_t i = 0; (point = sweep_point(results, i)); i++)
        if (ladder_threads(results, point) > 1)
            add(&pairs, results, PAIR_POINT, point, sweep_one_thread(results, point));
    const struct row *fastest = ladder_fastest_process(results, false),
                     *on_one_core = ladder_fastest_process(results, true);
    for (size_t i = 0; i < results->peer_count; i++) {
        add(&pairs, results, PAIR_PEER, &results->peers[i].row, fastest);
        add(&pairs, results, PAIR_ONE_CORE, &results->peers[i].row, on_one_core);
    }
    return pairs;
}

void pairs_free(struct pairs *pairs)
{
    free(pairs->all);
    *pairs = (struct pairs){0};
}

bool pair_is_measured(const struct pair *pair)
{
    return pair->row->status == STATUS_OK && pair->other->status == STATUS_OK;
}

const struct pair *pairs_find(const struct pairs *pairs, enum pair_kind kind, const struct row *row)
{
    for (size_t i = 0; i < pairs->count; i++)
        if (pairs->all[i].kind == kind && pairs->all[i].row == row)
            return &pairs->all[i];
    return NULL;
}

double pair_width(const struct pair *pair)
{
    struct speedup speedup = ladder_speedup(pair->other, pair->row);
    return speedup.has_interval ? speedup.interval.high / speedup.interval.low - 1 : INFINITY;
}
