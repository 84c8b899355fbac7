#include "figures/ladder.h"
#include "figures/disturbed.h"
#include "figures/ledger.h"
#include "figures/probes.h"
#include "figures/ranks.h"
#include "system/gpu_limits.h"

#include <err.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

static double *numbers(size_t count)
{
    double *values = calloc(count + 1, sizeof *values);
    if (!values)
        err(1, "samples");
    return values;
}

/* NAN for no values. */
static double median_and_free(double *values, size_t count)
{
    double median = stats_median(values, count);
    free(values);
    return median;
}

/* How much of the text it searched. */
static double bytes_of(const struct row *row, const struct sample *sample)
{
    return (double)(sample->bytes ? sample->bytes : row->text_bytes);
}

/* The median time of a row's samples, and how much of the text they searched. */
static double sampled_ns(const struct row *row, double *bytes)
{
    double *times = numbers(row->sample_count);
    size_t count = 0;
    for (size_t i = 0; i < row->sample_count; i++) {
        const struct sample *sample = &row->samples[i];
        if (!disturbed_counts(row, sample))
            continue;
        times[count++] = (double)sample->record.search_ns;
        *bytes = bytes_of(row, sample);
    }
    return median_and_free(times, count);
}

/* The same for its probes on less text. */
static double short_ns(const struct row *row, double *bytes)
{
    struct probes probes = probes_of(row), shorts = probes_like(&probes, PROBE_SHORT, 0);
    double *times = numbers(shorts.count);
    for (size_t i = 0; i < shorts.count; i++) {
        times[i] = (double)shorts.all[i]->sample.record.search_ns;
        *bytes = bytes_of(row, &shorts.all[i]->sample);
    }
    double median = median_and_free(times, shorts.count);
    probes_free(&probes);
    return median;
}

double ladder_start_ns(const struct row *row)
{
    double less_bytes = 0, bytes = 0, less_ns = short_ns(row, &less_bytes);
    if (isnan(less_ns))
        return 0;
    double ns = sampled_ns(row, &bytes);
    double start_ns = (less_ns * bytes - ns * less_bytes) / (bytes - less_bytes);
    return start_ns > 0 && start_ns < ns ? start_ns : 0; /* false for NAN */
}

double ladder_scaled_ns(const struct row *row, double start_ns, const struct sample *sample)
{
    double ns = (double)sample->record.search_ns;
    if (sample->bytes == 0 || ns <= start_ns)
        return ns;
    return start_ns + (ns - start_ns) * (double)row->text_bytes / (double)sample->bytes;
}

double ladder_whole_ns(const struct row *row, const struct sample *sample)
{
    return ladder_scaled_ns(row, sample->bytes ? ladder_start_ns(row) : 0, sample);
}

/* Of the whole process. */
static double wall_ns(const struct row *row, double start_ns, const struct sample *sample)
{
    return (double)sample->wall_ns - (double)sample->record.search_ns +
           ladder_scaled_ns(row, start_ns, sample);
}

size_t ladder_times(const struct row *row, double *times)
{
    struct summary summary = ladder_summarize(row);
    double start_ns = ladder_start_ns(row), fit = ladder_fit(&summary);
    size_t count = 0;
    for (size_t i = 0; i < row->sample_count; i++)
        if (disturbed_counts(row, &row->samples[i]))
            times[count++] = fit * ladder_scaled_ns(row, start_ns, &row->samples[i]);
    return count;
}

const struct sample *ladder_sample(const struct row *row, unsigned round)
{
    const struct sample *sample = row_sample(row, round);
    return sample && disturbed_counts(row, sample) ? sample : NULL;
}

/* The time of the whole text according to a round: the median of its sample, its run on less text,
 * and its stage run without the clock's cost, because one of the three may have been delayed. */
static double fitted_in(const struct row *row, const struct probes *probes, double start_ns,
                        const struct sample *sample)
{
    static const enum probe_kind kinds[] = {PROBE_SHORT, PROBE_STAGES};
    double fits[3] = {ladder_scaled_ns(row, start_ns, sample)};
    size_t count = 1;
    for (size_t i = 0; i < sizeof kinds / sizeof kinds[0]; i++) {
        struct probes like = probes_like(probes, kinds[i], 0),
                      same = probes_in(&like, sample->round);
        if (same.count == 0)
            continue;
        struct sample run = same.all[0]->sample;
        if (run.bytes > 0 && run.record.clock_ns < run.record.search_ns) {
            run.record.search_ns -= run.record.clock_ns;
            fits[count++] = ladder_scaled_ns(row, start_ns, &run);
        }
    }
    return stats_median(fits, count);
}

/* See summary.whole_off. A run is compared with runs of the same layout. */
static double whole_off(const struct row *row, double start_ns)
{
    struct probes probes = probes_of(row), wholes = probes_like(&probes, PROBE_WHOLE, 0);
    double *ratios = numbers(wholes.count);
    size_t count = 0;
    for (size_t i = 0; wholes.count > 0 && i < row->sample_count; i++) {
        const struct sample *sample = &row->samples[i];
        struct probes same = probes_in(&wholes, sample->round);
        if (same.count == 0 || !disturbed_counts(row, sample))
            continue;
        double fitted_ns = fitted_in(row, &probes, start_ns, sample);
        for (size_t j = 0; j < same.count; j++)
            ratios[count++] = (double)same.all[j]->sample.record.search_ns / fitted_ns;
    }
    probes_free(&probes);
    return median_and_free(ratios, count) - 1;
}

double ladder_fit(const struct summary *summary)
{
    return fabs(summary->whole_off) > LADDER_FIT ? 1 + summary->whole_off : 1; /* 1 for NAN */
}

static void go_by_whole_runs(struct summary *summary)
{
    double times = ladder_fit(summary);
    summary->median_ns *= times;
    summary->interval.low *= times;
    summary->interval.high *= times;
    summary->wall_ns *= times;
    summary->cpu_ns *= times;
}

struct summary ladder_summarize(const struct row *row)
{
    struct summary summary = {.rounds = 0};
    double *times = numbers(row->sample_count), *cpu = numbers(row->sample_count),
           *walls = numbers(row->sample_count), start_ns = ladder_start_ns(row);
    for (size_t i = 0; i < row->sample_count; i++) {
        const struct sample *sample = &row->samples[i];
        if (!disturbed_counts(row, sample))
            continue;
        times[summary.rounds] = ladder_scaled_ns(row, start_ns, sample);
        walls[summary.rounds] = wall_ns(row, start_ns, sample);
        cpu[summary.rounds] = (double)(sample->user_ns + sample->sys_ns) * times[summary.rounds] /
                              (double)sample->record.search_ns;
        summary.rounds++;
        if (sample->record.peak_rss_bytes > summary.peak_rss_bytes)
            summary.peak_rss_bytes = sample->record.peak_rss_bytes;
    }
    summary.has_interval =
        stats_interval(times, summary.rounds, STATS_CONFIDENCE, &summary.interval);
    summary.median_ns = median_and_free(times, summary.rounds);
    summary.wall_ns = median_and_free(walls, summary.rounds);
    summary.cpu_ns = median_and_free(cpu, summary.rounds);
    summary.whole_off = whole_off(row, start_ns);
    go_by_whole_runs(&summary);
    return summary;
}

/* The scaled time of a sample; `start_ns` is the row's. */
typedef double time_of(const struct row *row, double start_ns, const struct sample *sample);

static size_t ratios_of(const struct row *slow, const struct row *fast, time_of *slow_time,
                        time_of *fast_time, size_t least, double *ratios)
{
    double slow_start_ns = ladder_start_ns(slow), fast_start_ns = ladder_start_ns(fast);
    bool leaves_out = disturbed_pair_leaves_out(slow, fast, least);
    size_t count = 0;
    for (size_t i = 0; i < slow->sample_count; i++) {
        const struct sample *sample = &slow->samples[i], *other = row_sample(fast, sample->round);
        if (other && !(leaves_out && (*sample->disturbed || *other->disturbed)))
            ratios[count++] =
                slow_time(slow, slow_start_ns, sample) / fast_time(fast, fast_start_ns, other);
    }
    return count;
}

bool ladder_by_process(const struct row *one, const struct row *other)
{
    return identity_counts(&one->is) || identity_counts(&other->is);
}

/* Like with like. */
static time_of *time_for(const struct row *slow, const struct row *fast)
{
    return ladder_by_process(slow, fast) ? wall_ns : ladder_scaled_ns;
}

size_t ladder_ratios(const struct row *slow, const struct row *fast, size_t least, double *ratios)
{
    time_of *time = time_for(slow, fast);
    return ratios_of(slow, fast, time, time, least, ratios);
}

static struct speedup paired(const struct row *slow, const struct row *fast, time_of *slow_time,
                             time_of *fast_time, double confidence)
{
    double *ratios = numbers(slow->sample_count);
    struct speedup speedup = {.rounds = ratios_of(slow, fast, slow_time, fast_time,
                                                  stats_interval_least(confidence), ratios)};
    speedup.has_interval = stats_interval(ratios, speedup.rounds, confidence, &speedup.interval);
    speedup.ratio = median_and_free(ratios, speedup.rounds);
    return speedup;
}

struct speedup ladder_speedup(const struct row *slow, const struct row *fast, double confidence)
{
    time_of *time = time_for(slow, fast);
    return paired(slow, fast, time, time, confidence);
}

struct speedup ladder_wall_speedup(const struct row *peer, const struct row *fast,
                                   double confidence)
{
    return paired(peer, fast, ladder_scaled_ns, wall_ns, confidence);
}

/* A rung with a stage on the GPU uses more than a core. What the user's commands do is not known.
 */
static bool runs_on_one_core(const struct results *results, const struct row *row)
{
    return ladder_threads(results, row) == 1 && !identity_counts(&row->is) &&
           ledger_stages(row).share[STAGE_KERNEL] <= 0;
}

const struct row *ladder_fastest_process(const struct results *results, bool one_core)
{
    const struct row *fastest = NULL;
    double least_ns = INFINITY;
    for (size_t i = 0; i < results->row_count; i++) {
        const struct row *row = &results->rows[i];
        if (!ladder_measured(row) || (one_core && !runs_on_one_core(results, row)))
            continue;
        double wall = ladder_summarize(row).wall_ns;
        if (wall < least_ns) {
            least_ns = wall;
            fastest = row;
        }
    }
    return fastest;
}

const struct row *ladder_parent(const struct results *results, const struct row *row)
{
    return row->is.after ? results_find(results, row->is.after) : NULL;
}

const struct row *ladder_baseline(const struct results *results)
{
    for (size_t i = 0; i < results->row_count; i++) {
        const struct row *row = &results->rows[i];
        if (!row->is.after && !row->is.copy_of && row->status == STATUS_OK && row->sample_count > 0)
            return row;
    }
    return NULL;
}

bool ladder_measured(const struct row *row)
{
    return row->status == STATUS_OK && row->sample_count > 0 && !row->is.copy_of && !row->is.apart;
}

const struct row *ladder_first_measured(const struct results *results)
{
    for (size_t i = 0; i < results->row_count; i++)
        if (ladder_measured(&results->rows[i]))
            return &results->rows[i];
    return NULL;
}

int ladder_threads(const struct results *results, const struct row *row)
{
    if (row->is.threads)
        return row->is.threads;
    return identity_shares(&row->is) || row->is.ranks ? results->threads : 1;
}

double ladder_device_ns(const struct row *row, enum stage stage)
{
    double *times = numbers(row->sample_count);
    size_t count = 0;
    for (size_t i = 0; i < row->sample_count; i++)
        if (row->samples[i].record.has_device && disturbed_counts(row, &row->samples[i]))
            times[count++] = (double)row->samples[i].record.device.ns[stage];
    return median_and_free(times, count);
}

double ladder_prepare_ns(const struct row *row)
{
    double *times = numbers(row->sample_count);
    size_t count = 0;
    for (size_t i = 0; i < row->sample_count; i++)
        if (disturbed_counts(row, &row->samples[i]))
            times[count++] = (double)row->samples[i].record.prepare_ns;
    return median_and_free(times, count);
}

double ladder_beside_ns(const struct row *row)
{
    double *times = numbers(row->sample_count);
    size_t count = 0;
    for (size_t i = 0; i < row->sample_count; i++)
        if (disturbed_counts(row, &row->samples[i]))
            times[count++] =
                (double)row->samples[i].wall_ns - (double)row->samples[i].record.search_ns;
    double median = median_and_free(times, count);
    return median > 0 ? median : 0;
}

double ladder_limit_median(const struct limit *limit)
{
    double *rates = numbers(limit->round_count);
    size_t count = 0;
    for (size_t i = 0; i < limit->round_count; i++)
        if (limit->by_round[i] > 0)
            rates[count++] = limit->by_round[i];
    return median_and_free(rates, count);
}

/* The median over the rounds of the variant's rate as a share of the limit. If there are few
 * rounds, all of the limit's passes may have been disturbed: then its best rate ever counts. */
static double share_by_round(const struct limit *limit, const struct row *row, double bytes)
{
    double *shares = numbers(row->sample_count), *rates = numbers(row->sample_count);
    double start_ns = ladder_start_ns(row);
    size_t count = 0;
    for (size_t i = 0; i < row->sample_count; i++) {
        size_t round = row->samples[i].round - 1;
        if (round < limit->round_count && limit->by_round[round] > 0 &&
            disturbed_counts(row, &row->samples[i])) {
            rates[count] = bytes / ladder_scaled_ns(row, start_ns, &row->samples[i]);
            shares[count] = rates[count] / limit->by_round[round];
            count++;
        }
    }
    double by_round = median_and_free(shares, count),
           of_best = median_and_free(rates, count) / limit->gb_per_s;
    return count < STATS_INTERVAL_LEAST ? of_best : by_round;
}

double ladder_limit_share(const struct results *results, const struct row *row)
{
    if (row->status != STATUS_OK || !row->is.limit)
        return NAN;
    if (results->gpus > 1 && gpu_limits_know(row->is.limit))
        return NAN; /* limits are measured on one GPU */
    if (ranks_hosts(row) > 1)
        return NAN; /* of this one */
    const struct limit *limit = limits_find(results->limits, results->limit_count, row->is.limit,
                                            ladder_threads(results, row));
    if (!limit)
        return NAN;
    if (limit->by_round)
        return share_by_round(limit, row, (double)results->data.bytes);
    double ns =
        row->is.apart ? ladder_device_ns(row, STAGE_KERNEL) : ladder_summarize(row).median_ns;
    return (double)results->data.bytes / ns / limit->gb_per_s;
}

size_t ladder_outliers(const struct row *row, bool *flags)
{
    const double normal = 1.4826; /* scales it to the standard deviation of a normal distribution */
    size_t count = 0;
    double *times = numbers(row->sample_count), *apart = numbers(row->sample_count);
    size_t used = ladder_times(row, times);
    double median = stats_median(times, used);
    for (size_t i = 0; i < used; i++)
        apart[i] = fabs(times[i] - median);
    double far = OUTLIER_MADS * normal * stats_median(apart, used);
    used = 0;
    for (size_t i = 0; i < row->sample_count; i++) {
        flags[i] = disturbed_counts(row, &row->samples[i]) && far > 0 && apart[used] > far;
        used += disturbed_counts(row, &row->samples[i]);
        count += flags[i];
    }
    free(times);
    free(apart);
    return count;
}
