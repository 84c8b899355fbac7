/* What the matrix of a run says: which pattern takes most of the time, and what its best engine
 * would gain. */
#ifndef FIGURES_MATRIX_H
#define FIGURES_MATRIX_H

#include "record/cells.h"

#define MATRIX_ENGINES_MOST 8
#define MATRIX_NONE ((size_t)-1)

struct matrix {
    struct cell *cells; /* NULL where there is none */
    size_t cell_count;
    size_t pattern_count; /* without all as one, which comes behind them */
    const char *engines[MATRIX_ENGINES_MOST];
    size_t engine_count;

    /* MATRIX_NONE where no engine does all the patterns. */
    size_t engine;   /* that takes least for all of them, one by one, */
    double total_ns; /* in this time, */
    size_t hardest;  /* most of it for this one, */
    double hardest_ns;
    size_t best; /* which this engine does fastest, */
    double best_ns;
    double gain;     /* so that all of them would take so many times less */
    size_t together; /* the engine that does all as one fastest, or MATRIX_NONE, */
    double together_ns;
};

/* matrix_free() it, before the run. */
struct matrix matrix_of(const struct results *run);
void matrix_free(struct matrix *matrix);

/* The cell, or NULL. */
const struct cell *matrix_cell(const struct matrix *matrix, size_t pattern, size_t engine);

/* Its time for a text of so many bytes; NAN where it has none. */
double matrix_ns(const struct cell *cell, uint64_t bytes);

#endif
