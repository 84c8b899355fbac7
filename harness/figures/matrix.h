/* Conclusions from a run's matrix: which pattern takes most of the time, and what its best engine
 * would gain. */
#ifndef FIGURES_MATRIX_H
#define FIGURES_MATRIX_H

#include "record/cells.h"

#define MATRIX_ENGINES_MOST 8
#define MATRIX_NONE ((size_t)-1)

struct matrix {
    struct cell *cells; /* NULL: no matrix */
    size_t cell_count;
    size_t pattern_count; /* without all as one, which comes last */
    const char *engines[MATRIX_ENGINES_MOST];
    size_t engine_count;

    /* MATRIX_NONE if no engine can do all the patterns. */
    size_t engine;   /* the fastest for all of them, one by one: */
    double total_ns; /* this is its time; */
    size_t hardest;  /* the pattern that takes most of it; */
    double hardest_ns;
    size_t best; /* the engine that is fastest for that pattern; */
    double best_ns;
    double gain;     /* how many times faster all of them would then be */
    size_t together; /* the engine that is fastest for all as one, or MATRIX_NONE */
    double together_ns;
};

/* Call matrix_free() before the run is freed. */
struct matrix matrix_of(const struct results *run);
void matrix_free(struct matrix *matrix);

/* The cell, or NULL. */
const struct cell *matrix_cell(const struct matrix *matrix, size_t pattern, size_t engine);

/* Its time for a text of so many bytes; NAN if it has none. */
double matrix_ns(const struct cell *cell, uint64_t bytes);

#endif
