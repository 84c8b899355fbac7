/* The part of ledger.h that looks at a row's stage runs: where its time goes, and what they say in
 * a round. */
#ifndef STAGED_H
#define STAGED_H

#include "figures/ledger.h"
#include "figures/probes.h"

/* A row's probes, and its stage runs among them. */
struct staged {
    const struct row *row;
    double start_ns; /* ladder_start_ns() */
    struct probes all, runs;
};
struct staged staged_of(const struct row *row);
void staged_free(struct staged *staged);

/* The shares that each of the runs gives a stage, by the clock; returns how many. There is to be
 * room for as many as there are runs. */
size_t staged_shares(const struct staged *staged, enum stage stage, double *shares);

/* By how much of its time the whole gets longer for each part by which a stage does, in the round
 * of a stage run, by that one and the runs that lengthened the stage. NAN: there are none. */
double staged_slope(const struct staged *staged, enum stage stage, const struct probe *plain);

struct stages staged_stages(const struct staged *staged);

#endif
