/* Calls for a profile that was sampled: counted by another engine on a few lines. */
#ifndef PROFILE_CALLS_H
#define PROFILE_CALLS_H

#include "profile/model/profile.h"
#include "profile/profile_make.h"

/* Counts a variant's calls on the first lines of the text and puts them into its profile, scaled to
 * what that one searched. What the tool writes goes below `folder`. False with why: the profile
 * then has no calls, and is good without. */
bool profile_calls_count(const struct profiling *how, const struct row *row, const char *folder,
                         struct profile *profile, char *why, size_t why_size);

#endif
