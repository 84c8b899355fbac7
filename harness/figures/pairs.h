/* Who is compared with whom in a run. The rounds, the ledger, the tables and the page all ask here.
 */
#ifndef PAIRS_H
#define PAIRS_H

#include "record/results.h"

enum pair_kind {
    PAIR_RUNG,     /* a rung with the one it follows */
    PAIR_CONTROL,  /* the A/A control with its original */
    PAIR_POINT,    /* a point of the thread sweep with that of one thread */
    PAIR_PEER,     /* a peer with the variant whose whole process takes least */
    PAIR_ONE_CORE, /* the same of those that run on one core */
};

struct pair {
    enum pair_kind kind;
    const struct row *row, *other; /* `row` is held against `other` */
    size_t row_entry, other_entry; /* their places in results_entry() */
};

struct pairs {
    struct pair *all; /* in the order of the rows, of the sweep's points, and of the peers */
    size_t count;
};

/* Every pair whose two sides are in the run, whatever came of them; a rung that is not end to end
 * (apart) is compared with none. pairs_free() them. */
struct pairs pairs_of(const struct results *results);
void pairs_free(struct pairs *pairs);

/* Whether both sides have figures. */
bool pair_is_measured(const struct pair *pair);

/* The pair in which a row is held against another, or NULL. */
const struct pair *pairs_find(const struct pairs *pairs, enum pair_kind kind,
                              const struct row *row);

/* How wide the interval of a pair's speed-up is: 0.02 is 2 %. INFINITY where there is none. */
double pair_width(const struct pair *pair);

#endif
