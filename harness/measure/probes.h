/* What is found out about each variant beside its samples, in every round: where its time goes, how
 * long it takes without the stages that a rung after it attacks, how fast its own steps are alone.
 */
#ifndef PROBES_H
#define PROBES_H

#include "measure/measure.h"

/* A kind of probe that an entry takes in some rounds. */
struct planned {
    size_t entry; /* see results_entry() */
    enum probe_kind kind;
    unsigned stages; /* STAGE_BIT()s: left out, alone, or lengthened */
    double delay;
    struct prefix prefix;
    bool lowered; /* of the text in lower case */
    int repeat;
    unsigned every, first; /* it is taken in round `first` and in each `every` after it, from 0 */
    unsigned times;        /* at most */
    uint64_t cost_ns;
    bool over; /* its times are up, or it cannot be taken */
};

/* Plans the probes of an entry, whose stage runs are known. */
void probes_plan(struct bench *bench, size_t entry);

/* Takes those that are due in a round, from 0. */
void probes_take(struct bench *bench, unsigned round);

/* Takes every probe but the long ones once, before the rounds, so that there is something to
 * foretell from. They are of round 0, as are the stage runs that there are already. */
void probes_try(struct bench *bench);

#endif
