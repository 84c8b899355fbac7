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

/* Its parts. */
struct table *profile_functions_table(const struct profile *profile, enum profile_sort by,
                                      int width);
struct table *profile_threads_table(const struct profile *profile);

/* Paragraphs; free() them. */
char *profile_how_text(const struct profile *profile);

#endif
