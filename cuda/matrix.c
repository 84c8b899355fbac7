#include "matrix.h"

#include <err.h>
#include <math.h>
#include <pthread.h>
#include <stddef.h>
#include <stdlib.h>

struct part {
    pthread_t thread;
    uint64_t from, to;
    long double sum, squares, roots;
};

static void *sum_part(void *argument)
{
    struct part *part = argument;
    long double sum = 0, squares = 0, roots = 0;
    for (uint64_t i = part->from; i < part->to; i++) {
        double value = matrix_value(i);
        sum += value;
        squares += value * value;
        roots += sqrt(value);
    }
    part->sum = sum;
    part->squares = squares;
    part->roots = roots;
    return NULL;
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
    long double sum = 0, squares = 0, roots = 0;
    for (unsigned i = 0; i < threads; i++) {
        pthread_join(parts[i].thread, NULL);
        sum += parts[i].sum;
        squares += parts[i].squares;
        roots += parts[i].roots;
    }
    free(parts);
    return (struct sums){(double)sum, (double)squares, (double)roots,
                         (double)(sum + squares + roots)};
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
