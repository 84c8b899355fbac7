/* The matrix of the reduction case: SIZE * SIZE doubles, uniform in [0, 1), each a function of its
 * index alone. Any device makes the same bytes, and the CPU can say what their sums must be. */
#ifndef MATRIX_H
#define MATRIX_H

#include <stdint.h>

#ifdef __CUDACC__
#define MATRIX_ANYWHERE __host__ __device__
#else
#define MATRIX_ANYWHERE
#endif

/* The top 53 bits of SplitMix64's output for the state `index` (Steele, Lea and Flood, 2014). */
static inline MATRIX_ANYWHERE double matrix_value(uint64_t index)
{
    uint64_t x = index + 0x9e3779b97f4a7c15;
    x = (x ^ (x >> 30)) * 0xbf58476d1ce4e5b9;
    x = (x ^ (x >> 27)) * 0x94d049bb133111eb;
    x ^= x >> 31;
    return (double)(x >> 11) * (1.0 / 9007199254740992.0);
}

#ifdef __cplusplus
extern "C" {
#endif

/* What the case computes: of all values their sum, the sum of their squares, the sum of their
 * square roots, and the total of these three. */
struct sums {
    double sum, squares, roots, total;
};

/* Of the first `count` values, on `threads` threads; compensated (Neumaier, 1974), so good to some
 * 1e-15 whatever the count. Ends the program where threads cannot be had. */
struct sums matrix_sums(uint64_t count, unsigned threads);

#define SUMS_TOLERANCE 1e-9 /* relative: far above what the order of additions can do */

/* The largest relative error of four sums; infinite where one is no number. */
double sums_error(const struct sums *sums, const struct sums *expected);

#ifdef __cplusplus
}
#endif

#endif
