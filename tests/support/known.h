/* Variants whose truth is known, and runs of them as the harness would take them: with a simulated
 * clock, by simulated.h's dice.
 *
 * In a run every time is multiplied by the round's own factor, which all programs share (the
 * machine's pace, and the layout), by noise of its own, and each stage by a little more. What the
 * stage clock costs is put into the stages, and is taken out again as well as a calibration can. */
#ifndef KNOWN_H
#define KNOWN_H

#include "record/results.h"
#include "tests/support/simulated.h"

#define KNOWN_ROUNDS 20
#define KNOWN_BYTES 1000000000 /* of the text */

/* What is true of a variant. */
struct known {
    double ns[STAGE_COUNT]; /* of each stage, on all of the text and on one thread */
    double start_ns;        /* what comes before the first byte: part of STAGE_OTHER as well */
    unsigned shared;        /* stages that the threads share, */
    int threads;            /* so many */
    bool overlaps;          /* all but STAGE_OTHER are under way at the same time */
    double least_ns;        /* on all of the text: the machine is not faster */
    double clock_ns;        /* of the stage clock, on all of the text */
};

/* How long it truly takes on all of the text. */
double known_ns(const struct known *known);

/* The same with a stage `delay` times its own length longer. */
double known_delayed_ns(const struct known *known, enum stage stage, double delay);

/* A parent and a child that follows it. */
struct known_pair {
    struct known parent, child;
    struct identity parent_is, child_is; /* attacks, effects, overlaps, limit; not copied */
};

/* What a machine allows, in GB/s. */
struct known_machine {
    int threads;    /* a run's */
    double read[2]; /* with one thread, and with all */
    double mapped, pipe;
};

/* A run of pairs, up to KNOWN_PAIRS: limits, samples and probes, in KNOWN_ROUNDS rounds. Rows come
 * in pairs, too, a parent and its child. results_free() it. */
#define KNOWN_PAIRS 8
struct results known_run(const struct known_machine *machine, const struct known_pair *pairs,
                         size_t count, const struct noise *noise);

#endif
