#include "base/stats.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

int stats_ascending(const void *left, const void *right)
{
    double a = *(const double *)left, b = *(const double *)right;
    return (a > b) - (a < b);
}

/* A sorted copy; free() it. */
static double *sorted(const double *values, size_t count)
{
    double *copy = malloc(count * sizeof *copy);
    if (!copy)
        abort();
    memcpy(copy, values, count * sizeof *copy);
    qsort(copy, count, sizeof *copy, stats_ascending);
    return copy;
}

double stats_median(const double *values, size_t count)
{
    if (count == 0)
        return NAN;
    double *copy = sorted(values, count);
    double median = count % 2 ? copy[count / 2] : (copy[count / 2 - 1] + copy[count / 2]) / 2;
    free(copy);
    return median;
}

double stats_confidence_of(size_t count)
{
    return 1 - (1 - STATS_CONFIDENCE) / (double)(count > 1 ? count : 1);
}

size_t stats_interval_rank(size_t count, double confidence, double *coverage)
{
    double below = 0;                          /* P(Binomial(count, 1/2) < rank) */
    double log_term = -(double)count * log(2); /* of P(... = rank), which may underflow */
    size_t rank = 0;
    *coverage = 0;
    while (2 * rank < count) {
        double wider = below + exp(log_term);
        if (1 - 2 * wider < confidence)
            break;
        below = wider;
        *coverage = 1 - 2 * below;
        log_term += log((double)(count - rank) / (double)(rank + 1));
        rank++;
    }
    return rank;
}

size_t stats_interval_least(double confidence)
{
    double coverage;
    size_t least = 2;
    while (stats_interval_rank(least, confidence, &coverage) == 0)
        least++;
    return least;
}

bool stats_interval(const double *values, size_t count, double confidence,
                    struct interval *interval)
{
    size_t rank = stats_interval_rank(count, confidence, &interval->coverage);
    if (rank == 0)
        return false;
    double *copy = sorted(values, count);
    interval->low = copy[rank - 1];
    interval->high = copy[count - rank];
    free(copy);
    return true;
}

/* What ties subtract from the variance of Kendall's S, times 18; 0 without ties. */
static double ties(const double *values, size_t count)
{
    double *copy = sorted(values, count), sum = 0;
    for (size_t i = 0, next; i < count; i = next) {
        for (next = i + 1; next < count && copy[next] <= copy[i];)
            next++;
        double tied = (double)(next - i);
        sum += tied * (tied - 1) * (2 * tied + 5);
    }
    free(copy);
    return sum;
}

/* P(at most so many inversions in a random order of `count` values). The distribution is built
 * value by value: the next value adds 0 to i inversions, each number equally likely. */
static double inversions_below(size_t inversions, size_t count)
{
    double *p = calloc(inversions + 1, sizeof *p), below = 0;
    if (!p)
        abort();
    p[0] = 1;
    for (size_t i = 1; i < count; i++) {
        for (size_t j = 1; j <= inversions; j++)
            p[j] += p[j - 1];
        for (size_t j = inversions; j > i; j--)
            p[j] -= p[j - i - 1];
        for (size_t j = 0; j <= inversions; j++)
            p[j] /= (double)(i + 1);
    }
    for (size_t j = 0; j <= inversions; j++)
        below += p[j];
    free(p);
    return below;
}

double stats_trend_p(const double *values, size_t count)
{
    double n = (double)count, s = 0;
    if (count < STATS_TREND_LEAST)
        return NAN;
    for (size_t i = 0; i < count; i++)
        for (size_t j = i + 1; j < count; j++)
            s += (values[j] > values[i]) - (values[j] < values[i]);
    double tied = ties(values, count);
    if (tied <= 0 && count <= STATS_TREND_EXACT)
        return fmin(1, 2 * inversions_below((size_t)((n * (n - 1) / 2 - fabs(s)) / 2), count));
    double variance = (n * (n - 1) * (2 * n + 5) - tied) / 18;
    double z = variance > 0 ? fmax(fabs(s) - 1, 0) / sqrt(variance) : 0;
    return erfc(z / sqrt(2));
}

double stats_trend_slope(const double *values, size_t count)
{
    if (count < 2)
        return NAN;
    double *slopes = malloc(count * (count - 1) / 2 * sizeof *slopes);
    size_t pairs = 0;
    if (!slopes)
        abort();
    for (size_t i = 0; i < count; i++)
        for (size_t j = i + 1; j < count; j++)
            slopes[pairs++] = (values[j] - values[i]) / (double)(j - i);
    double slope = stats_median(slopes, pairs);
    free(slopes);
    return slope;
}

enum verdict stats_verdict(const struct interval *speedup)
{
    double above = 1 + STATS_SAME, below = 1 / above;
    if (speedup->low > above)
        return VERDICT_FASTER;
    if (speedup->high < below)
        return VERDICT_SLOWER;
    if (speedup->low >= below && speedup->high <= above)
        return VERDICT_SAME;
    return VERDICT_UNCLEAR;
}

const char *stats_verdict_name(enum verdict verdict)
{
    static const char *const names[] = {"",       "too few rounds", "faster",
                                        "slower", "same",           "unclear"};
    return names[verdict];
}
