/* Runs everything once or a few times before the rounds, to find out where each variant's time
 * goes, what a sample costs, and which variants are too slow for the whole text. */
#ifndef TRIAL_H
#define TRIAL_H

#include "measure/measure.h"

/* Measures where each variant's time goes and everything else that forecasts need, once. Sets its
 * probes and its cost in a round, or its failure. A variant that is slow on the whole text will
 * search only its first lines in the rounds. */
void trial_stages(struct bench *bench);

/* Runs each peer once: in a large text, on the first lines, and then on the whole text if that is
 * fast enough. Sets what it will search and its cost, or its failure. */
void trial_peers(struct bench *bench);

#endif
