/* One run of a variant in a fresh process, with its count checked. */
#ifndef SAMPLE_H
#define SAMPLE_H

#include "measure/prefix.h"
#include "record/results.h"

struct sampling {
    const char *path;                /* the text */
    const struct facts *data;        /* its expected count */
    const char *cold_path;           /* a copy for variants that want it on the disk; NULL: path */
    const char *lowered_path;        /* its first bytes in lower case; NULL: none */
    const struct patterns *patterns; /* NULL: the built-in workload's */
    int threads, gpus;
    const struct launch
        *launch; /* for a variant that runs as several processes; NULL: one process */
    uint64_t timeout_ns;
    bool pinned; /* variants that use one core are bound to this one */
    int core;
};

/* What a run should do. */
struct request {
    const char *program;         /* as linked for this round; NULL: as built */
    const struct prefix *prefix; /* the part of the text, and its expected count */
    bool lowered;                /* search the text in lower case */
    bool stages;                 /* with the stage clock on */
    unsigned without, delayed;   /* STAGE_BIT()s to leave out, or to lengthen */
    double delay;                /* as a multiple of their own length */
    int repeat;                  /* searches in the process; 0: 1 */
};

/* The command to run for that; command_line_free() it. */
char **sample_command(const struct row *row, const struct sampling *how,
                      const struct request *request);

/* Runs a row's program once. False if the sample can't be used: then the row's status and reason
 * are set, or run_interrupted is. The caller sets the sample's round and position. */
bool sample_take(struct row *row, const struct sampling *how, const struct request *request,
                 struct sample *sample);

#endif
