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
    const struct tries *tries;   /* commands that are run in place of variants on a text; or NULL */
    char *data, *output;         /* of these, or without --save, NULL */
    char *whole_path;            /* the text's, from the root on */
    struct reference *reference; /* that variants are held to */
    struct reference_counts counts; /* of the text, by it */
    bool kept_samples;              /* the results file on disk has samples */
    struct sampling sampling;
    struct launch launch;                          /* of variants that run as several processes */
    struct prefix whole, slow, less, alone, large; /* parts of the text: see trial.h */
    struct lowered lowered;                        /* as much as the largest of these */
    struct cold cold;                              /* for variants that want it on the disk */
    struct excerpt excerpt;              /* for peers that are too slow for the whole text */
    struct excerpt slow_file, less_file; /* the same prefixes, for commands */
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

/* Whether to stop: asked to, because the text is no longer what was counted, or because one of two
 * commands failed. */
bool measure_stops(const struct bench *bench);

/* Whether the text is still what it was. If not, what a row was just found to be says nothing of
 * its variant, and is forgotten; a program of the user's
 * has that as its reason. */
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

/* Before each sample: drops the text from the page cache in a cold run, and the copy of it where
 * the row, which may be NULL, wants that on the disk. */
void measure_cool(struct bench *bench, const struct row *row);

/* Runs the rounds, then repeats disturbed ones as far as the budget allows, and writes the results
 * file after each. Then adds warnings about the run. False if the file could not be written. */
bool measure_rounds(struct bench *bench);

#endif
