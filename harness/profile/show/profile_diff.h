/* What moved between two profiles: the ladder's "profile again". */
#ifndef PROFILE_DIFF_H
#define PROFILE_DIFF_H

#include "profile/model/profile.h"
#include "profile/profile_options.h"
#include "show/terminal.h"

/* A function in both, by name and kind of code: modules are left out, since a library that is
 * linked into two variants is in two modules. Functions of one name add up. */
struct profile_change {
    const char *name;
    enum profile_category category;
    bool in[2];
    double self[2];                       /* weights, for as much text as `before` searched */
    double self_share[2], total_share[2]; /* of all */
};

/* How much more text `before` searched than `after`; 0 where one does not say how much it was. */
double profile_text_ratio(const struct profile *before, const struct profile *after);

/* All functions of either, the largest change of self first; of its share, where their texts cannot
 * be compared. free() it. */
struct profile_change *profile_changes(const struct profile *before, const struct profile *after,
                                       size_t *count);

void profile_diff_views(const struct terminal *terminal, const struct profile *before,
                        const struct profile *after);

/* --diff: gives the exit code. */
int profile_diff_command(const struct profile_options *options);

#endif
