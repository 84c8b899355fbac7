/* Keeps the reference's counts of a text in its manifest (TEXT.json), by patterns, because counting
 * takes PCRE2's interpreter seconds. A user's text gets a manifest with nothing else in it. */
#ifndef KEPT_COUNTS_H
#define KEPT_COUNTS_H

#include "measure/reference.h"

#include <sys/stat.h>

/* Whether these patterns have been counted in the text as it is now. */
bool kept_counts_find(const char *path, const struct stat *text, const struct patterns *patterns,
                      struct reference_counts *counts);

/* Keeps them. If the manifest can't be written, says so: they are counted again next time. */
void kept_counts_add(const char *path, const struct stat *text, const struct patterns *patterns,
                     const struct reference_counts *counts);

#endif
