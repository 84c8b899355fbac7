/* A run as Markdown: in parts, each a table or two with what is to be said of them. */
#ifndef MARKDOWN_H
#define MARKDOWN_H

#include "figures/figures.h"

#include <stdbool.h>
#include <stdio.h>

/* All parts, in their order. */
void markdown_all(FILE *to, const struct figures *figures);

/* One of them; false where there is none of that name. */
bool markdown_part(FILE *to, const struct figures *figures, const char *name);

/* Their names, with commas between; free() them. */
char *markdown_parts(void);

#endif
