/* One sample: a fresh process of one variant, held against what is known of the text. */
#ifndef SAMPLE_H
#define SAMPLE_H

#include "record/results.h"

struct sampling {
    const char *path;         /* the text */
    const struct facts *data; /* what must be counted in it */
    int threads, gpus;
    uint64_t timeout_ns;
    bool pinned; /* what uses one core is bound to this one */
    int core;
};

/* Runs a row's program once, with its stage clock on or not. False where the sample is not to be
 * used: then the row's status and reason are set, or run_interrupted is. The sample's round and
 * position are left to the caller. */
bool sample_take(struct row *row, const struct sampling *how, bool stages, struct sample *sample);

#endif
