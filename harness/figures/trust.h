/* What came from outside while samples were taken, as warnings. verdict.h decides whether the run
 * as a whole can be trusted. */
#ifndef TRUST_H
#define TRUST_H

#include "record/results.h"
#include <stdint.h>

#define COLD_MOST 0.01 /* the share of a cold text that may stay in the page cache */

/* What was observed beside the samples, over all rounds. */
struct trust_run {
    double least_mhz, most_mhz; /* of the fastest core; NAN: unknown */
    uint64_t heat_stops;
    const char *governor; /* NULL: unknown */
};

/* Adds warnings to the results: of disturbed samples, times or ratios that drift from round to
 * round, a clock that changes, a text that doesn't stay in the page cache. */
void trust_judge(struct results *results, const struct trust_run *run);

#endif
