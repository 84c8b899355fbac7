/* The part of a profile below one function. */
#ifndef PROFILE_FOCUS_H
#define PROFILE_FOCUS_H

#include "profile/model/profile.h"

/* The function of that name, or the only one whose name contains it. PROFILE_NONE with why. */
size_t profile_focus_find(const struct profile *profile, const char *name, char *why,
                          size_t why_size);

/* Only the stacks below the function, as functions, edges and nodes, so that shares are shares of
 * it. How often it called them is not known. NULL with why if the profile has no stacks. */
struct profile *profile_focus(const struct profile *profile, size_t function, char *why,
                              size_t why_size);

#endif
