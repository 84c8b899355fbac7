/* A run as Markdown: in parts, each a table or two with what is to be said of them. */
#ifndef MARKDOWN_H
#define MARKDOWN_H

#include "record/results.h"

#include <stdbool.h>
#include <stdio.h>

/* All parts, in their order. */
void markdown_all(FILE *to, const struct results *results);

/* One of them; false where there is none of that name. */
bool markdown_part(FILE *to, const struct results *results, const char *name);

/* Their names, with commas between. */
extern const char markdown_parts[];

#endif
