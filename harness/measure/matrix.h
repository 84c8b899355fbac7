/* The matrix of patterns and engines: each pattern by itself, and all as one, with one rung of each
 * engine. */
#ifndef MATRIX_H
#define MATRIX_H

#include "measure/measure.h"

/* Reserves a part of the budget if the user gave several patterns. */
void matrix_reserve(struct bench *bench);

/* Takes a few samples of every cell in turn, in the reserved time, at least one of each. A slow
 * engine searches only the text's first lines. */
void matrix_measure(struct bench *bench);

#endif
