/* Merges several runs of one program into one profile, because a short run has few samples. */
#ifndef PROFILE_MERGE_H
#define PROFILE_MERGE_H

#include "profile/model/profile.h"

/* Adds the stacks and sample counts of another run. The threads and the run time stay those of the
 * first run. */
void profile_merge(struct profile *profile, const struct profile *other);

#endif
