#include "figures/variance.h"
#include "figures/disturbed.h"
#include "figures/ladder.h"
#include "figures/probes.h"

#include <err.h>
#include <math.h>
#include <stdlib.h>

enum {
    RUN_SAMPLE,
    RUN_SHORT,
    RUN_STAGES,
    RUN_KINDS
};

/* The logarithm of the time of each kind of run in a round; NAN: none. */
struct times {
    double ln_ns[RUN_KINDS];
};

static double ln_ns(const struct row *row, double start_ns, const struct sample *sample)
{
    struct sample run = *sample;
    if (run.record.clock_ns >= run.record.search_ns)
        return NAN;
    run.record.search_ns -= run.record.clock_ns;
    return log(ladder_scaled_ns(row, start_ns, &run));
}

static double of_probe(const struct row *row, double start_ns, const struct probes *like,
                       unsigned round)
{
    struct probes same = probes_in(like, round);
    return same.count > 0 ? ln_ns(row, start_ns, &same.all[0]->sample) : NAN;
}

static size_t known(const struct times *times)
{
    size_t count = 0;
    for (size_t kind = 0; kind < RUN_KINDS; kind++)
        count += isnan(times->ln_ns[kind]) ? 0 : 1;
    return count;
}

/* The rounds with two or more runs. `times` must have room for all of the row's samples. */
static size_t times_of(const struct row *row, struct times *times)
{
    struct probes probes = probes_of(row), shorts = probes_like(&probes, PROBE_SHORT, 0),
                  stages = probes_like(&probes, PROBE_STAGES, 0);
    double start_ns = ladder_start_ns(row);
    size_t count = 0;
    for (size_t i = 0; i < row->sample_count; i++) {
        const struct sample *sample = &row->samples[i];
        if (!disturbed_counts(row, sample))
            continue;
        times[count] = (struct times){{
            [RUN_SAMPLE] = ln_ns(row, start_ns, sample),
            [RUN_SHORT] = of_probe(row, start_ns, &shorts, sample->round),
            [RUN_STAGES] = of_probe(row, start_ns, &stages, sample->round),
        }};
        if (known(&times[count]) >= 2)
            count++;
    }
    probes_free(&probes);
    return count;
}

/* Makes the mean of each kind 0, because stage runs, for example, always take longer. Returns how
 * many kinds there are. */
static size_t level(struct times *times, size_t count)
{
    size_t kinds = 0;
    for (size_t kind = 0; kind < RUN_KINDS; kind++) {
        double sum = 0;
        size_t runs = 0;
        for (size_t i = 0; i < count; i++)
            if (!isnan(times[i].ln_ns[kind])) {
                sum += times[i].ln_ns[kind];
                runs++;
            }
        for (size_t i = 0; i < count; i++)
            times[i].ln_ns[kind] -= sum / (double)runs; /* NAN stays */
        kinds += runs > 0;
    }
    return kinds;
}

static double mean_of(const struct times *times)
{
    double sum = 0;
    for (size_t kind = 0; kind < RUN_KINDS; kind++)
        sum += isnan(times->ln_ns[kind]) ? 0 : times->ln_ns[kind];
    return sum / (double)known(times);
}

static bool components(const struct times *times, size_t rounds, size_t kinds,
                       struct variance *variance)
{
    double runs = 0, squared = 0, between = 0, within = 0, least = INFINITY, most = -INFINITY;
    for (size_t i = 0; i < rounds; i++) { /* the mean of all is 0 */
        double in_round = (double)known(&times[i]), mean = mean_of(&times[i]);
        runs += in_round;
        squared += in_round * in_round;
        between += in_round * mean * mean;
        least = fmin(least, mean);
        most = fmax(most, mean);
        for (size_t kind = 0; kind < RUN_KINDS; kind++)
            if (!isnan(times[i].ln_ns[kind]))
                within += pow(times[i].ln_ns[kind] - mean, 2);
    }
    double groups = (double)rounds, a_round = (runs - squared / runs) / (groups - 1);
    within /= runs - groups - (double)(kinds - 1);
    between = fmax(0, (between / (groups - 1) - within) / a_round);
    variance->part = between / (between + within);
    variance->range = exp(most - least) - 1;
    return isfinite(variance->part);
}

bool variance_of(const struct results *run, const struct row *row, struct variance *variance)
{
    struct times *times = calloc(row->sample_count + 1, sizeof *times);
    if (!times)
        err(1, "variance");
    size_t rounds = run->layout_count > 0 && row->status == STATUS_OK ? times_of(row, times) : 0;
    size_t kinds = level(times, rounds);
    bool is_known = rounds >= VARIANCE_ROUNDS_LEAST && components(times, rounds, kinds, variance);
    free(times);
    return is_known;
}
