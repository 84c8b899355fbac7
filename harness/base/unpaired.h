/* Compares samples of two runs. Runs share no rounds, so their samples are not paired. This assumes
 * no particular distribution, but that both have the same shape. */
#ifndef UNPAIRED_H
#define UNPAIRED_H

#include "base/stats.h"

#include <stdbool.h>
#include <stddef.h>

struct unpaired {
    double ratio; /* how many times larger the first are; NAN if either has no values */
    bool has_interval;
    struct interval interval;
    double p; /* of the two-sided test; NAN without values */
};

/* How many times larger the first values are than the second. All must be above 0.
 *
 *
 * The test is that of Mann and Whitney ("On a test of whether one of two random variables is
 * stochastically larger than the other", Annals of Mathematical Statistics 18, 1947). It is exact
 * if both sides have fewer than UNPAIRED_EXACT values and there are no ties. Otherwise it is the
 * normal approximation, corrected for ties and continuity, as in Hollander, Wolfe and Chicken,
 * "Nonparametric Statistical Methods" (3rd ed., 2014), section 4.1, and in R's wilcox.test().
 *
 * The ratio is Hodges and Lehmann's estimate of the shift between the logarithms: the median of the
 * ratios of all pairs of values. Its interval (ibid., 4.2 and 4.3) runs from the k-th smallest to
 * the k-th largest of these ratios, with k from the test. Without ties it contains 1 if and only if
 * the test's p is above 1 - STATS_CONFIDENCE; with ties it is conservative. Memory and time grow
 * with the number of pairs: up to UNPAIRED_MOST values a side are reasonable. */
#define UNPAIRED_EXACT 50
#define UNPAIRED_MOST 2000
struct unpaired unpaired_compare(const double *first, size_t first_count, const double *second,
                                 size_t second_count);

/* The two-sided p of Mann and Whitney's statistic `u` without ties: exact or approximate, as above.
 */
double unpaired_p(double u, size_t first_count, size_t second_count);

/* Holm's correction ("A simple sequentially rejective multiple test procedure", Scandinavian
 * Journal of Statistics 6, 1979): adjusts each p for the number of tests. If all below 5 % are
 * called real, the probability that any of these is wrong is at most 5 %. NANs are not counted, and
 * stay NAN. */
void unpaired_holm(const double *p, size_t count, double *adjusted);

#endif
