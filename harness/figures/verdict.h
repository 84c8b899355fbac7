/* Whether to believe a comparison, and a run. */
#ifndef VERDICT_H
#define VERDICT_H

#include "figures/pairs.h"

/* The result of an A/A control: a second copy of a variant takes part under its own name, to test
 * that the run shows no difference where there is none. */
enum control {
    CONTROL_UNKNOWN, /* not measured, too few rounds, or disturbed */
    CONTROL_SOUND,   /* its interval lies within ±STATS_SAME */
    CONTROL_BIASED,  /* it lies wholly outside: a difference where there is none */
    CONTROL_BLIND,   /* neither: this run can't see a difference of STATS_SAME */
};

/* For the pair of a control and its original. */
enum control verdict_control(const struct pair *control);

/* Whether the run can be trusted: no warning spoils it, and no control is biased. A run without
 * controls passes. */
bool verdict_run_is_trusted(const struct results *results, const struct pairs *pairs);

/* Whether the controls have too few rounds to object: then there is no verdict yet. */
bool verdict_is_early(const struct pairs *pairs);

/* The verdict of pair_speedup()'s interval: none yet if it is early; unclear if the run can't be
 * trusted or the two are disturbed. */
enum verdict verdict_of(const struct pair *pair, bool early, bool trusted);

#endif
