/* What part of the variance of a variant's times lies between rounds: code layout, which is fresh
 * in each, and what else changes from one to the next. */
#ifndef VARIANCE_H
#define VARIANCE_H

#include "record/results.h"

#define VARIANCE_ROUNDS_LEAST 6 /* with two runs or more */

struct variance {
    double part;  /* 0.62: that lies between rounds is 62 % */
    double range; /* 0.09: the slowest round took 9 % more than the fastest */
};

/* From the logarithms of all that ran unaltered in a round: the sample, the short run and the stage
 * run, less its clock, each on all of the text. One-way random effects (Kalibera and Jones,
 * "Rigorous benchmarking in reasonable time", ISMM 2013). False with too few rounds, where nothing
 * varies, or with one layout for all rounds. */
bool variance_of(const struct results *run, const struct row *row, struct variance *variance);

#endif
