#include "stats.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

static int ascending(const void *left, const void *right)
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
    qsort(copy, count, sizeof *copy, ascending);
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

size_t stats_interval_rank(size_t count, double *coverage)
{
    double below = 0;                          /* P(Binomial(count, 1/2) < rank) */
    double log_term = -(double)count * log(2); /* of P(... = rank), which may underflow */
    size_t rank = 0;
    *coverage = 0;
    while (2 * rank < count) {
        double wider = below + exp(log_term);
        if (1 - 2 * wider < STATS_CONFIDENCE)
            break;
        below = wider;
        *coverage = 1 - 2 * below;
        log_term += log((double)(count - rank) / (double)(rank + 1));
        rank++;
    }
    return rank;
}

bool stats_interval(const double *values, size_t count, struct interval *interval)
{
    size_t rank = stats_interval_rank(count, &interval->coverage);
    if (rank == 0)
        return false;
    double *copy = sorted(values, count);
    interval->low = copy[rank - 1];
    interval->high = copy[count - rank];
    free(copy);
    return true;
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
    static const char *const names[] = {"", "faster", "slower", "same", "unclear"};
    return names[verdict];
}
