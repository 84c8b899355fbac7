/* What to believe of a comparison, and of a run. */
#ifndef VERDICT_H
#define VERDICT_H

#include "figures/ladder.h"
#include "figures/pairs.h"

/* Whether the run is to be trusted: no warning spoils it, and the A/A control came out as it must:
 * its interval contains 1. A run with too few rounds, or without a control, has nothing against it;
 * nor has one whose control was disturbed, by disturbed_pair_mostly(): that has no interval, since
 * it says nothing. *control may be NULL; its ratio is NAN without one. */
bool verdict_run_is_trusted(const struct results *results, const struct pairs *pairs,
                            struct speedup *control);

/* By how much a rung's speed-up over its parent changed from the first round to the last, one way
 * or the other: 0.05 is 5 %. 0 where that may be chance, or is as good as nothing. */
double verdict_drift(const struct pairs *pairs, const struct pair *rung);

/* What the verdict on a rung against its parent goes by: the interval of its speed-up, wider by the
 * drift. False where there is none, and where it says nothing: in a run that is not to be trusted,
 * and where the two are disturbed. */
bool verdict_interval(const struct pairs *pairs, const struct pair *rung, bool trusted,
                      struct interval *interval);

/* The verdict: none without an interval, unclear where it says nothing. */
enum verdict verdict_of(const struct pairs *pairs, const struct pair *rung, bool trusted);

#endif
