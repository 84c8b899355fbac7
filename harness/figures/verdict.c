#include "figures/verdict.h"
#include "figures/disturbed.h"

#include <err.h>
#include <math.h>
#include <stdlib.h>

#define DRIFT_P 0.01 /* of all comparisons of a run together (Bonferroni) */

bool verdict_run_is_trusted(const struct results *results, struct speedup *control)
{
    struct speedup speedup = {.ratio = NAN};
    for (size_t i = 0; i < results->row_count; i++) {
        const struct row *row = &results->rows[i];
        const struct row *original =
            row->is.copy_of ? results_find(results, row->is.copy_of) : NULL;
        if (!original || row->status != STATUS_OK || original->status != STATUS_OK)
            continue;
        speedup = ladder_speedup(original, row);
        speedup.has_interval &= !disturbed_pair_mostly(original, row);
        break;
    }
    if (control)
        *control = speedup;
    return !results_spoiled(results) &&
           (!speedup.has_interval || (speedup.interval.low <= 1 && speedup.interval.high >= 1));
}

double verdict_drift(const struct results *results, const struct row *row)
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

bool verdict_interval(const struct results *results, const struct row *row,
                      struct interval *interval)
{
    const struct row *parent = ladder_parent(results, row);
    if (!parent || parent->status != STATUS_OK || row->status != STATUS_OK)
        return false;
    struct speedup speedup = ladder_speedup(parent, row);
    if (!speedup.has_interval || !verdict_run_is_trusted(results, NULL) ||
        disturbed_pair_mostly(parent, row))
        return false;
    double apart = 1 + verdict_drift(results, row) / 2; /* the median is about half-way */
    *interval = speedup.interval;
    interval->low /= apart;
    interval->high *= apart;
    return true;
}

enum verdict verdict_of(const struct results *results, const struct row *row)
{
    const struct row *parent = ladder_parent(results, row);
    struct interval interval;
    if (!parent || parent->status != STATUS_OK || row->status != STATUS_OK ||
        !ladder_speedup(parent, row).has_interval)
        return VERDICT_NONE;
    return verdict_interval(results, row, &interval) ? stats_verdict(&interval) : VERDICT_UNCLEAR;
}
