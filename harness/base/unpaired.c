#include "base/unpaired.h"

#include <err.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

static double *numbers(size_t count)
{
    double *values = calloc(count + 1, sizeof *values);
    if (!values)
        err(1, "comparison");
    return values;
}

/* P(U <= u) of samples without ties. How many of the orders have U = 0, 1, 2 ... are the
 * coefficients of a Gaussian binomial, the product over i = 1..n of (1 - q^(m+i)) / (1 - q^i), made
 * here factor by factor: Harding, "An efficient, minimal-storage procedure for calculating the
 * Mann-Whitney U, generalized U and similar distributions", Applied Statistics 33, 1984. */
static double exact_below(size_t u, size_t n, size_t m)
{
    double *orders = numbers(u), all = 1, below = 0;
    orders[0] = 1;
    for (size_t i = 1; i <= n; i++) {
        for (size_t j = u; j >= m + i; j--)
            orders[j] -= orders[j - m - i];
        for (size_t j = i; j <= u; j++)
            orders[j] += orders[j - i];
        all *= (double)(m + i) / (double)i;
    }
    for (size_t j = 0; j <= u; j++)
        below += orders[j] / all;
    free(orders);
    return below;
}

/* `ties`: the sum of t^3 - t over groups of t equal values. */
static double normal_p(double u, double n, double m, double ties)
{
    double all = n + m, apart = fabs(u - n * m / 2) - 0.5;
    double variance = n * m / 12 * (all + 1 - ties / (all * (all - 1)));
    return variance > 0 && apart > 0 ? erfc(apart / sqrt(2 * variance)) : 1;
}

static bool is_exact(size_t n, size_t m)
{
    return n < UNPAIRED_EXACT && m < UNPAIRED_EXACT;
}

double unpaired_p(double u, size_t n, size_t m)
{
    if (!is_exact(n, m))
        return normal_p(u, (double)n, (double)m, 0);
    double lower = fmin(u, (double)n * (double)m - u);
    return fmin(1, 2 * exact_below((size_t)lower, n, m));
}

/* The k of the interval, from 1: with U = k - 1 the test still finds a difference, with U = k it
 * doesn't. 0 if it never does. */
static size_t interval_rank(size_t n, size_t m)
{
    size_t found = 0, not_found = n * m / 2 + 1; /* in the middle p is 1 */
    while (not_found - found > 1) {
        size_t middle = found + (not_found - found) / 2;
        if (unpaired_p((double)(middle - 1), n, m) <= 1 - STATS_CONFIDENCE)
            found = middle;
        else
            not_found = middle;
    }
    return found;
}

/* The sum of t^3 - t over the groups of equal values of both. */
static double count_ties(const double *first, size_t n, const double *second, size_t m)
{
    double *all = numbers(n + m), ties = 0;
    memcpy(all, first, n * sizeof *all);
    memcpy(all + n, second, m * sizeof *all);
    qsort(all, n + m, sizeof *all, stats_ascending);
    for (size_t i = 0, end; i < n + m; i = end) {
        for (end = i + 1; end < n + m && !(all[end] > all[i]); end++)
            ;
        double t = (double)(end - i);
        ties += t * t * t - t;
    }
    free(all);
    return ties;
}

struct unpaired unpaired_compare(const double *first, size_t n, const double *second, size_t m)
{
    struct unpaired found = {.ratio = NAN, .p = NAN};
    if (n == 0 || m == 0)
        return found;
    double *ratios = numbers(n * m), u = 0;
    for (size_t i = 0; i < n; i++)
        for (size_t j = 0; j < m; j++) {
            ratios[i * m + j] = first[i] / second[j];
            u += first[i] > second[j] ? 1 : first[i] < second[j] ? 0 : 0.5;
        }
    qsort(ratios, n * m, sizeof *ratios, stats_ascending);
    found.ratio = n * m % 2 ? ratios[n * m / 2] : sqrt(ratios[n * m / 2 - 1] * ratios[n * m / 2]);
    double ties = count_ties(first, n, second, m);
    found.p = ties > 0 ? normal_p(u, (double)n, (double)m, ties) : unpaired_p(u, n, m);
    size_t rank = interval_rank(n, m);
    found.has_interval = rank > 0;
    if (found.has_interval)
        found.interval = (struct interval){.low = ratios[rank - 1],
                                           .high = ratios[n * m - rank],
                                           .coverage = 1 - unpaired_p((double)(rank - 1), n, m)};
    free(ratios);
    return found;
}

struct ranked {
    double p;
    size_t index;
};

static int by_p(const void *left, const void *right)
{
    return stats_ascending(&((const struct ranked *)left)->p, &((const struct ranked *)right)->p);
}

void unpaired_holm(const double *p, size_t count, double *adjusted)
{
    struct ranked *ranked = calloc(count + 1, sizeof *ranked);
    size_t tests = 0;
    double most = 0;
    if (!ranked)
        err(1, "comparison");
    for (size_t i = 0; i < count; i++) {
        adjusted[i] = NAN;
        if (!isnan(p[i]))
            ranked[tests++] = (struct ranked){p[i], i};
    }
    qsort(ranked, tests, sizeof *ranked, by_p);
    for (size_t i = 0; i < tests; i++) {
        most =
            fmax(most, fmin(1, (double)(tests - i) * ranked[i].p)); /* never below the one before */
        adjusted[ranked[i].index] = most;
    }
    free(ranked);
}
