/* Pattern by engine: each pattern by itself, and all as one, by a rung of each engine. */
#ifndef MATRIX_H
#define MATRIX_H

#include "measure/measure.h"

/* Sets a part of the budget aside, where the run has several patterns of its own. */
void matrix_reserve(struct bench *bench);

/* Takes a few samples of every cell in turns, in what was set aside, once at least. An engine that
 * is slow searches the text's first lines. */
void matrix_measure(struct bench *bench);

#endif
