/* What a profile of a command that is not this project's can tell, and what it cannot. free() what
 * these return. */
#ifndef PROFILE_SIGHT_H
#define PROFILE_SIGHT_H

#include "profile/model/profile.h"

/* "python3.11 without -X perf: the script's functions are not visible", where most of the time is
 * in an interpreter, or in code that it made, that does not name what it runs; else NULL. */
char *profile_sight_blind(const struct profile *profile);

/* The function that takes most, with all below it, where that can be told: enough is seen of the
 * stacks, and more of them are known than are not. PROFILE_NONE where it can't. */
size_t profile_sight_first(const struct profile *profile);

/* What takes most, and what comes next; or why that cannot be told. A sentence or two. */
char *profile_sight_says(const struct profile *profile);

#endif
