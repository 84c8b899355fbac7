/* What lies under one function alone. */
#ifndef PROFILE_FOCUS_H
#define PROFILE_FOCUS_H

#include "profile/model/profile.h"

/* The function of that name, or the only one whose name it is a part of. PROFILE_NONE with why. */
size_t profile_focus_find(const struct profile *profile, const char *name, char *why,
                          size_t why_size);

/* The function's stacks alone, from it on down, as functions, edges and nodes: shares are then
 * shares of it. How often functions were called from there is not known. NULL with why for a
 * profile without stacks. */
struct profile *profile_focus(const struct profile *profile, size_t function, char *why,
                              size_t why_size);

#endif
