/* Compares two runs, variant by variant. */
#ifndef COMPARE_H
#define COMPARE_H

#include "base/unpaired.h"
#include "record/results.h"

enum compare_by {
    COMPARE_TIMES,
    COMPARE_RATIOS, /* to the baseline, within the rounds of each run */
};

/* How one variant changed. */
struct change {
    const char *name;
    const struct row *before, *after; /* NULL if that run doesn't have it */
    double was, is;                   /* medians: nanoseconds, or speed-ups over the baseline */
    size_t was_rounds, is_rounds;
    struct unpaired found; /* `ratio` is how many times as fast it is now */
    double p_holm;         /* found.p, adjusted for the number of variants */
    enum verdict verdict;
    bool disturbed; /* most of its samples were: there is no verdict */
    bool broken;    /* it used to work, and now fails, hangs or miscounts */
};

struct comparison {
    const struct results *before, *after;
    enum compare_by by;
    const char *baseline; /* for ratios; NULL if the runs have no variant in common */
    char *unsound;        /* why the comparison can't be trusted, or NULL */
    /* How many times as fast the machine itself was in the second run, by the limit of the page
     * cache with one thread in each round. NAN if either run has not measured it, and for ratios,
     * which don't need it. */
    struct unpaired machine;
    enum verdict machine_verdict;
    double common; /* the median of all changes; NAN if there are fewer than three */
    struct change *changes;
    size_t count;
};

/* Differences between two runs, other than the variants, that change times: in `lines`, a line for
 * each field with both values. Returns their number; free() each line, then the array. */
size_t compare_differences(const struct results *before, const struct results *after,
                           char ***lines);

/* Compares all variants of either run, in ladder order; those that only `after` has come last. A/A
 * controls are left out. A verdict is `faster` or `slower` if the whole interval lies beyond
 * STATS_SAME and p_holm is at most 5 %: among sound comparisons of unchanged code, at most one in
 * twenty says so of any row. By times, the verdict is `unclear` if the machine itself changed in
 * the same direction. */
struct comparison compare_results(const struct results *before, const struct results *after,
                                  enum compare_by by);
void compare_free(struct comparison *comparison);

/* By how much slower a variant is that is `ratio` times as fast: 0.05 is 5 %. */
static inline double compare_slower_by(double ratio)
{
    return 1 / ratio - 1;
}

/* Whether a variant is slower by more than `share`: its whole interval lies there, and its p_holm
 * is at most 5 %. False if the comparison is unsound, and, by times, if the machine itself was
 * slower. */
bool compare_is_slower(const struct comparison *comparison, const struct change *change,
                       double share);

#endif
