#include "figures/verdict.h"
#include "figures/disturbed.h"

#include <err.h>
#include <math.h>
#include <stdlib.h>

#define DRIFTS_P 0.01 /* of all comparisons of a run together (Bonferroni) */

const struct pair *verdict_control(const struct pairs *pairs)
{
    for (size_t i = 0; i < pairs->count; i++)
        if (pairs->all[i].kind == PAIR_CONTROL && pair_is_measured(&pairs->all[i]))
            return &pairs->all[i];
    return NULL;
}

bool verdict_control_differs(const struct pair *control)
{
    struct speedup speedup = ladder_speedup(control->other, control->row);
    return speedup.has_interval && !disturbed_pair_mostly(control->other, control->row) &&
           (speedup.interval.low > 1 || speedup.interval.high < 1);
}

bool verdict_run_is_trusted(const struct results *results, const struct pairs *pairs)
{
    const struct pair *control = verdict_control(pairs);
    return !results_spoiled(results) && !(control && verdict_control_differs(control));
}

double verdict_drift(const struct pairs *pairs, const struct pair *rung)
{
    size_t comparisons = 0;
    if (!pair_is_measured(rung))
        return 0;
    for (size_t i = 0; i < pairs->count; i++)
        comparisons += pairs->all[i].kind == PAIR_RUNG;
    double *ratios = calloc(rung->other->sample_count + 1, sizeof *ratios);
    if (!ratios)
        err(1, "samples");
    size_t count = ladder_ratios(rung->other, rung->row, ratios);
    for (size_t i = 0; i < count; i++)
        ratios[i] = log(ratios[i]);
    struct trend trend = stats_trend(ratios, count);
    free(ratios);
    double drift = exp(fabs(trend.slope) * (double)(count - 1)) - 1;
    return trend.p * (double)comparisons < DRIFTS_P && drift > STATS_SAME ? drift : 0;
}

bool verdict_interval(const struct pairs *pairs, const struct pair *rung, bool trusted,
                      struct interval *interval)
{
    struct speedup speedup = ladder_speedup(rung->other, rung->row);
    if (!pair_is_measured(rung) || !speedup.has_interval || !trusted ||
        disturbed_pair_mostly(rung->other, rung->row))
        return false;
    double apart = 1 + verdict_drift(pairs, rung) / 2; /* the median is about half-way */
    *interval = speedup.interval;
    interval->low /= apart;
    interval->high *= apart;
    return true;
}

enum verdict verdict_of(const struct pairs *pairs, const struct pair *rung, bool trusted)
{
    struct interval interval;
    if (!pair_is_measured(rung) || !ladder_speedup(rung->other, rung->row).has_interval)
        return VERDICT_NONE;
    return verdict_interval(pairs, rung, trusted, &interval) ? stats_verdict(&interval)
                                                             : VERDICT_UNCLEAR;
}
