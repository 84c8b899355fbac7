/* The matrix of a run with several patterns: each pattern by itself, then all as one, with each of
 * a few engines and one thread. In memory it is the same array as in the results file. */
#ifndef CELLS_H
#define CELLS_H

#include "record/results.h"

/* One engine with one pattern. Strings belong to the array. */
struct cell {
    size_t pattern;     /* its index in the list; the number of patterns stands for all as one */
    const char *engine; /* a variant */
    enum status status;
    const char *reason; /* why it is not ok, or NULL */
    uint64_t matches;
    uint64_t bytes;   /* searched at the start of the text */
    double search_ns; /* the median of `runs` runs */
    size_t runs;      /* 0: none */
};

json_t *cell_encode(const struct row *row, size_t pattern, uint64_t bytes);

/* The cells of an array, in its order; free() them. NULL, with a count of 0, if the array is
 * missing or damaged. */
struct cell *cells_of(const json_t *array, size_t *count);

#endif
