/* The part of a run that takes its time: stage runs, then rounds of samples, with a progress line.
 * All of it stops at run_interrupted, and keeps what it has. */
#ifndef MEASURE_H
#define MEASURE_H

#include "excerpt.h"
#include "options.h"
#include "results.h"
#include "sample.h"

#include <sys/stat.h>

struct bench {
    const struct run_options *options;
    struct results results;
    char *data, *output;
    struct sampling sampling;
    struct excerpt excerpt; /* for slow peers */
    struct stat text;       /* before it was first looked into */
    const char *changed;    /* what happened to the text since, or NULL: then all stops */
    uint64_t start_ns;
};

/* Whether to stop: asked to, or because the text is no longer what was counted. */
bool measure_stops(const struct bench *bench);

/* Where each variant's time goes. Sets its stages and cost, or its failure. */
void measure_stages(struct bench *bench);

/* Runs each peer once: on the first lines of a large text, on all of it where it is then found to
 * be fast enough. Sets what it is to search and its cost, or its failure. */
void measure_peers(struct bench *bench);

/* How many rounds each variant gets of what is left of the budget; says where those are too few. */
void measure_plan(struct bench *bench);

/* Writes the results file. False, with a line on standard error, where that fails. */
bool measure_keep(const struct bench *bench);

/* What other work has pushed out of the page cache since is read again, as before each round. */
void measure_keep_warm(struct bench *bench);

/* Runs the rounds, and keeps the results after each. False where they could not be kept. */
bool measure_rounds(struct bench *bench);

#endif
