/* What each of several processes did in a common search. Each uses its own clock: clocks of
 * different hosts are never compared. */
#ifndef RANKS_FIGURES_H
#define RANKS_FIGURES_H

#include "record/results.h"

/* One process, over a row's samples. Times are in nanoseconds. */
struct rank_figures {
    char host[64];
    double bytes;                 /* its share of the text */
    double prepare_ns, search_ns; /* medians */
    double stage_ns[STAGE_COUNT]; /* medians of the stage runs */
};

/* How many processes ran in a row's samples or probes; 0 if the row doesn't run as several
 * processes. */
size_t ranks_count(const struct row *row);
struct rank_figures ranks_of(const struct row *row, size_t rank);

/* On how many machines, by their names; 1: not known. */
size_t ranks_hosts(const struct row *row);

/* The median time before and after the search: of the whole process, less the search. NAN without
 * samples. */
double ranks_launch_ns(const struct row *row);

#endif
