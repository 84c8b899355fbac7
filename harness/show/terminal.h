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

struct terminal terminal_of(FILE *to);

/* A title below an empty line, and a paragraph that is never too wide to be read. They free what
 * they print, which may be NULL: nothing, and leave out what could paint the terminal. */
void terminal_title(const struct terminal *terminal, char *title);
void terminal_text(const struct terminal *terminal, char *text);

#endif
