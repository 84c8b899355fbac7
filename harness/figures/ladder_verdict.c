/* The part of ladder.h that says what to believe. */
#include "figures/ladder.h"
#include "record/rounds.h"

#include <err.h>
#include <math.h>
#include <stdlib.h>

#define DRIFT_P 0.01 /* of all comparisons of a run together (Bonferroni) */

static size_t undisturbed(const struct row *row)
{
    size_t count = 0;
    for (size_t i = 0; i < row->sample_count; i++)
        count += !*row->samples[i].disturbed;
    return count;
}

bool ladder_leaves_out(const struct row *row)
{
    return undisturbed(row) >= ROUNDS_FOR_INTERVAL;
}

bool ladder_counts(const struct row *row, const struct sample *sample)
{
    return !*sample->disturbed || !ladder_leaves_out(row);
}

bool ladder_disturbed(const struct row *row)
{
    return !ladder_leaves_out(row) && 2 * undisturbed(row) < row->sample_count;
}

/* Of the rounds that both have, those in which neither was disturbed; in *all how many there are.
 */
static size_t undisturbed_pairs(const struct row *one, const struct row *other, size_t *all)
{
    size_t count = 0;
    *all = 0;
    for (size_t i = 0; i < one->sample_count; i++) {
        const struct sample *sample = row_sample(other, one->samples[i].round);
        *all += sample != NULL;
        count += sample && !*sample->disturbed && !*one->samples[i].disturbed;
    }
    return count;
}

bool ladder_pair_leaves_out(const struct row *one, const struct row *other)
{
    size_t all;
    return undisturbed_pairs(one, other, &all) >= ROUNDS_FOR_INTERVAL;
}

bool ladder_pair_disturbed(const struct row *one, const struct row *other)
{
    size_t all, count = undisturbed_pairs(one, other, &all);
    return ladder_disturbed(one) || ladder_disturbed(other) ||
           (count < ROUNDS_FOR_INTERVAL && 2 * count < all);
}

bool ladder_trusted(const struct results *results, struct speedup *control)
{
    struct speedup speedup = {.ratio = NAN};
    for (size_t i = 0; i < results->row_count; i++) {
        const struct row *row = &results->rows[i];
        const struct row *original =
            row->is.copy_of ? results_find(results, row->is.copy_of) : NULL;
        if (!original || row->status != STATUS_OK || original->status != STATUS_OK)
            continue;
        speedup = ladder_speedup(original, row);
        speedup.has_interval &= !ladder_pair_disturbed(original, row);
        break;
    }
    if (control)
        *control = speedup;
    return !results_spoiled(results) &&
           (!speedup.has_interval || (speedup.interval.low <= 1 && speedup.interval.high >= 1));
}

double ladder_drift(const struct results *results, const struct row *row)
{
    const struct row *parent = ladder_parent(results, row);
    size_t comparisons = 0;
    if (!parent || parent->status != STATUS_OK || row->status != STATUS_OK)
        return 0;
    for (size_t i = 0; i < results->row_count; i++)
        comparisons += ladder_parent(results, &results->rows[i]) != NULL;
    double *ratios = calloc(parent->sample_count + 1, sizeof *ratios);
    if (!ratios)
        err(1, "samples");
    size_t count = ladder_ratios(parent, row, ratios);
    for (size_t i = 0; i < count; i++)
        ratios[i] = log(ratios[i]);
    struct trend trend = stats_trend(ratios, count);
    free(ratios);
    double drift = exp(fabs(trend.slope) * (double)(count - 1)) - 1;
    return trend.p * (double)comparisons < DRIFT_P && drift > STATS_SAME ? drift : 0;
}

bool ladder_verdict_interval(const struct results *results, const struct row *row,
                             struct interval *interval)
{
    const struct row *parent = ladder_parent(results, row);
    if (!parent || parent->status != STATUS_OK || row->status != STATUS_OK)
        return false;
    struct speedup speedup = ladder_speedup(parent, row);
    if (!speedup.has_interval || !ladder_trusted(results, NULL) ||
        ladder_pair_disturbed(parent, row))
        return false;
    double apart = 1 + ladder_drift(results, row) / 2; /* the median is about half-way */
    *interval = speedup.interval;
    interval->low /= apart;
    interval->high *= apart;
    return true;
}

enum verdict ladder_verdict(const struct results *results, const struct row *row)
{
    const struct row *parent = ladder_parent(results, row);
    struct interval interval;
    if (!parent || parent->status != STATUS_OK || row->status != STATUS_OK ||
        !ladder_speedup(parent, row).has_interval)
        return VERDICT_NONE;
    return ladder_verdict_interval(results, row, &interval) ? stats_verdict(&interval)
                                                            : VERDICT_UNCLEAR;
}
