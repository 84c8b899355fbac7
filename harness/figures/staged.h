/* The part of the ledger that evaluates a row's stage runs: where its time goes, in all and in a
 * round. */
#ifndef STAGED_H
#define STAGED_H

#include "figures/ledger.h"
#include "figures/probes.h"

/* A row's probes, and the stage runs among them. */
struct staged {
    const struct row *row;
    double start_ns; /* ladder_start_ns() */
    struct probes all, runs;
};
struct staged staged_of(const struct row *row);
void staged_free(struct staged *staged);

/* A stage's share in each of the runs, by the clock; returns how many. `shares` must have room for
 * all runs. */
size_t staged_shares(const struct staged *staged, enum stage stage, double *shares);

/* The slope: if a stage gets longer, how much longer does the whole get, as a share of its time?
 * From a stage run, and the runs in its round that lengthened the stage. NAN if there are none. */
double staged_slope(const struct staged *staged, enum stage stage, const struct probe *plain);

struct stages staged_stages(const struct staged *staged);

#endif
