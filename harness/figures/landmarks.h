/* The rungs that sum up the ladder: a run profiles them, and the page opens with them. */
#ifndef LANDMARKS_H
#define LANDMARKS_H

#include "figures/figures.h"

#define LANDMARKS_MOST 4

/* The first rung, combined, jit and the fastest, if they were measured; each once, in ladder order.
 * Returns how many. */
size_t landmarks_of(const struct figures *figures, const struct row_figures *rows[LANDMARKS_MOST]);

#endif
