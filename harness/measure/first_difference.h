/* Where a variant counts otherwise than the reference: the first such line, found by searching ever
 * shorter beginnings of the text. */
#ifndef MEASURE_FIRST_DIFFERENCE_H
#define MEASURE_FIRST_DIFFERENCE_H

#include "measure/measure.h"

/* Adds that line, and what each counts there, to the reason of every variant that miscounts. What
 * is not found within seconds is said as the lines that it is among. */
void first_difference_tell(struct bench *bench);

#endif
