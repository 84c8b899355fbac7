/* Two runs held against each other: what was timed on another day shares no rounds, so samples are
 * not paired. Nothing here assumes a distribution, but that both have the same shape. */
#ifndef UNPAIRED_H
#define UNPAIRED_H

#include "base/stats.h"

#include <stdbool.h>
#include <stddef.h>

struct unpaired {
    double ratio; /* how many times larger the first are; NAN where either has no values */
    bool has_interval;
    struct interval interval;
    double p; /* of the two-sided test that they do not differ; NAN without values */
};

/* How many times larger the first values are than the second, all of them above 0.
 *
 * The test is that of Mann and Whitney ("On a test of whether one of two random variables is
 * stochastically larger than the other", Annals of Mathematical Statistics 18, 1947): exact for
 * under UNPAIRED_EXACT values a side without ties, else by the normal approximation, corrected for
 * ties and continuity, as in Hollander, Wolfe and Chicken, "Nonparametric Statistical Methods" (3rd
 * ed., 2014), section 4.1, and in R's wilcox.test(). The ratio is Hodges and Lehmann's estimate of
 * the shift between the logarithms, the median of the ratios of every pair of values; its interval
 * (ibid., 4.2 and 4.3) runs from the k-th smallest to the k-th largest of these, with the k that
 * the test gives: without ties it contains 1 where the test's p is above 1 - STATS_CONFIDENCE, and
 * only there. With ties it is no narrower than it must be. It takes room and time for each pair of
 * values: up to UNPAIRED_MOST a side are reasonable. */
#define UNPAIRED_EXACT 50
#define UNPAIRED_MOST 2000
struct unpaired unpaired_compare(const double *first, size_t first_count, const double *second,
                                 size_t second_count);

/* The two-sided p of Mann and Whitney's statistic `u`, of counts without ties: exact or by the
 * normal approximation, as above. */
double unpaired_p(double u, size_t first_count, size_t second_count);

/* Holm's correction ("A simple sequentially rejective multiple test procedure", Scandinavian
 * Journal of Statistics 6, 1979): what each p is worth among so many; to call those under 5 % real
 * is wrong about one or more of them with a probability of 5 % at most. NANs count for nothing and
 * stay. */
void unpaired_holm(const double *p, size_t count, double *adjusted);

#endif
