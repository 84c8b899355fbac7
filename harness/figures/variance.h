/* How much of the variance of a variant's times lies between rounds. That is the effect of the code
 * layout, which is fresh in each round, and of whatever else changes from round to round. */
#ifndef VARIANCE_H
#define VARIANCE_H

#include "record/results.h"

#define VARIANCE_ROUNDS_LEAST 6 /* each with two runs or more */

struct variance {
    double part;  /* 0.62: 62 % of the variance lies between rounds */
    double range; /* 0.09: the slowest round took 9 % more than the fastest */
};

/* From the logarithms of all unaltered runs in a round: the sample, the short run and the stage run
 * without its clock, each scaled to the whole text. One-way random effects (Kalibera and Jones,
 * "Rigorous benchmarking in reasonable time", ISMM 2013). False if there are too few rounds, if
 * nothing varies, or if all rounds have the same layout. */
bool variance_of(const struct results *run, const struct row *row, struct variance *variance);

#endif
