/* One run of a variant: a fresh process, held against what is known of the text. */
#ifndef SAMPLE_H
#define SAMPLE_H

#include "measure/prefix.h"
#include "record/results.h"

struct sampling {
    const char *path;         /* the text */
    const struct facts *data; /* what is to be counted in all of it */
    const char *cold_path;    /* its copy on the disk, for who wants that; NULL: there is none */
    const char *lowered_path; /* its first bytes, lower-cased; NULL: there are none */
    int threads, gpus;
    const struct launch *launch; /* of what runs as several processes; NULL: as one */
    uint64_t timeout_ns;
    bool pinned; /* what uses one core is bound to this one */
    int core;
};

/* What is asked of it beside its count. */
struct request {
    const char *program;         /* as it was linked for this round; NULL: as it was built */
    const struct prefix *prefix; /* how much of the text, and what is to be found there */
    bool lowered;                /* the text is the one in lower case */
    bool stages;                 /* its stage clock runs */
    unsigned without, delayed;   /* STAGE_BIT()s that are left out, or lengthened */
    double delay;                /* by how many times their own length */
    int repeat;                  /* searches in the process; 0: one */
};

/* Runs a row's program once. False where the sample is not to be used: then the row's status and
 * reason are set, or run_interrupted is. The sample's round and position are left to the caller. */
bool sample_take(struct row *row, const struct sampling *how, const struct request *request,
                 struct sample *sample);

#endif
