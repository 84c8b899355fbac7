/* When rounds have said enough: once every planned comparison is known as well as was asked for.
 * Planned are those of each rung with its parent, of a sweep's points with that of one thread, and
 * of the A/A control with its original. */
#ifndef PRECISION_H
#define PRECISION_H

#include "base/stats.h"
#include "record/results.h"

/* Intervals alone decide, by how wide they are, never by what they say. Even so, stopping where an
 * interval happens to be narrow makes it right less often than it claims: looked at after each
 * round from the sixth on, one that claims 96 % may be right in 94. Not looking before
 * PRECISION_FIRST_LOOK, and not believing in a narrow interval before it has been narrow
 * PRECISION_IN_A_ROW rounds running, makes up for that: tests/figures/simulation_unit.c. (Up to the
 * default of 20 rounds; of a single comparison over a hundred rounds and more one point is still
 * lost. With --precision 0 nothing is looked at.) A run that ends in the middle of a Latin square
 * has not had every variant at every position equally often, as none has whose slow variants leave
 * early: the order is drawn at random, so that this adds to the noise and favours nobody. */
#define PRECISION_FIRST_LOOK 10
#define PRECISION_IN_A_ROW 2

/* After round `round`, from 1: whether no further one is needed. `narrow` is 0 at first, and kept
 * from round to round. What has had all its rounds holds nothing up. */
bool precision_reached(const struct results *results, unsigned round, unsigned *narrow);

/* How wide an interval of a ratio is: 0.02 is 2 %. */
double precision_width(const struct interval *interval);

/* What ended the rounds, and which comparisons stayed wider than was asked for: one line; NULL
 * where that is not known, as of files from before. free() it. */
char *precision_line(const struct results *results);

/* The comparisons that stayed wider than was asked for, for a results file. */
json_t *precision_wide(const struct results *results);

#endif
