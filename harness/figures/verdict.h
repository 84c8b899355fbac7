/* What to believe of a comparison, and of a run. */
#ifndef VERDICT_H
#define VERDICT_H

#include "figures/ladder.h"
#include "figures/pairs.h"

/* The A/A control and its original, the first that both were measured of; NULL: none was. */
const struct pair *verdict_control(const struct pairs *pairs);

/* Whether a control surely differs from its original, that is, from itself: its interval lies
 * beside 1. One with too few rounds does not, nor does one that was disturbed, by
 * disturbed_pair_mostly(): it says nothing. */
bool verdict_control_differs(const struct pair *control);

/* Whether the run can be trusted: no warning spoils it, and no control differs from itself. A run
 * without a control has nothing against it. */
bool verdict_run_is_trusted(const struct results *results, const struct pairs *pairs);

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
