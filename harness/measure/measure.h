/* The long part of a run: rounds of samples, with a progress line. trial.h comes before it, and
 * schedule.h says how many rounds there are. At run_interrupted it stops and keeps what it has. */
#ifndef MEASURE_H
#define MEASURE_H

#include "measure/cold.h"
#include "measure/excerpt.h"
#include "measure/host_watch.h"
#include "measure/launch.h"
#include "measure/layouts.h"
#include "measure/options.h"
#include "measure/sample.h"
#include "measure/schedule.h"
#include "measure/tries.h"
#include "record/results.h"

#include <sys/stat.h>

struct bench {
    const struct run_options *options;
    struct results results;
    struct schedule schedule;
    const struct tries *tries;      /* commands to run instead of variants on a text; or NULL */
    char *data, *output;            /* NULL for `tries`; `output` also without --save */
    char *whole_path;               /* the text's absolute path */
    struct reference *reference;    /* checks the variants' counts */
    struct reference_counts counts; /* its counts of the text */
    bool kept_samples;              /* the results file on disk has samples */
    struct sampling sampling;
    struct launch launch;                          /* for variants that run as several processes */
    struct prefix whole, slow, less, alone, large; /* parts of the text: see trial.h */
    struct lowered lowered;                        /* as long as the largest of these */
    struct cold cold;                              /* for variants that want it on the disk */
    struct excerpt excerpt;              /* for peers that are too slow for the whole text */
    struct excerpt slow_file, less_file; /* the same prefixes as files, for commands */
    struct planned *planned;             /* see probes.h */
    size_t planned_count;
    struct layouts *layouts;
    struct stat text;      /* before it was first opened */
    const char *changed;   /* what happened to the text since, or NULL; if anything, all stops */
    double warm;           /* share of the text in the page cache when it was last warmed */
    uint64_t warm_ns;      /* when that was */
    uint64_t warming_ns;   /* the time that all warming took */
    const char *host_root; /* see host.h */
    struct host_watch watch;
};

/* Whether to stop: because of a signal, because the text has changed since it was counted, or
 * because one of two commands failed. */
bool measure_stops(const struct bench *bench);

/* Whether the text is unchanged. If not, a failure just found in `row` says nothing about its
 * variant, and is cleared; for a program of the user's, the change becomes the reason. */
bool measure_text_holds(struct bench *bench, struct row *row);

/* An entry's program as linked for the current round; NULL: as built. */
const char *measure_program(const struct bench *bench, size_t entry);

/* Takes a sample of a peer, on its part of the text. False as in sample_take(). */
bool measure_take_peer(const struct bench *bench, struct peer *peer, struct sample *sample);

/* Writes the results file. False, with a message, on failure. */
bool measure_keep(struct bench *bench);

/* Reads back what has left the page cache: before each round, and before a sample if the last time
 * was over a second ago. */
void measure_keep_warm(struct bench *bench);
bool measure_warm_is_old(const struct bench *bench);

/* Call this before each sample. In a cold run, evicts the text from the page cache; for a row that
 * wants its text on the disk, evicts the cold copy. The row may be NULL. */
void measure_cool(struct bench *bench, const struct row *row);

/* Runs the rounds, then repeats disturbed ones as far as the budget allows, and writes the results
 * file after each. Then adds warnings about the run. False if the file could not be written. */
bool measure_rounds(struct bench *bench);

#endif
