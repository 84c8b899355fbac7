/* Prints a profile for people: the verdict, the functions, the threads, and how it was obtained. */
#ifndef PROFILE_VIEWS_H
#define PROFILE_VIEWS_H

#include "profile/model/profile.h"
#include "profile/model/profile_figures.h"
#include "show/terminal.h"

/* Prints all of it. `focus` is PROFILE_NONE, or a function: then only its stacks are shown. */
void profile_views(const struct terminal *terminal, const struct profile *profile,
                   enum profile_sort by, size_t focus);

/* Prints what changed between two. */
void profile_diff_views(const struct terminal *terminal, const struct profile *before,
                        const struct profile *after);

#endif
