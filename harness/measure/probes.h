/* What is measured of each variant beside its samples, in every round: where its time goes, how
 * long it takes without the stages that a later rung attacks, and how fast its own steps run alone.
 */
#ifndef PROBES_H
#define PROBES_H

#include "measure/measure.h"

/* A probe that an entry takes in some rounds. */
struct planned {
    size_t entry; /* see results_entry() */
    enum probe_kind kind;
    unsigned stages; /* STAGE_BIT()s: left out, alone, or lengthened */
    double delay;
    struct prefix prefix;
    bool lowered; /* on the text in lower case */
    int repeat;
    unsigned every, first; /* taken in round `first` (from 0) and every `every` rounds after it */
    unsigned times;        /* at most so often */
    uint64_t cost_ns;
    bool over; /* taken often enough, or can't be taken */
};

/* Plans the probes of an entry. Its stage runs must be known. */
void probes_plan(struct bench *bench, size_t entry);

/* Takes the probes that are due in a round, from 0. */
void probes_take(struct bench *bench, unsigned round);

/* Before the rounds, takes every probe but the long ones once, as a basis for forecasts. These and
 * the stage runs so far count as round 0. */
void probes_try(struct bench *bench);

#endif
