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

/* In a locale that is not UTF-8 what is printed there is ASCII (base/ascii.h). */
struct terminal terminal_of(FILE *to);

/* A title below an empty line, and a paragraph that is never too wide to be read. They free what
 * they print, which may be NULL: nothing, and leave out what could paint the terminal. */
void terminal_title(const struct terminal *terminal, char *title);
void terminal_text(const struct terminal *terminal, char *text);

#endif
