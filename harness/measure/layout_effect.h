/* Takes the times for figures/layout_effect.h: every program is linked with each padding, and all
 * of them run in shuffled rounds. */
#ifndef MEASURE_LAYOUT_EFFECT_H
#define MEASURE_LAYOUT_EFFECT_H

#include "figures/layout_effect.h"
#include "measure/sample.h"

#include <stddef.h>
#include <stdint.h>

struct effect_case {
    const char *const *programs; /* as they were built */
    size_t count;
    struct sampling sampling;
    struct prefix prefix; /* the part of the text that they search */
    size_t rounds;
    uint64_t seed;
};

enum effect_end {
    EFFECT_TAKEN,
    EFFECT_UNLINKED, /* a program can't be linked again */
    EFFECT_FAILED,
    EFFECT_STOPPED, /* by run_interrupted */
};

/* times[i] gets the times and the name of programs[i]. If there are none, `why` says why. */
enum effect_end effect_measure(const struct effect_case *how, struct effect_times *times, char *why,
                               size_t why_size);

#endif
