/* What moved between two profiles: the ladder's "profile again". */
#ifndef PROFILE_CHANGES_H
#define PROFILE_CHANGES_H

#include "profile/model/profile.h"

/* A function in both, by name and kind of code: modules are left out, since a library that is
 * linked into two variants is in two modules. Functions of one name add up.
 *
 * What moved is told by self, the time in the function alone. Self adds up: each sample is in one
 * function, so all changes together are nothing, and one that slows down cannot drag its callers
 * up the list. A total is in each of its callers' totals, too; it stands beside, and no more. */
struct profile_change {
    const char *name;
    enum profile_category category;
    bool in[2];
    double self[2];                       /* weights, for as much text as `before` searched */
    double self_share[2], total_share[2]; /* of all */
    double error; /* that sampling may make in the difference of self_share; NAN: not sampled */
    bool moved;   /* enough, or is large enough, to be worth a row */
};

/* How much more text `before` searched than `after`; 0 where one does not say how much it was. */
double profile_text_ratio(const struct profile *before, const struct profile *after);

/* All functions of either, the largest change of self first; of its share, where their texts cannot
 * be compared. free() it. */
struct profile_change *profile_changes(const struct profile *before, const struct profile *after,
                                       size_t *count);

/* The two in a paragraph, A the one before; free() it. */
char *profile_changes_lead(const struct profile *before, const struct profile *after);

#endif
