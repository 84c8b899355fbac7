/* Medians, their exact intervals, and verdicts. Nothing here assumes a distribution. */
#ifndef STATS_H
#define STATS_H

#include <stdbool.h>
#include <stddef.h>

#define STATS_CONFIDENCE 0.95
#define STATS_INTERVAL_LEAST 6 /* fewer values can't give that confidence */
#define STATS_SAME 0.02        /* ratios from 1 / (1 + this) to 1 + this are called the same */

struct interval {
    double low, high;
    double coverage; /* the exact probability of covering the median */
};

/* For qsort() of doubles. */
int stats_ascending(const void *left, const void *right);

/* The median; NAN for no values. */
double stats_median(const double *values, size_t count);

/* The confidence that each of `count` intervals needs so that all together have STATS_CONFIDENCE,
 * however they depend on each other (Bonferroni). For one interval it is STATS_CONFIDENCE. */
double stats_confidence_of(size_t count);

/* The largest rank r, from 1, for which [r-th smallest, r-th largest] covers the median of any
 * continuous distribution with at least that confidence: 1 - 2 P(Binomial(count, 1/2) < r). 0 if
 * there are too few values. See Hahn and Meeker, "Statistical Intervals", section 5.2. */
size_t stats_interval_rank(size_t count, double confidence, double *coverage);

/* How many values an interval of that confidence needs: STATS_INTERVAL_LEAST for STATS_CONFIDENCE.
 */
size_t stats_interval_least(double confidence);

/* The order-statistic interval of the median; false if there are too few values. */
bool stats_interval(const double *values, size_t count, double confidence,
                    struct interval *interval);

/* The Mann-Kendall trend test: the two-sided p of the hypothesis that the values, in their order,
 * don't drift (Kendall, "Rank Correlation Methods", 1975). It is exact for up to STATS_TREND_EXACT
 * values without ties. For others it is the normal approximation, corrected for ties and
 * continuity; if p is small, this errs towards no drift. NAN for fewer than STATS_TREND_LEAST
 * values: so few may rise from first to last by chance. */
#define STATS_TREND_LEAST 6
#define STATS_TREND_EXACT 50
double stats_trend_p(const double *values, size_t count);

/* By how much the values change from one to the next: the median of the slopes between all pairs
 * (Sen, 1968), which, like the test, is robust against outliers. NAN for fewer than two values. */
double stats_trend_slope(const double *values, size_t count);

enum verdict {
    VERDICT_NONE,    /* nothing was compared */
    VERDICT_TOO_FEW, /* too few rounds for an interval */
    VERDICT_FASTER,
    VERDICT_SLOWER,
    VERDICT_SAME,
    VERDICT_UNCLEAR,
};

/* The verdict of a speed-up's interval: faster if it lies wholly above 1 + STATS_SAME, slower if
 * wholly below the reciprocal of that, the same if wholly between the two, else unclear. */
enum verdict stats_verdict(const struct interval *speedup);

/* "faster", ..., "too few rounds"; "" for none. */
const char *stats_verdict_name(enum verdict verdict);

#endif
