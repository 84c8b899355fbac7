/* What a profile of a user's command can show, and what it can't. free() the strings. */
#ifndef PROFILE_SIGHT_H
#define PROFILE_SIGHT_H

#include "profile/model/profile.h"

/* "python3.11 without -X perf: the script's functions are not visible", if most of the time is in
 * an interpreter, or in code that it generated, without names for what it runs; else NULL. */
char *profile_sight_blind(const struct profile *profile);

/* The function that takes most, with all that it calls. PROFILE_NONE if that isn't certain: too
 * many stacks are cut short, or more samples are without a name than with one. */
size_t profile_sight_first(const struct profile *profile);

/* One or two sentences: what takes most, and what comes next; or why that isn't known. */
char *profile_sight_says(const struct profile *profile);

#endif
