/* Medians, their exact intervals, and what they say. Nothing here assumes a distribution. */
#ifndef STATS_H
#define STATS_H

#include <stdbool.h>
#include <stddef.h>

#define STATS_CONFIDENCE 0.95
#define STATS_INTERVAL_LEAST 6 /* fewer values give no interval of that confidence */
#define STATS_SAME 0.02        /* ratios from 1 / (1 + this) to 1 + this are called the same */

struct interval {
    double low, high;
    double coverage; /* the exact probability of covering the median */
};

/* For qsort() of doubles. */
int stats_ascending(const void *left, const void *right);

/* The median; NAN for no values. */
double stats_median(const double *values, size_t count);

/* The confidence that each of `count` intervals must have for all of them together to have
 * STATS_CONFIDENCE, however they depend on each other (Bonferroni). One interval has it alone. */
double stats_confidence_of(size_t count);

/* The rank r, from 1, for which [r-th smallest, r-th largest] covers the median of any continuous
 * distribution with at least that confidence: 1 - 2 P(Binomial(count, 1/2) < r). The largest such
 * r, or 0 where even the extremes do not: there are too few values. See Hahn and Meeker,
 * "Statistical Intervals", section 5.2. */
size_t stats_interval_rank(size_t count, double confidence, double *coverage);

/* How many values an interval of that confidence takes: STATS_INTERVAL_LEAST for
 * STATS_CONFIDENCE. */
size_t stats_interval_least(double confidence);

/* The order-statistic interval of the median; false where there are too few values. */
bool stats_interval(const double *values, size_t count, double confidence,
                    struct interval *interval);

/* Whether values drift, in the order they stand in: the two-sided p of Mann and Kendall's test that
 * they do not (Kendall, "Rank Correlation Methods", 1975). Exact for up to STATS_TREND_EXACT values
 * without ties; else by the normal approximation, corrected for ties and continuity, which errs
 * towards no drift where p is small. NAN under STATS_TREND_LEAST values, of which even those that
 * rise from first to last may do so by chance. */
#define STATS_TREND_LEAST 6
#define STATS_TREND_EXACT 50
double stats_trend_p(const double *values, size_t count);

/* By how much they change from one to the next: the median of the slopes between all pairs (Sen,
 * 1968), which stands outliers, as the test does. NAN under two values. */
double stats_trend_slope(const double *values, size_t count);

enum verdict {
    VERDICT_NONE,    /* nothing was compared */
    VERDICT_TOO_FEW, /* rounds for an interval */
    VERDICT_FASTER,
    VERDICT_SLOWER,
    VERDICT_SAME,
    VERDICT_UNCLEAR,
};

/* What the interval of a speed-up says: wholly above 1 + STATS_SAME faster, wholly below its
 * reciprocal slower, wholly between them the same. */
enum verdict stats_verdict(const struct interval *speedup);

/* "faster", ..., "too few rounds"; "" for none. */
const char *stats_verdict_name(enum verdict verdict);

#endif
