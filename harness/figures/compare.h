/* Two runs held against each other, variant by variant. */
#ifndef COMPARE_H
#define COMPARE_H

#include "base/unpaired.h"
#include "record/results.h"

enum compare_by {
    COMPARE_TIMES,
    COMPARE_RATIOS, /* to the baseline, within the rounds of each run */
};

/* What became of one variant. */
struct change {
    const char *name;
    const struct row *before, *after; /* NULL in a run that does not have it */
    double was, is;                   /* medians: nanoseconds, or times as fast as the baseline */
    size_t was_rounds, is_rounds;
    struct unpaired found; /* `ratio` is how many times as fast it is now */
    double p_holm;         /* found.p among all of the comparison */
    enum verdict verdict;
    bool disturbed; /* most samples of it were, from outside: nothing is to be said */
    bool broken;    /* it was well before, and now fails, hangs or miscounts */
};

struct comparison {
    const struct results *before, *after;
    enum compare_by by;
    const char *baseline; /* of ratios; NULL where the runs have no variant in common */
    char *unsound;        /* why nothing is to be believed, or NULL */
    /* How many times as fast the machine itself was in the second run, reading the page cache with
     * one thread by the harness' own code in each round; NAN where either run has not measured
     * that, and of ratios, which it is no part of. */
    struct unpaired machine;
    enum verdict machine_verdict;
    double common; /* the median of all changes; NAN for fewer than three */
    struct change *changes;
    size_t count;
};

/* What differs between two runs and makes their times no matter of the variants alone: a line for
 * each field, with what it is in both, in `lines`, which are free()d one by one and then
 * themselves. Returns how many. */
size_t compare_differences(const struct results *before, const struct results *after,
                           char ***lines);

/* Compares all variants of either run, in ladder order, those that only `after` has last. The A/A
 * controls are no variants. A verdict is `faster` or `slower` where the whole interval lies beyond
 * STATS_SAME and p_holm is no more than 5 %: of sound comparisons of the same code, no more than
 * one in twenty says so of any row. By times it is `unclear` where the machine, too, was
 * faster or slower, in the same direction. */
struct comparison compare_results(const struct results *before, const struct results *after,
                                  enum compare_by by);
void compare_free(struct comparison *comparison);

/* By how much slower that is, of "how many times as fast": 0.05 is 5 %. */
static inline double compare_slower_by(double ratio)
{
    return 1 / ratio - 1;
}

/* Whether a variant is slower by more than `share`: its whole interval lies there, and its
 * p_holm is no more than 5 %. Never in a comparison that is unsound, nor by times on a machine that
 * was slower itself. */
bool compare_is_slower(const struct comparison *comparison, const struct change *change,
                       double share);

#endif
