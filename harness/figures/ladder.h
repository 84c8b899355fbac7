/* The arithmetic of the ladder: what was predicted, and what was measured. What to believe of that
 * is for verdict.h. */
#ifndef LADDER_H
#define LADDER_H

#include "base/stats.h"
#include "record/results.h"

/* A row's sample of a round, where it has one that counts; or NULL. */
const struct sample *ladder_sample(const struct row *row, unsigned round);

/* What comes before the first byte, in nanoseconds, of a row whose samples search less than all of
 * the text: from its samples and from those on still less of it, t = a + b * bytes. */
double ladder_start_ns(const struct row *row);

/* What a sample, or a probe, of a row comes to on all of the text, in nanoseconds. */
double ladder_whole_ns(const struct row *row, const struct sample *sample);

/* The same where the row's ladder_start_ns() is known, which looks at all of its samples. */
double ladder_scaled_ns(const struct row *row, double start_ns, const struct sample *sample);

/* A row's samples in short. Times in nanoseconds, on all of the text. */
struct summary {
    size_t rounds;
    double median_ns;   /* of the samples' search times; NAN without any */
    double bytes_per_s; /* of the text in that time; only figures_of() knows the text */
    bool has_interval;
    struct interval interval;
    double wall_ns;          /* median of the whole process, from outside */
    double cpu_ns;           /* median of user + system time of the whole process */
    uint64_t peak_rss_bytes; /* the largest; 0: not known */
    double whole_off; /* 0.02: runs on all of the text took 2 % more than the runs of their rounds
                         that searched less let expect; NAN: there were none */
};
/* Where that is more than LADDER_FIT, the times are those of the runs on all of the text. */
#define LADDER_FIT 0.03
struct summary ladder_summarize(const struct row *row);

/* How many times as long as runs on less text let expect those runs took; 1 within LADDER_FIT. */
double ladder_fit(const struct summary *summary);

/* The times of a row's samples, in the order of the rounds, of which the summary has the median;
 * returns how many. There is to be room for as many as it has samples. */
size_t ladder_times(const struct row *row, double *times);

/* Whether two rows are held against each other as whole processes, since of one nothing else is
 * known. */
bool ladder_by_process(const struct row *one, const struct row *other);

/* How many times faster `fast` is than `slow`: the median of the ratios within each round, over the
 * rounds that count of those that both have. Pairing takes out what slows a whole round. The
 * interval has the confidence that is asked for: pairs.h knows which one that is. */
struct speedup {
    size_t rounds;
    double ratio; /* NAN where they share no round */
    bool has_interval;
    struct interval interval;
};
struct speedup ladder_speedup(const struct row *slow, const struct row *fast, double confidence);

/* The ratios that it is the median of, in the order of the rounds; returns how many. Disturbed
 * rounds are left out where `least` others remain (disturbed.h). There is to be room for as many as
 * `slow` has samples. */
size_t ladder_ratios(const struct row *slow, const struct row *fast, size_t least, double *ratios);

/* How many times less the whole process of a variant takes than a peer. */
struct speedup ladder_wall_speedup(const struct row *peer, const struct row *fast,
                                   double confidence);

/* The rung whose whole process takes least, or the one of those that run on one core; NULL where
 * none was measured. What is not end to end (apart) ranks nowhere, and so not here. */
const struct row *ladder_fastest_process(const struct results *results, bool one_core);

/* How many threads a row runs: its own number, or all of the run's where it shares its work out. */
int ladder_threads(const struct results *results, const struct row *row);

/* Which of a row's samples stand far from the others: over OUTLIER_MADS times the scaled median
 * absolute deviation from the median. They are shown, and kept in every figure; what was disturbed
 * is known not to belong there, and is none. Fills flags[0..sample_count), and returns how many
 * there are. */
#define OUTLIER_MADS 5
size_t ladder_outliers(const struct row *row, bool *flags);

#define LIMIT_EXCEEDED 1.05 /* more than this of a limit, and the limit was measured wrong */
#define LIMIT_REACHED 0.9   /* more than this, and the machine is the bottleneck */

/* The median over the samples of what the device's clock gives a stage, in nanoseconds; NAN for a
 * row without a device. */
double ladder_device_ns(const struct row *row, enum stage stage);

/* The median of what a row's process takes beside its search, in nanoseconds; 0 without samples. */
double ladder_beside_ns(const struct row *row);

/* The median of what comes before the clock starts, in nanoseconds. */
double ladder_prepare_ns(const struct row *row);

/* A limit's median over the rounds, in GB/s; NAN where it was not measured in them. */
double ladder_limit_median(const struct limit *limit);

/* A row's throughput as a share of the limit that bounds it, 1 being the limit: the median over the
 * rounds, each against the limit's own passes in it, so that what disturbs the machine disturbs
 * both; of a limit that was only measured before them, its best pass. NAN where the one or the
 * other was not measured. Of a row that is not end to end, its kernel's by the device's clock. */
double ladder_limit_share(const struct results *results, const struct row *row);

/* The row that a rung follows, NULL where it is not part of this run. Who is compared with whom is
 * pairs.h's to say. */
const struct row *ladder_parent(const struct results *results, const struct row *row);

/* The first row without a parent that was measured, or NULL. */
const struct row *ladder_baseline(const struct results *results);

/* Whether a row is a rung with times, neither a copy nor apart; and the first of them, or NULL. */
bool ladder_measured(const struct row *row);
const struct row *ladder_first_measured(const struct results *results);

#endif
