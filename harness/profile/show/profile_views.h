/* A profile as people read it in a terminal: the verdict, the functions, the threads, and how it
 * was obtained. */
#ifndef PROFILE_VIEWS_H
#define PROFILE_VIEWS_H

#include "profile/model/profile.h"
#include "profile/model/profile_figures.h"
#include "show/terminal.h"

/* All of it. `focus` is a function whose stacks alone are shown, or PROFILE_NONE. */
void profile_views(const struct terminal *terminal, const struct profile *profile,
                   enum profile_sort by, size_t focus);

/* What moved between two. */
void profile_diff_views(const struct terminal *terminal, const struct profile *before,
                        const struct profile *after);

#endif
