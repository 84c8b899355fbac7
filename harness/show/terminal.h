/* A run as people read it: tables and their captions. Every table lists the rungs in ladder order.
 */
#ifndef TERMINAL_H
#define TERMINAL_H

#include "base/table.h"
#include "record/results.h"

#include <stdio.h>

/* Where to, and how. */
struct terminal {
    FILE *to;
    int width;
    bool colour;
};

/* For a terminal or a pipe. */
struct terminal terminal_of(FILE *to);

/* A title below an empty line, and a paragraph that is never too wide to be read. They free what
 * they print, and leave out what could paint the terminal. */
void terminal_title(const struct terminal *terminal, char *title);
void terminal_text(const struct terminal *terminal, char *text);

/* Two lines: the machine and the text. */
void terminal_head(const struct terminal *terminal, const struct results *results);

/* Stages of every variant that had a stage run, as shares of its time. */
void terminal_stages(const struct terminal *terminal, const struct results *results);

/* What each rung can gain, before anything is measured. */
void terminal_predictions(const struct terminal *terminal, const struct results *results);

/* The GPU, where the run used one. */
void terminal_gpu(const struct terminal *terminal, const struct results *results);

/* What the machine can do at best, as measured in this run. */
void terminal_limits(const struct terminal *terminal, const struct limit *limits, size_t count);

/* What is wrong with a run, and what to do about it, a line each; nothing where nothing is. */
void terminal_warnings(const struct terminal *terminal, const struct results *results);

/* The two tables of a run, and the paragraph below them. */
void terminal_times(const struct terminal *terminal, const struct results *results);
void terminal_ledger(const struct terminal *terminal, const struct results *results);
void terminal_story(const struct terminal *terminal, const struct results *results);

/* What threads gain; nothing where no sweep was asked for. */
void terminal_sweep(const struct terminal *terminal, const struct results *results);

/* What people would use instead; nothing where no peer took part. */
void terminal_peers(const struct terminal *terminal, const struct results *results);

#endif
