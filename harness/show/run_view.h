/* A run as people read it in a terminal or a pipe. Every table lists the rungs in ladder order. */
#ifndef RUN_VIEW_H
#define RUN_VIEW_H

#include "figures/figures.h"
#include "show/terminal.h"

/* The machine, the build and the text, a line each; the GPU, where the run used one. */
void run_view_head(const struct terminal *terminal, const struct results *results);
void run_view_gpu(const struct terminal *terminal, const struct results *results);

/* What is wrong with a run, and what to do about it, a line each; nothing where nothing is. */
void run_view_warnings(const struct terminal *terminal, const struct results *results);

/* A part of the report (sections.h). A table without rows is left out with its title. */
void run_view_part(const struct terminal *terminal, const struct figures *figures,
                   const char *part);

/* All that the terminal does not say before the rounds (sections.h). */
void run_view_after(const struct terminal *terminal, const struct figures *figures);

#endif
