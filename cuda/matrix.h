/* The matrix of the reduction case: SIZE * SIZE doubles, uniform in [0, 1), each a function of its
 * index alone. Any device makes the same bytes, and the CPU can say what their sums must be. */
#ifndef MATRIX_H
#define MATRIX_H

#include "variants/variant.h"

#include <stdint.h>

/* The top 53 bits of what SplitMix64 makes of the index. */
HOST_DEVICE static inline double matrix_value(uint64_t index)
{
    return (double)(mix64(index) >> 11) * (1.0 / 9007199254740992.0);
}

#ifdef __cplusplus
extern "C" {
#endif

/* What the case computes: of all values their sum, the sum of their squares, the sum of their
 * square roots, and the total of these three. */
struct sums {
    double sum, squares, roots, total;
};

/* Of the first `count` values, on `threads` threads, in long double. Ends the program where threads
 * cannot be had. */
struct sums matrix_sums(uint64_t count, unsigned threads);

#define SUMS_TOLERANCE 1e-9 /* relative: far above what the order of additions can do */

/* The largest relative error of four sums; infinite where one is no number. */
double sums_error(const struct sums *sums, const struct sums *expected);

#ifdef __cplusplus
}
#endif

#endif
