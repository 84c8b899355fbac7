/* A run as people read it: tables and their captions. Every table lists the rungs in ladder order.
 */
#ifndef VIEWS_H
#define VIEWS_H

#include "results.h"
#include "table.h"

#include <stdio.h>

/* Where to, and how. */
struct view {
    FILE *to;
    int width;
    bool colour;
};

/* For a terminal or a pipe. */
struct view view_of(FILE *to);

/* A title below an empty line, and a paragraph that is never too wide to be read. They free what
 * they print, and leave out what could paint the terminal. */
void views_title(const struct view *view, char *title);
void views_text(const struct view *view, char *text);

/* Two lines: the machine and the text. */
void views_head(const struct view *view, const struct results *results);

/* Stages of every variant that had a stage run, as shares of its time. */
void views_stages(const struct view *view, const struct results *results);

/* What each rung can gain, before anything is measured. */
void views_predictions(const struct view *view, const struct results *results);

/* The GPU, where the run used one. */
void views_gpu(const struct view *view, const struct results *results);

/* What the machine can do at best, as measured in this run. */
void views_limits(const struct view *view, const struct limit *limits, size_t count);

/* What is wrong with a run, and what to do about it, a line each; nothing where nothing is. */
void views_warnings(const struct view *view, const struct results *results);

/* The two tables of a run, and the paragraph below them. */
void views_times(const struct view *view, const struct results *results);
void views_ledger(const struct view *view, const struct results *results);
void views_story(const struct view *view, const struct results *results);

/* What threads gain; nothing where no sweep was asked for. */
void views_sweep(const struct view *view, const struct results *results);

/* What people would use instead; nothing where no peer took part. */
void views_peers(const struct view *view, const struct results *results);

#endif
