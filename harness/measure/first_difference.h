/* Finds the first line that a variant counts differently from the reference, by searching shorter
 * and shorter prefixes of the text. */
#ifndef MEASURE_FIRST_DIFFERENCE_H
#define MEASURE_FIRST_DIFFERENCE_H

#include "measure/measure.h"

/* Adds that line, and both counts for it, to the reason of every variant that miscounts. If it
 * isn't found within seconds, adds the range of lines that it is in. */
void first_difference_tell(struct bench *bench);

#endif
