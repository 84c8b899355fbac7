/* The matrix of the GPU trap: SIZE * SIZE doubles, uniform in [0, 1). Each is a function of its
 * index alone, so every device makes the same bytes, and the CPU can check their sums. */
#ifndef MATRIX_H
#define MATRIX_H

#include "variants/variant.h"

#include <stdint.h>

/* The top 53 bits of SplitMix64's output for the index. */
HOST_DEVICE static inline double matrix_value(uint64_t index)
{
    return (double)(mix64(index) >> 11) * (1.0 / 9007199254740992.0);
}

#ifdef __cplusplus
extern "C" {
#endif

/* What the trap computes: the sum of all values, of their squares and of their square roots, and
 * the total of these three. */
struct sums {
    double sum, squares, roots, total;
};

/* The sums of the first `count` values, by `threads` threads, in long double. If threads can't be
 * started, ends the program. */
struct sums matrix_sums(uint64_t count, unsigned threads);

#define SUMS_TOLERANCE 1e-9 /* relative: far above what the order of additions can change */

/* The largest relative error of the four sums; infinite if one is not a number. */
double sums_error(const struct sums *sums, const struct sums *expected);

#ifdef __cplusplus
}
#endif

#endif
