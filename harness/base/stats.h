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
    double coverage; /* the exact probability of covering the median, >= STATS_CONFIDENCE */
};

/* For qsort() of doubles. */
int stats_ascending(const void *left, const void *right);

/* The median; NAN for no values. */
double stats_median(const double *values, size_t count);

/* The rank r, from 1, for which [r-th smallest, r-th largest] covers the median of any continuous
 * distribution with at least STATS_CONFIDENCE: 1 - 2 P(Binomial(count, 1/2) < r). The largest such
 * r, or 0 where even the extremes do not (under six values). See Hahn and Meeker, "Statistical
 * Intervals", section 5.2. */
size_t stats_interval_rank(size_t count, double *coverage);

/* The order-statistic interval of the median; false where there are too few values. */
bool stats_interval(const double *values, size_t count, struct interval *interval);

/* Whether values drift, in the order they stand in: their slope from one to the next by Theil and
 * Sen, the median of the slopes between all pairs (Sen, 1968), and the two-sided p of Mann and
 * Kendall's test that there is none, by the normal approximation with Kendall's correction for ties
 * and for continuity (Kendall, "Rank Correlation Methods", 1975). Both stand outliers. p is NAN
 * under STATS_TREND_LEAST values, for which the approximation is too rough; from there on it errs
 * towards no drift where p is small. */
#define STATS_TREND_LEAST 8

struct trend {
    double slope, p;
};

struct trend stats_trend(const double *values, size_t count);

enum verdict {
    VERDICT_NONE, /* too few rounds for an interval */
    VERDICT_FASTER,
    VERDICT_SLOWER,
    VERDICT_SAME,
    VERDICT_UNCLEAR,
};

/* What the interval of a speed-up says: wholly above 1 + STATS_SAME faster, wholly below its
 * reciprocal slower, wholly between them the same. */
enum verdict stats_verdict(const struct interval *speedup);

/* "faster", ...; "" for none. */
const char *stats_verdict_name(enum verdict verdict);

#endif
