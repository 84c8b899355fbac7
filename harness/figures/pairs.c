#include "figures/pairs.h"
#include "figures/disturbed.h"
#include "figures/sweep.h"

#include <err.h>
#include <math.h>
#include <stdlib.h>

#define DRIFTS_P 0.01 /* of all comparisons of a run together (Bonferroni) */

static size_t entry_of(const struct results *results, const struct row *row)
{
    for (size_t i = 0; i < results_entry_count(results); i++)
        if (results_entry(results, i) == row)
            return i;
    abort(); /* can't happen: every row of a run is an entry */
}

static void add(struct pairs *pairs, const struct results *results, enum pair_kind kind,
                const struct row *row, const struct row *other)
{
    if (!other || other == row) /* in a bad file, a rung may follow itself */
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
    for (size_t i = 0; i < pairs.count; i++) /* the same two count as one comparison */
        pairs.family += pair_is_measured(&pairs.all[i]) &&
                        !(pairs.all[i].kind == PAIR_ONE_CORE && pairs.all[i].other == fastest);
    for (size_t i = 0; i < pairs.count; i++)
        pairs.all[i].family = pairs.family;
    return pairs;
}

void pairs_free(struct pairs *pairs)
{
    free(pairs->all);
    *pairs = (struct pairs){0};
}

static bool is_measured(const struct row *row)
{
    return row->status == STATUS_OK && row->sample_count > 0;
}

bool pair_is_measured(const struct pair *pair)
{
    return is_measured(pair->row) && is_measured(pair->other);
}

const struct pair *pairs_find(const struct pairs *pairs, enum pair_kind kind, const struct row *row)
{
    for (size_t i = 0; i < pairs->count; i++)
        if (pairs->all[i].kind == kind && pairs->all[i].row == row)
            return &pairs->all[i];
    return NULL;
}

static double confidence_of(const struct pair *pair)
{
    double confidence = stats_confidence_of(pair->family);
    return pair->kind == PAIR_CONTROL ? fmax(confidence, PAIRS_CONTROL) : confidence;
}

static size_t least_rounds(const struct pair *pair)
{
    return stats_interval_least(confidence_of(pair));
}

size_t pairs_least_rounds(const struct results *results, size_t comparisons)
{
    double confidence = stats_confidence_of(comparisons);
    for (size_t i = 0; i < results->row_count; i++) {
        const struct row *row = &results->rows[i],
                         *other = row->is.copy_of ? results_find(results, row->is.copy_of) : NULL;
        if (other && other->status == STATUS_OK && row->status == STATUS_OK)
            confidence = fmax(confidence, PAIRS_CONTROL);
    }
    return stats_interval_least(confidence);
}

double pair_drift(const struct pair *pair)
{
    if (!pair_is_measured(pair) || pair->kind != PAIR_RUNG)
        return 0;
    double *ratios = calloc(pair->other->sample_count + 1, sizeof *ratios);
    if (!ratios)
        err(1, "samples");
    size_t count = ladder_ratios(pair->other, pair->row, least_rounds(pair), ratios);
    for (size_t i = 0; i < count; i++)
        ratios[i] = log(ratios[i]);
    double drift = 0;
    if (stats_trend_p(ratios, count) * (double)pair->family < DRIFTS_P)
        drift = exp(fabs(stats_trend_slope(ratios, count)) * (double)(count - 1)) - 1;
    free(ratios);
    return drift > STATS_SAME ? drift : 0;
}

struct speedup pair_speedup(const struct pair *pair)
{
    double confidence = confidence_of(pair);
    if (!pair_is_measured(pair))
        return (struct speedup){.ratio = NAN};
    if (pair->kind >= PAIR_PEER)
        return ladder_wall_speedup(pair->row, pair->other, confidence);
    struct speedup speedup = ladder_speedup(pair->other, pair->row, confidence);
    double apart = 1 + pair_drift(pair) / 2; /* the median is about half-way */
    speedup.interval.low /= apart;
    speedup.interval.high *= apart;
    return speedup;
}

bool pair_is_disturbed(const struct pair *pair)
{
    return disturbed_pair_mostly(pair->other, pair->row, least_rounds(pair));
}

double pair_width(const struct pair *pair)
{
    struct speedup speedup = pair_speedup(pair);
    return speedup.has_interval ? speedup.interval.high / speedup.interval.low - 1 : INFINITY;
}
