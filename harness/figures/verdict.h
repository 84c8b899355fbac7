/* What to believe of a comparison, and of a run. */
#ifndef VERDICT_H
#define VERDICT_H

#include "figures/pairs.h"

/* What became of an A/A control, a second copy of a variant that takes part under a name of its
 * own: a test of whether the run shows no difference where there is none. */
enum control {
    CONTROL_UNKNOWN, /* not measured, in too few rounds, or disturbed */
    CONTROL_SOUND,   /* its interval lies within ±STATS_SAME */
    CONTROL_BIASED,  /* it lies wholly beyond: a difference where there is none */
    CONTROL_BLIND,   /* it does not say: this run can't see a difference of STATS_SAME */
};

/* Of a pair that is a control with its original. */
enum control verdict_control(const struct pair *control);

/* Whether the run can be trusted: no warning spoils it, and no control is biased. A run without a
 * control has nothing against it. */
bool verdict_run_is_trusted(const struct results *results, const struct pairs *pairs);

/* The verdict that pair_speedup()'s interval gives: unclear where the run is not to be trusted, and
 * where the two are disturbed. */
enum verdict verdict_of(const struct pair *pair, bool trusted);

#endif
