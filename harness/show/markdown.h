/* A run as Markdown, in parts: each has a table or two, with sentences about them. */
#ifndef MARKDOWN_H
#define MARKDOWN_H

#include "figures/figures.h"

#include <stdbool.h>
#include <stdio.h>

/* All parts, in their order. */
void markdown_all(FILE *to, const struct figures *figures);

/* One part; false if there is none of that name. */
bool markdown_part(FILE *to, const struct figures *figures, const char *name);

/* The parts' names, separated by commas; free() them. */
char *markdown_parts(void);

#endif
