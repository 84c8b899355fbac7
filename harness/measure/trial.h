/* What is found out before the rounds, by running everything once or a few times: where each
 * variant's time goes, what a sample costs, and which are too slow for all of the text. */
#ifndef TRIAL_H
#define TRIAL_H

#include "measure/measure.h"

/* Where each variant's time goes. Sets its stages and cost, or its failure. A variant that would
 * take long does it on the first lines only, and its times are scaled: shares are what is wanted.
 */
void trial_stages(struct bench *bench);

/* Runs each peer once: on the first lines of a large text, on all of it where it is then found to
 * be fast enough. Sets what it is to search and its cost, or its failure. */
void trial_peers(struct bench *bench);

#endif
