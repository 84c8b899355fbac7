/* What changed between two profiles. */
#ifndef PROFILE_CHANGES_H
#define PROFILE_CHANGES_H

#include "profile/model/profile.h"

/* A function in both profiles, matched by name and kind of code. Modules are ignored, because a
 * library that is linked into two variants is in two modules. Functions of the same name are added
 * up.
 *
 * Changes are judged by self, the time in the function alone. Each sample is in one function's
 * self, so a function that becomes slower can't drag its callers up the list. Totals include
 * callees; they are shown, but not judged. */
struct profile_change {
    const char *name;
    enum profile_category category;
    bool in[2];
    double self[2];                       /* weights, scaled to the text that `before` searched */
    double self_share[2], total_share[2]; /* of everything */
    double error; /* the sampling error of the difference of self_share; NAN: not sampled */
    bool moved;   /* enough, or it is large enough, to be worth a row */
};

/* How much more text `before` searched than `after`; 0 if one doesn't say. */
double profile_text_ratio(const struct profile *before, const struct profile *after);

/* All functions of either, the largest change of self first (of its share, if the texts can't be
 * compared). free() it. */
struct profile_change *profile_changes(const struct profile *before, const struct profile *after,
                                       size_t *count);

/* A paragraph about the two, in which A is `before`; free() it. */
char *profile_changes_lead(const struct profile *before, const struct profile *after);

#endif
