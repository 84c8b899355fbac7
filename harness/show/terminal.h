/* A run as people read it in a terminal or a pipe. Every table lists the rungs in ladder order. */
#ifndef TERMINAL_H
#define TERMINAL_H

#include "base/table.h"
#include "figures/figures.h"

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

/* The machine, the build and the text, a line each; the GPU, where the run used one. */
void terminal_head(const struct terminal *terminal, const struct results *results);
void terminal_gpu(const struct terminal *terminal, const struct results *results);

/* What is wrong with a run, and what to do about it, a line each; nothing where nothing is. */
void terminal_warnings(const struct terminal *terminal, const struct results *results);

/* A part of the report (sections.h); nothing of it where its tables have no rows. */
void terminal_part(const struct terminal *terminal, const struct figures *figures,
                   const char *part);

#endif
