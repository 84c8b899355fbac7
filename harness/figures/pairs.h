/* Who is compared with whom in a run, and by which intervals. The rounds, the ledger, the tables
 * and the page all ask here. */
#ifndef PAIRS_H
#define PAIRS_H

#include "figures/ladder.h"
#include "record/results.h"

enum pair_kind {
    PAIR_RUNG,     /* a rung with the one it follows */
    PAIR_CONTROL,  /* an A/A control with its original */
    PAIR_POINT,    /* a point of the thread sweep with that of one thread */
    PAIR_PEER,     /* a peer with the variant whose whole process takes least */
    PAIR_ONE_CORE, /* the same of those that run on one core */
};

struct pair {
    enum pair_kind kind;
    const struct row *row, *other; /* `row` is held against `other` */
    size_t row_entry, other_entry; /* their places in results_entry() */
    size_t family;                 /* how many comparisons are measured in this run */
};

struct pairs {
    struct pair *all; /* in the order of the rows, of the sweep's points, and of the peers */
    size_t count;
    size_t family; /* as in each pair */
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

/* How many times faster the row is than the other; of peers, how many times less the variant's
 * whole process takes. A rung's interval is wider by its drift.
 *
 * The intervals of all comparisons of a run hold together: with STATS_CONFIDENCE, none of them
 * misses. So each has the higher confidence of stats_confidence_of(family), and takes more rounds.
 * Peers are of the same family: what is read off one report is one family to its reader, and the
 * few more comparisons cost next to nothing, since ranks are whole numbers (20 rounds give the same
 * interval to each of 20 comparisons and of 124). A control has PAIRS_CONTROL at least, so that of
 * two not one in a hundred sound runs is called biased. The times of single variants, which are
 * compared with nothing, each keep STATS_CONFIDENCE. */
#define PAIRS_CONTROL 0.995
struct speedup pair_speedup(const struct pair *pair);

/* By how much a rung's speed-up over its parent changed from the first round to the last, one way
 * or the other: 0.05 is 5 %. 0 where that may be chance, or is as good as nothing. */
double pair_drift(const struct pair *pair);

/* Whether outside disturbances leave it nothing to say: disturbed_pair_mostly(). */
bool pair_is_disturbed(const struct pair *pair);

/* How wide that interval is: 0.02 is 2 %. INFINITY where there is none. */
double pair_width(const struct pair *pair);

#endif
