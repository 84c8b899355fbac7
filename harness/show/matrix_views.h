/* Shows the matrix of a run with several patterns. */
#ifndef MATRIX_VIEWS_H
#define MATRIX_VIEWS_H

#include "base/table.h"
#include "figures/figures.h"

/* Each pattern's count, and how fast each engine searches for it. */
struct table *matrix_table(const struct figures *figures);

/* Which pattern takes most of the time, what its best engine would gain, and whether it is better
 * to search for all as one. NULL if there is no matrix. */
char *matrix_sentence(const struct figures *figures);

/* Why cells are empty, and how often the others were measured; NULL: nothing to say. */
char *matrix_reasons(const struct figures *figures);
char *matrix_runs(const struct figures *figures);

#endif
