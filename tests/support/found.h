/* What statistics found in many simulated runs, held against what they claim. */
#ifndef FOUND_H
#define FOUND_H

#include "base/stats.h"

#ifdef SANITIZED
#define FOUND_TRIALS 300
#else
#define FOUND_TRIALS 2500
#endif

#define FOUND_DIFFERENCE 1.05
#define FOUND_FALSE_MOST 0.05

/* How often what is to happen did, of `of` times. */
struct share {
    size_t times, of;
};

void share_count(struct share *share, bool happened);
double share_of(struct share share);

/* Four standard errors of a share whose true value is p. */
double share_slack(double p, size_t of);

/* What a method found in many pairs that are identical, and in as many that differ. */
struct found {
    struct share false_verdicts, power, coverage;
    double stated; /* the sum of what the intervals claim to cover */
};

/* Whether a verdict is one of a difference. */
bool found_differs(enum verdict verdict);

void found_note(struct found *found, const struct interval *interval, enum verdict verdict,
                double truth);

/* What the intervals claim to cover, in the mean. */
double found_stated(const struct found *found);

/* A table of it on standard output. */
void found_head(const char *title);
void found_line(const char *name, const struct found *found);

/* Fails where too little was found, or too much that is not there. `lost`: how much less than they
 * claim intervals may cover. Nothing where noise is independent from round to round: then they must
 * not cover more either, within the trials' own error. A wave makes the rounds of a run alike,
 * which costs about a point. */
void found_hold(const char *name, const struct found *found, double lost);

#endif
