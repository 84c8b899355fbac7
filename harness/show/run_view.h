/* Prints a run for people, to a terminal or a pipe. Every table lists the rungs in ladder order. */
#ifndef RUN_VIEW_H
#define RUN_VIEW_H

#include "figures/figures.h"
#include "show/terminal.h"

/* A line each about the machine, the build, the text and the patterns; and about the GPU, if the
 * run used one. */
void run_view_head(const struct terminal *terminal, const struct results *results);
void run_view_gpu(const struct terminal *terminal, const struct results *results);

/* A run's warnings and their remedies, a line each. */
void run_view_warnings(const struct terminal *terminal, const struct results *results);

/* A part of the report (sections.h). A table without rows is omitted with its title. */
void run_view_part(const struct terminal *terminal, const struct figures *figures,
                   const char *part);

/* Everything that the terminal doesn't show before the rounds (sections.h). */
void run_view_after(const struct terminal *terminal, const struct figures *figures);

#endif
