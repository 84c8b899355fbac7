/* Who is compared with whom in a run, and with which intervals. The rounds, the ledger, the tables
 * and the page all ask this module. */
#ifndef PAIRS_H
#define PAIRS_H

#include "figures/ladder.h"
#include "record/results.h"

enum pair_kind {
    PAIR_RUNG,     /* a rung with its parent */
    PAIR_CONTROL,  /* an A/A control with its original */
    PAIR_POINT,    /* a point of the thread sweep with the one of one thread */
    PAIR_PEER,     /* a peer with the variant whose whole process is fastest */
    PAIR_ONE_CORE, /* a peer with the fastest on one core */
};

struct pair {
    enum pair_kind kind;
    const struct row *row, *other; /* `row` is compared with `other` */
    size_t row_entry, other_entry; /* their indices in results_entry() */
    size_t family;                 /* how many comparisons this run measures */
};

struct pairs {
    struct pair *all; /* in the order of the rows, of the sweep's points, and of the peers */
    size_t count;
    size_t family; /* the same as in each pair */
};

/* Every pair whose two sides are in the run, even if one failed. A rung that is not end to end
 * (`apart`) is compared with none. pairs_free() them. */
struct pairs pairs_of(const struct results *results);
void pairs_free(struct pairs *pairs);

/* Whether both sides were measured. */
bool pair_is_measured(const struct pair *pair);

/* The pair of this kind that compares a row with another, or NULL. */
const struct pair *pairs_find(const struct pairs *pairs, enum pair_kind kind,
                              const struct row *row);

/* How many times faster the row is than the other; for peers, how many times faster the variant's
 * whole process is. A rung's interval is widened by its drift.
 *
 * The intervals of all comparisons of a run hold together: with STATS_CONFIDENCE, none of them
 * misses. So each needs the higher confidence of stats_confidence_of(family), and more rounds.
 * Peers belong to the same family, because a reader takes all of them from one report. They cost
 * next to nothing: ranks are whole numbers, and 20 rounds give each of 20 comparisons the same
 * interval as each of 124. A control has at least PAIRS_CONTROL, so that with two controls fewer
 * than one in a hundred sound runs is called biased. Times of single variants are not compared, and
 * keep STATS_CONFIDENCE. */
#define PAIRS_CONTROL 0.995
struct speedup pair_speedup(const struct pair *pair);

/* How many rounds the verdicts of a run with so many comparisons take. Its controls take part in
 * that: no verdict is given before they can object. */
size_t pairs_least_rounds(const struct results *results, size_t comparisons);

/* By how much a rung's speed-up over its parent changed from the first round to the last, in either
 * direction: 0.05 is 5 %. 0 if it may be chance, or is negligible. */
double pair_drift(const struct pair *pair);

/* Whether disturbances from outside rule out a verdict: disturbed_pair_mostly(). */
bool pair_is_disturbed(const struct pair *pair);

/* How wide that interval is: 0.02 is 2 %. INFINITY if there is none. */
double pair_width(const struct pair *pair);

#endif
