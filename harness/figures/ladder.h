/* The arithmetic of the ladder: times, speed-ups and limits. Whether to believe them is up to
 * verdict.h. */
#ifndef LADDER_H
#define LADDER_H

#include "base/stats.h"
#include "record/results.h"

/* A row's sample in a round, if it has one that counts; or NULL. */
const struct sample *ladder_sample(const struct row *row, unsigned round);

/* The start-up time in nanoseconds of a row whose samples search only part of the text: `a` in t =
 * a + b * bytes, fitted to its samples and to its runs on even less text. */
double ladder_start_ns(const struct row *row);

/* The time of a sample or a probe, scaled to the whole text, in nanoseconds. */
double ladder_whole_ns(const struct row *row, const struct sample *sample);

/* The same if ladder_start_ns() is known already: that looks at all of the row's samples. */
double ladder_scaled_ns(const struct row *row, double start_ns, const struct sample *sample);

/* A summary of a row's samples. Times are in nanoseconds, on the whole text. */
struct summary {
    size_t rounds;
    double median_ns;   /* of the samples' search times; NAN: no samples */
    double bytes_per_s; /* in that time; only figures_of() knows the text */
    bool has_interval;
    struct interval interval;
    double wall_ns;          /* median of the whole process, from outside */
    double cpu_ns;           /* median of user + system time of the whole process */
    uint64_t peak_rss_bytes; /* the largest; 0: unknown */
    double whole_off; /* 0.02: runs on the whole text took 2 % longer than runs on a part of it, in
                         the same rounds, predict; NAN: none */
};
/* If it is more than LADDER_FIT, the times are those of the runs on the whole text. */
#define LADDER_FIT 0.03
struct summary ladder_summarize(const struct row *row);

/* The factor between those runs and their prediction; 1 if within LADDER_FIT. */
double ladder_fit(const struct summary *summary);

/* The times whose median the summary has, in the order of the rounds; returns how many. `times`
 * must have room for all of the row's samples. */
size_t ladder_times(const struct row *row, double *times);

/* Whether two rows are compared as whole processes, because nothing else is known of one of them.
 */
bool ladder_by_process(const struct row *one, const struct row *other);

/* How many times faster `fast` is than `slow`: the median of the ratios within rounds, over the
 * rounds that both have and that count. Pairing removes what slows a whole round. pairs.h knows
 * which confidence to ask for. */
struct speedup {
    size_t rounds;
    double ratio; /* NAN if they share no round */
    bool has_interval;
    struct interval interval;
};
struct speedup ladder_speedup(const struct row *slow, const struct row *fast, double confidence);

/* The ratios whose median that is, in the order of the rounds; returns how many. Disturbed rounds
 * are excluded if `least` others remain (disturbed.h). `ratios` must have room for all samples of
 * `slow`. */
size_t ladder_ratios(const struct row *slow, const struct row *fast, size_t least, double *ratios);

/* How many times faster a variant is than a peer, by whole processes. */
struct speedup ladder_wall_speedup(const struct row *peer, const struct row *fast,
                                   double confidence);

/* The rung whose whole process is fastest, of all or of those on one core; NULL if none was
 * measured. Rungs that are not end to end (`apart`) are not ranked. */
const struct row *ladder_fastest_process(const struct results *results, bool one_core);

/* How many threads a row runs: its own number, or the run's if it divides its work among threads.
 */
int ladder_threads(const struct results *results, const struct row *row);

/* Outliers among a row's samples: further from the median than OUTLIER_MADS times the scaled median
 * absolute deviation. They are shown, and stay in every figure. A disturbed sample is not an
 * outlier: its cause is known. Fills flags[0..sample_count), and returns the number of outliers. */
#define OUTLIER_MADS 5
size_t ladder_outliers(const struct row *row, bool *flags);

#define LIMIT_EXCEEDED 1.05 /* a larger share shows that the limit was measured wrong */
#define LIMIT_REACHED 0.9   /* from this share on, the machine is the bottleneck */

/* A stage's median time over the samples by the device's clock, in nanoseconds; NAN for a row
 * without a device. */
double ladder_device_ns(const struct row *row, enum stage stage);

/* The median of what a row's process takes beside its search, in nanoseconds; 0 without samples. */
double ladder_beside_ns(const struct row *row);

/* The median time before the clock starts, in nanoseconds. */
double ladder_prepare_ns(const struct row *row);

/* A limit's median over the rounds, in GB/s; NAN if it was not measured in rounds. */
double ladder_limit_median(const struct limit *limit);

/* A row's throughput as a share of the limit that bounds it (1: at the limit). It is the median
 * over the rounds, each compared with the limit in the same round, so that a disturbance affects
 * both. If the limit was measured only before the rounds, its best pass counts. NAN if either was
 * not measured. If the row is not end to end, its throughput is the kernel's by the device's clock.
 */
double ladder_limit_share(const struct results *results, const struct row *row);

/* A rung's parent, or NULL if that is not part of this run. pairs.h decides who is compared with
 * whom. */
const struct row *ladder_parent(const struct results *results, const struct row *row);

/* The first row without a parent that was measured, or NULL. */
const struct row *ladder_baseline(const struct results *results);

/* Whether a row is a rung with times, and neither a control nor `apart`; the first such row, or
 * NULL. */
bool ladder_measured(const struct row *row);
const struct row *ladder_first_measured(const struct results *results);

#endif
