/* Several runs of one program in one profile: a short run has few samples. */
#ifndef PROFILE_MERGE_H
#define PROFILE_MERGE_H

#include "profile/model/profile.h"

/* Adds what another run's stacks hold, and its counts of samples. Threads stay those of the first
 * run, and so does the time that a run took. */
void profile_merge(struct profile *profile, const struct profile *other);

#endif
