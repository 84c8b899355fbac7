#include "figures/staged.h"
#include "figures/disturbed.h"
#include "figures/ladder.h"

#include <err.h>
#include <math.h>
#include <stdlib.h>

static double *numbers(size_t count)
{
    double *values = calloc(count + 1, sizeof *values);
    if (!values)
        err(1, "ledger");
    return values;
}

static double median_and_free(double *values, size_t count)
{
    double median = stats_median(values, count);
    free(values);
    return median;
}

static double sum_of(const struct stage_times *times)
{
    double sum = 0;
    for (enum stage stage = 0; stage < STAGE_COUNT; stage++)
        sum += (double)times->spent[stage];
    return sum;
}

struct staged staged_of(const struct row *row)
{
    struct staged staged = {.row = row, .start_ns = ladder_start_ns(row), .all = probes_of(row)};
    staged.runs = probes_like(&staged.all, PROBE_STAGES, 0);
    return staged;
}

void staged_free(struct staged *staged)
{
    probes_free(&staged->all);
}

size_t staged_shares(const struct staged *staged, enum stage stage, double *shares)
{
    size_t count = 0;
    for (size_t i = 0; i < staged->runs.count; i++) {
        const struct stage_times *times = &staged->runs.all[i]->sample.record.stages;
        double sum = sum_of(times);
        if (sum > 0)
            shares[count++] = (double)times->spent[stage] / sum;
    }
    return count;
}

/* The sum of a run's stages, or the clock's cost, scaled to the whole text. */
static double total_of(const struct staged *staged, const struct probe *run, bool is_clock)
{
    const struct record *record = &run->sample.record;
    double ns = is_clock ? (double)record->clock_ns : sum_of(&record->stages);
    return ns * ladder_scaled_ns(staged->row, staged->start_ns, &run->sample) /
           (double)record->search_ns;
}

/* Sets medians over the stage runs: the sum of the stages on the whole text, the clock's cost, and
 * how much longer the sample of the same round took. */
static void set_totals(const struct staged *staged, struct stages *stages)
{
    const struct row *row = staged->row;
    const size_t count = staged->runs.count;
    double *totals = numbers(count), *clocks = numbers(count), *aparts = numbers(count);
    size_t paired = 0;
    for (size_t i = 0; i < count; i++) {
        totals[i] = total_of(staged, staged->runs.all[i], false);
        clocks[i] = total_of(staged, staged->runs.all[i], true);
    }
    for (size_t i = 0; i < row->sample_count; i++) {
        const struct sample *sample = &row->samples[i];
        struct probes same = probes_in(&staged->runs, sample->round);
        for (size_t j = 0; j < same.count && disturbed_counts(row, sample); j++) {
            double total_ns = total_of(staged, same.all[j], false);
            if (total_ns > 0)
                aparts[paired++] = ladder_scaled_ns(row, staged->start_ns, sample) / total_ns - 1;
        }
    }
    if (paired == 0 && row->sample_count > 0) /* as in files of schema 1 */
        aparts[paired++] = ladder_summarize(row).median_ns / stats_median(totals, count) - 1;
    stages->runs = count;
    stages->total_ns = median_and_free(totals, count);
    stages->clock_ns = median_and_free(clocks, count);
    stages->apart = median_and_free(aparts, paired);
}

/* The slope of a line through the stage run and the runs that lengthened it, by least squares. */
double staged_slope(const struct staged *staged, enum stage stage, const struct probe *plain)
{
    struct probes longer = probes_like(&staged->all, PROBE_DELAYED, STAGE_BIT(stage));
    const struct record *record = &plain->sample.record;
    double plain_ns = (double)record->search_ns - (double)record->clock_ns, product = 0, square = 0;
    struct probes same = probes_in(&longer, plain->sample.round);
    for (size_t i = 0; i < same.count; i++) {
        const struct probe *probe = same.all[i];
        if (probe->sample.bytes != plain->sample.bytes)
            continue;
        double longer_ns =
            (double)probe->sample.record.search_ns - (double)record->search_ns; /* clocks on both */
        product += probe->delay * longer_ns / plain_ns;
        square += probe->delay * probe->delay;
    }
    return square > 0 ? fmin(fmax(product / square, 0), 1) : NAN;
}

/* In each round; returns how many. */
static size_t slopes_of(const struct staged *staged, enum stage stage, double *slopes)
{
    size_t count = 0;
    for (size_t i = 0; i < staged->runs.count; i++) {
        double slope = staged_slope(staged, stage, staged->runs.all[i]);
        if (!isnan(slope))
            slopes[count++] = slope;
    }
    return count;
}

/* Sets the median share of each stage, which need not add up to 1; returns their sum. */
static double set_shares(const struct staged *staged, struct stages *stages)
{
    double *shares = numbers(staged->runs.count), sum = 0;
    for (enum stage stage = 0; stage < STAGE_COUNT; stage++) {
        size_t count = slopes_of(staged, stage, shares);
        if (count > 0)
            stages->lengthened |= STAGE_BIT(stage);
        else
            count = staged_shares(staged, stage, shares);
        stages->share[stage] = count > 0 ? stats_median(shares, count) : 0;
        if (!stats_interval(shares, count, STATS_CONFIDENCE, &stages->interval[stage]))
            stages->interval[stage] = (struct interval){0};
        sum += stages->share[stage];
    }
    free(shares);
    return sum;
}

struct stages staged_stages(const struct staged *staged)
{
    struct stages stages = {.apart = NAN};
    double sum = set_shares(staged, &stages);
    if (!(sum > 0))
        return stages;
    set_totals(staged, &stages);
    stages.scale = 1 / sum;
    for (enum stage stage = 0; stage < STAGE_COUNT; stage++) {
        stages.share[stage] /= sum;
        stages.interval[stage].low = fmin(stages.interval[stage].low / sum, 1);
        stages.interval[stage].high = fmin(stages.interval[stage].high / sum, 1);
        stages.ns[stage] = stages.share[stage] * stages.total_ns;
        if (stages.share[stage] > stages.share[stages.bottleneck])
            stages.bottleneck = stage;
    }
    return stages;
}

struct stages ledger_stages(const struct row *row)
{
    struct staged staged = staged_of(row);
    struct stages stages = staged_stages(&staged);
    staged_free(&staged);
    return stages;
}
