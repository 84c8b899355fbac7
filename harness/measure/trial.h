/* What is found out before the rounds, by running everything once or a few times: where each
 * variant's time goes, what a sample costs, and which are too slow for all of the text. */
#ifndef TRIAL_H
#define TRIAL_H

#include "measure/measure.h"

/* Where each variant's time goes, and everything else that a forecast is made from, once. Sets its
 * probes and what a round of it costs, or its failure. What would take long on all of the text is
 * to search its first lines in the rounds. */
void trial_stages(struct bench *bench);

/* Runs each peer once: on the first lines of a large text, on all of it where it is then found to
 * be fast enough. Sets what it is to search and its cost, or its failure. */
void trial_peers(struct bench *bench);

#endif
