/* How many rounds there are to be, and what of the budget is left for them. Rounds count from 0. */
#ifndef PLAN_H
#define PLAN_H

#include "base/units.h"
#include "measure/measure.h"

#include <stdbool.h>
#include <stdint.h>

#define PLAN_LONG_NS NS_PER_S /* a sample that takes more than this is a long one */

/* What is left of the budget. */
uint64_t plan_budget_left(const struct bench *bench);

/* How many rounds each variant gets of what is left of the budget; says where those are too few. */
void plan_rounds(struct bench *bench);

/* How many rounds there are to be, before round `round`. Where too few were planned for intervals,
 * what a round takes is known better now, and they are planned anew. */
unsigned plan_again(struct bench *bench, unsigned round);

/* Samples still planned from this round on, in time. */
uint64_t plan_time_left(const struct bench *bench, unsigned round);

/* Whether there is another round. Those that an interval takes are never given up: they were
 * planned to fit the budget, and a machine that has slowed since gets them all the same. Beside
 * long samples, which use a budget up, short ones have a reserve of a tenth of it, since many
 * rounds of these cost less than one of those: once that is all that is left, the long ones have
 * had their last round. */
bool plan_goes_on(struct bench *bench, unsigned round);

#endif
