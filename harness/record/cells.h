/* The matrix of a run with several patterns: each pattern by itself, and then all as one, by each
 * of a few engines, with one thread. It is kept as the array that the results file has. */
#ifndef CELLS_H
#define CELLS_H

#include "record/results.h"

/* An engine with a pattern. Text is the array's. */
struct cell {
    size_t pattern;     /* its number in the list; the number of patterns: all as one */
    const char *engine; /* a variant */
    enum status status;
    const char *reason; /* why it is not ok, or NULL */
    uint64_t matches;
    uint64_t bytes;   /* of the text, its first, that it searched */
    double search_ns; /* the median of so many runs */
    size_t runs;      /* 0: none */
};

json_t *cell_encode(const struct row *row, size_t pattern, uint64_t bytes);

/* The cells of an array, in its order; free() them. NULL, and no cells, for no array or one that is
 * damaged. */
struct cell *cells_of(const json_t *array, size_t *count);

#endif
