/* What the reference counted in a text, kept in its manifest (TEXT.json) by patterns: counting
 * takes PCRE2's interpreter seconds. A text of one's own gets a manifest with nothing else in it.
 */
#ifndef KEPT_COUNTS_H
#define KEPT_COUNTS_H

#include "measure/reference.h"

#include <sys/stat.h>

/* Whether these patterns were counted in the text as it is now. */
bool kept_counts_find(const char *path, const struct stat *text, const struct patterns *patterns,
                      struct reference_counts *counts);

/* Keeps them. Where the manifest cannot be written, or is another program's file, they are counted
 * again the next time. */
void kept_counts_add(const char *path, const struct stat *text, const struct patterns *patterns,
                     const struct reference_counts *counts);

#endif
