/* A run of the reduction case, and how it is printed. */
#ifndef BIG_SUM_H
#define BIG_SUM_H

#include "records.h"

#define REPEATS_MOST 50 /* its line of JSON stays under 64 KiB */

enum mode {
    MODE_NO_WAIT,
    MODE_WAIT_EACH,
    MODE_WAIT_ONCE,
    MODE_COUNT,
};

struct repeat {
    uint64_t host_ns[STEP_COUNT], wait_ns; /* the wait before the copy */
    struct period device[STEP_COUNT];
};

struct options {
    uint64_t size, repeats;
    bool json;
};

struct measured {
    const struct options *options;
    const char *device;
    struct repeat *repeats[MODE_COUNT];
    struct sums expected, worst; /* what was furthest from it */
    double worst_error;
    struct records records;
    struct period (*periods)[STEP_COUNT]; /* by the records; NULL: there are none */
    char why[200];                        /* why there are none */
};

/* One line for the harness, and a table for a person. Both end the program where standard output
 * cannot be written. */
void big_sum_print_json(const struct measured *measured);
void big_sum_print_text(const struct measured *measured);

#endif
