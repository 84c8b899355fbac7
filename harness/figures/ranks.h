/* What several processes did that searched together, each by its own clock: no clock of one host is
 * compared with that of another. */
#ifndef RANKS_FIGURES_H
#define RANKS_FIGURES_H

#include "record/results.h"

/* One of them, over a row's samples; times in nanoseconds. */
struct rank_figures {
    char host[64];
    double bytes;                 /* of the text: its share */
    double prepare_ns, search_ns; /* medians */
    double stage_ns[STAGE_COUNT]; /* medians of the stage runs */
};

/* Of how many processes a row's samples or probes were; 0 of one that is not several. */
size_t ranks_count(const struct row *row);
struct rank_figures ranks_of(const struct row *row, size_t rank);

/* On how many machines, by their names; 1 where that is not known. */
size_t ranks_hosts(const struct row *row);

/* What comes before and after the search: the process as a whole, less the search. The median; NAN
 * without samples. */
double ranks_launch_ns(const struct row *row);

#endif
