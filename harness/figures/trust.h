/* What a run is worth: what came in from outside while samples were taken, and what follows from it
 * for what was measured. */
#ifndef TRUST_H
#define TRUST_H

#include "record/results.h"
#include "system/host.h"

/* What the host has counted so far, and this process and the children it waited for with it. */
struct trust_look {
    bool has_time;
    struct host_time time;
    uint64_t ours_ns, throttled;
    double swapped_pages; /* NAN where not known */
};

struct trust_look trust_look(const char *root);

/* Between two looks, up to so much is the noise of a machine that is left alone. The kernel counts
 * in steps of 10 ms, on each core: a share of a short time takes a few of these to be believed. */
#define TRUST_STEAL 0.05 /* of the time that the cores wanted to work */
#define TRUST_STEAL_LEAST_NS 30000000.0
#define TRUST_OTHERS 0.1 /* of the time of all cores that are ours to use */
#define TRUST_OTHERS_LEAST_NS 50000000.0
#define TRUST_SWAPPED_PAGES 256

/* Whether something from outside had a part in what was done between two looks: in `disturbed`, as
 * "steal 12 %" for a results file. */
bool trust_disturbed(const struct trust_look *from, const struct trust_look *to,
                     char disturbed[DISTURBED_SIZE]);

/* The same of a sample by itself, whose text was in memory: a page that is read from disk takes
 * 0.1 ms or more, and that much may be TRUST_FAULTS of its time. A few are of programs themselves.
 */
#define TRUST_FAULTS 0.02
#define TRUST_FAULTS_LEAST 8
bool trust_faulted(const struct sample *sample, char disturbed[DISTURBED_SIZE]);

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
