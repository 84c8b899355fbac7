/* What a run is worth, of what came in from outside while samples were taken. Whether it is to be
 * trusted in all is verdict.h's to say. */
#ifndef TRUST_H
#define TRUST_H

#include "record/results.h"
#include <stdint.h>

#define COLD_MOST 0.01 /* of a cold text may stay in the page cache */

/* What was seen beside the samples, over all rounds. */
struct trust_run {
    double least_mhz, most_mhz; /* of the fastest core; NAN where not known */
    uint64_t heat_stops;
    const char *governor; /* NULL where not known */
};

/* Puts into the results what there is to warn of: samples that were disturbed, times or ratios that
 * drift from round to round, a clock that changes, a text that does not stay where it belongs. */
void trust_judge(struct results *results, const struct trust_run *run);

#endif
