/* Where text is shown: a terminal or a pipe. */
#ifndef TERMINAL_H
#define TERMINAL_H

#include "base/table.h"

#include <stdio.h>

/* Where to, and how. */
struct terminal {
    FILE *to;
    int width;
    bool colour;
};

/* In a locale that is not UTF-8, its output is ASCII (base/ascii.h). */
struct terminal terminal_of(FILE *to);

/* A title after an empty line; a paragraph. Both are wrapped, that to a readable width. They remove
 * control sequences and free the text. NULL prints nothing. */
void terminal_title(const struct terminal *terminal, char *title);
void terminal_text(const struct terminal *terminal, char *text);

#endif
