#include "figures/trust.h"
#include "base/strings.h"
#include "common/units.h"
#include "figures/disturbed.h"
#include "figures/verdict.h"

#include <err.h>
#include <inttypes.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define DRIFT_P 0.01
#define CLOCK_APART 0.1

/* How the marks of disturbed samples start. */
static const struct cause {
    const char *mark, *what, *remedy;
} causes[] = {
    {"quota", "the control group's CPU quota stopped programs",
     "raise it (a container's --cpus), or use fewer cores (taskset)"},
    {"steal", "the hypervisor gave the cores to other guests",
     "run when the host is quiet, or on a machine of your own"},
    {"others", "other programs used the cores", "stop them (top shows which), and run again"},
    {"swap", "memory was swapped", "free memory, and run again"},
    {"faults", "pages were read from the disk", "free memory, and run again"},
    {"text", "part of the text left the page cache", "free memory, or take a smaller text"},
};

static bool is_of(const struct sample *sample, const struct cause *cause)
{
    return strncmp(sample->disturbed, cause->mark, strlen(cause->mark)) == 0;
}

static double size_of(const struct sample *sample, const struct cause *cause)
{
    return strtod(sample->disturbed + strlen(cause->mark), NULL);
}

static size_t count_of(const struct row *row, const struct cause *cause)
{
    size_t count = 0;
    for (size_t i = 0; i < row->sample_count; i++)
        count += is_of(&row->samples[i], cause);
    return count;
}

/* The row whose disturbed samples rule out a verdict on `row`: itself, or the one that it is
 * compared with; NULL: none. */
static const struct row *to_blame(const struct pairs *pairs, const struct row *row,
                                  const struct cause *cause)
{
    const struct pair *rung = pairs_find(pairs, PAIR_RUNG, row);
    const struct row *parent = rung ? rung->other : NULL;
    if (disturbed_mostly(row))
        return row;
    if (!parent || disturbed_mostly(parent) || !pair_is_disturbed(rung))
        return NULL; /* the parent's own line says it */
    return count_of(row, cause) > 0 ? row : parent;
}

/* Whether this cause disturbed most of a row's samples. */
static bool is_main(const struct row *row, const struct cause *cause)
{
    for (size_t i = 0; i < sizeof causes / sizeof causes[0]; i++)
        if (count_of(row, &causes[i]) > count_of(row, cause))
            return false;
    return true;
}

static void judge_cause(struct results *results, const struct pairs *pairs,
                        const struct cause *cause)
{
    size_t count = 0, all = 0, measured = 0, blamed = 0;
    const struct sample *worst = NULL;
    char *names = NULL;
    for (size_t i = 0; i < results_entry_count(results); i++) {
        const struct row *row = results_entry(results, i);
        size_t own = count_of(row, cause);
        for (size_t j = 0; own > 0 && j < row->sample_count; j++)
            if (is_of(&row->samples[j], cause) &&
                (!worst || size_of(&row->samples[j], cause) > size_of(worst, cause)))
                worst = &row->samples[j];
        count += own;
        all += row->sample_count;
        measured += row->sample_count > 0;
        const struct row *culprit = to_blame(pairs, row, cause);
        if (culprit && count_of(culprit, cause) > 0 && is_main(culprit, cause)) {
            blamed += disturbed_mostly(row);
            names = append_string(names, "%s", row->is.name);
        }
    }
    if (count == 0)
        return;
    bool spoils = blamed == measured;
    char *follows =
        spoils  ? copy_string("too many to exclude, so every verdict reads unclear")
        : names ? format_string("too many to exclude from %s, whose verdicts read unclear", names)
                : copy_string("excluded where at least six undisturbed samples remain");
    results_warn(results, spoils,
                 format_string("%s while %zu of %zu samples were taken (at worst %s): %s",
                               cause->what, count, all, worst->disturbed, follows),
                 cause->remedy);
    free(follows);
    free(names);
}

/* The median of a row's raw times, on however much text. */
static double middle_ns(const struct row *row)
{
    double *times = calloc(row->sample_count + 1, sizeof *times);
    size_t count = 0;
    if (!times)
        err(1, "trust");
    for (size_t i = 0; i < row->sample_count; i++)
        if (disturbed_counts(row, &row->samples[i]))
            times[count++] = (double)row->samples[i].record.search_ns;
    double median = stats_median(times, count);
    free(times);
    return median;
}

/* The drift of all times: each row's times are divided by their median, and the medians of each
 * round, over the rows with the most rounds, are tested for drift. */
static double drift_of_times(const struct results *results, double *p)
{
    size_t most = 0, count = 0, rounds = 0;
    for (size_t i = 0; i < results->row_count; i++)
        if (results->rows[i].sample_count > most)
            most = results->rows[i].sample_count;
    unsigned last = 0;
    for (size_t i = 0; i < results->row_count; i++)
        for (size_t j = 0; j < results->rows[i].sample_count; j++)
            if (results->rows[i].samples[j].round > last)
                last = results->rows[i].samples[j].round;
    double *medians = calloc(last + 1, sizeof *medians),
           *logs = calloc(results->row_count + 1, sizeof *logs),
           *middles = calloc(results->row_count + 1, sizeof *middles);
    if (!medians || !logs || !middles)
        err(1, "trust");
    for (size_t i = 0; i < results->row_count; i++)
        middles[i] = middle_ns(&results->rows[i]);
    for (unsigned round = 1; round <= last; round++) {
        count = 0;
        for (size_t i = 0; i < results->row_count; i++) {
            const struct row *row = &results->rows[i];
            const struct sample *sample = ladder_sample(row, round);
            if (sample && row->status == STATUS_OK && 10 * row->sample_count >= 9 * most)
                logs[count++] = log((double)sample->record.search_ns / middles[i]);
        }
        if (count > 0)
            medians[rounds++] = stats_median(logs, count);
    }
    *p = stats_trend_p(medians, rounds);
    double slope = stats_trend_slope(medians, rounds);
    free(medians);
    free(logs);
    free(middles);
    return exp(slope * (double)(rounds - 1)) - 1;
}

static void judge_drift(struct results *results, const struct pairs *pairs)
{
    double p, drift = drift_of_times(results, &p);
    if (p < DRIFT_P && fabs(drift) > STATS_SAME)
        results_warn(results, false,
                     format_string("times drift: %+.0f %% from the first round to the last "
                                   "(Mann-Kendall, p = %.2g)",
                                   100 * drift, p),
                     "let the machine settle, and run again. Ratios hold, since they are taken "
                     "within rounds");
    char *names = NULL;
    for (size_t i = 0; i < pairs->count; i++)
        if (pairs->all[i].kind == PAIR_RUNG && pair_drift(&pairs->all[i]) > 0)
            names = append_string(names, "%s over %s", pairs->all[i].row->is.name,
                                  pairs->all[i].other->is.name);
    if (names)
        results_warn(
            results, false,
            format_string("speed-ups drift from round to round: %s; the verdict allows for it",
                          names),
            "let the machine settle, and run again");
    free(names);
}

static void judge_text(struct results *results)
{
    double resident = results->data.resident;
    if (results->cold && isnan(resident))
        results_warn(results, false,
                     copy_string("whether the text left the page cache for --cold is unknown, "
                                 "because you can't write the file"),
                     "take a copy of your own");
    else if (results->cold && resident > COLD_MOST)
        results_warn(results, true,
                     format_string("up to %.3g %% of the text stayed in the page cache despite "
                                   "--cold, so every verdict reads unclear",
                                   100 * resident),
                     "put it on a disk (tmpfs has no other place for it), and let no other "
                     "program map it");
    else if (!results->cold && resident < 1)
        results_warn(
            results, false,
            format_string("only %.4g %% of the text stays in the page cache: disk speed is "
                          "part of every time",
                          floor(1e4 * resident) / 100), /* never rounds up to 100 */
            "free memory, or take a smaller text");
}

static void judge_cold_copy(struct results *results)
{
    const struct facts *data = &results->data;
    if (data->has_cold_copy && !(data->cold_resident <= COLD_MOST))
        results_warn(results, true,
                     isnan(data->cold_resident)
                         ? copy_string("it is unknown whether the copy of the text was on the disk")
                         : format_string("up to %.3g %% of the copy of the text that is to be on "
                                         "the disk stayed in the page cache",
                                         100 * data->cold_resident),
                     "put the text on another disk");
}

static void judge_clock(struct results *results, const struct trust_run *run)
{
    if (run->governor && strcmp(run->governor, "performance") != 0)
        results_warn(
            results, false,
            format_string("the cores' clock follows the load (governor %s)", run->governor),
            "cpupower frequency-set -g performance, as root");
    if (run->most_mhz - run->least_mhz > CLOCK_APART * run->most_mhz)
        results_warn(results, false,
                     format_string("the cores' clock went from %.0f to %.0f MHz", run->least_mhz,
                                   run->most_mhz),
                     "fix the clock (cpupower), or trust ratios more than times");
    if (run->heat_stops > 0)
        results_warn(results, false,
                     format_string("the cores were slowed down for heat %" PRIu64 " %s",
                                   run->heat_stops, units_plural(run->heat_stops, "time", "times")),
                     "cool the machine, or turn turbo off");
}

void trust_judge(struct results *results, const struct trust_run *run)
{
    struct pairs pairs = pairs_of(results);
    judge_text(results);
    judge_cold_copy(results);
    for (size_t i = 0; i < sizeof causes / sizeof causes[0]; i++)
        judge_cause(results, &pairs, &causes[i]);
    judge_clock(results, run);
    judge_drift(results, &pairs);
    pairs_free(&pairs);
}
