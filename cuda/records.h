/* Activity records: what ran on the device, and when, by the driver's own account. */
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

/* Of a repeat's steps. */
struct periods {
    uint64_t start_ns[STEP_COUNT], ns[STEP_COUNT];
};

/* From start, kernels and copies to the host are recorded, and timing slows down; stop, on an idle
 * device, hands the records over. False, with why, where they are not to be had. A GPU's come from
 * CUPTI (records_cupti.c), a simulated device (queue_simulated.c) has none. */
bool records_start(char *why, size_t why_size);
bool records_stop(struct records *records, char *why, size_t why_size);

/* Tells which records belong to which step. A repeat is the three reductions, of as many kernels
 * each, then the kernel of the total, then the copy; on one queue they start in this order. Fills
 * in the periods of each repeat, their starts since its first; false, with why, where the records
 * cannot be those of so many repeats. Sorts the records. */
bool records_by_step(struct records *records, size_t repeats, struct periods *periods, char *why,
                     size_t why_size);

#endif
