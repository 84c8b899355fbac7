/* Activity records: what ran on the device and when, as the driver reports it. */
#ifndef RECORDS_H
#define RECORDS_H

#include "queue.h"

#define RECORDS_SOURCE_SIZE 64

/* A kernel or a copy. */
struct activity {
    uint64_t start_ns, end_ns;
    bool copy;
};

struct records {
    char source[RECORDS_SOURCE_SIZE]; /* "CUPTI 13.0.1" */
    struct activity *all;             /* free() it */
    size_t count;
    uint64_t dropped; /* records that were lost */
};

/* When the steps of one repeat ran. */
struct periods {
    uint64_t start_ns[STEP_COUNT], ns[STEP_COUNT];
};

/* After records_start(), kernels and copies to the host are recorded, which slows the program down.
 * records_stop() returns the records; the device must be idle. Both return false with why if there
 * are none. A GPU's come from CUPTI (records_cupti.c); a simulated device (queue_simulated.c) has
 * none. */
bool records_start(char *why, size_t why_size);
bool records_stop(struct records *records, char *why, size_t why_size);

/* Sorts the records and assigns them to steps. A repeat is the three reductions, each with the same
 * number of kernels, then the kernel of the total, then the copy; on one queue they start in this
 * order. Fills in the periods of each repeat, with starts relative to its first step. False with
 * why if the records don't fit this number of repeats. */
bool records_by_step(struct records *records, size_t repeats, struct periods *periods, char *why,
                     size_t why_size);

#endif
