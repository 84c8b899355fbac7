#include "matrix.h"

#include <err.h>
#include <math.h>
#include <pthread.h>
#include <stddef.h>
#include <stdlib.h>

/* A sum and what rounding has taken from it so far. */
struct compensated {
    double sum, lost;
};

static void add(struct compensated *to, double value)
{
    double sum = to->sum + value;
    to->lost += fabs(to->sum) >= fabs(value) ? (to->sum - sum) + value : (value - sum) + to->sum;
    to->sum = sum;
}

struct part {
    pthread_t thread;
    uint64_t from, to;
    struct compensated sum, squares, roots;
};

static void *sum_part(void *argument)
{
    struct part *part = argument;
    struct compensated sum = {0}, squares = {0}, roots = {0};
    for (uint64_t i = part->from; i < part->to; i++) {
        double value = matrix_value(i);
        add(&sum, value);
        add(&squares, value * value);
        add(&roots, sqrt(value));
    }
    part->sum = sum;
    part->squares = squares;
    part->roots = roots;
    return NULL;
}

static void join(struct compensated *to, const struct compensated *part)
{
    add(to, part->sum);
    add(to, part->lost);
}

struct sums matrix_sums(uint64_t count, unsigned threads)
{
    struct part *parts = calloc(threads, sizeof *parts);
    if (!parts)
        err(1, "the sums to check with");
    for (unsigned i = 0; i < threads; i++) {
        parts[i].from = count / threads * i;
        parts[i].to = i + 1 < threads ? count / threads * (i + 1) : count;
        if (pthread_create(&parts[i].thread, NULL, sum_part, &parts[i]) != 0)
            errx(1, "cannot start a thread to check the sums with");
    }
    struct compensated sum = {0}, squares = {0}, roots = {0};
    for (unsigned i = 0; i < threads; i++) {
        pthread_join(parts[i].thread, NULL);
        join(&sum, &parts[i].sum);
        join(&squares, &parts[i].squares);
        join(&roots, &parts[i].roots);
    }
    free(parts);
    struct sums sums = {sum.sum + sum.lost, squares.sum + squares.lost, roots.sum + roots.lost, 0};
    sums.total = sums.sum + sums.squares + sums.roots;
    return sums;
}

static double apart(double value, double expected)
{
    double error = fabs(value - expected) / fmax(fabs(expected), 1e-300);
    return isnan(error) ? INFINITY : error;
}

double sums_error(const struct sums *sums, const struct sums *expected)
{
    double error = fmax(apart(sums->sum, expected->sum), apart(sums->squares, expected->squares));
    error = fmax(error, apart(sums->roots, expected->roots));
    return fmax(error, apart(sums->total, expected->total));
}
