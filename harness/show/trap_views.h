/* The trap as people read it: one table, a time line of host and device for each way of timing, and
 * what follows from the figures. Every output of a simulated device says SIMULATED. */
#ifndef TRAP_VIEWS_H
#define TRAP_VIEWS_H

#include "base/table.h"
#include "record/trap_record.h"
#include "show/terminal.h"

/* All of it. */
void trap_views(const struct terminal *terminal, const struct trap *trap);

/* Table and story, as Markdown. */
void trap_views_markdown(FILE *to, const struct trap *trap);

/* A line a step: medians over the repeats, and their shares of the column's sum. */
struct table *trap_table(const struct trap *trap);

/* Where the time seemed to go, and where it went; or that they agree. free() it. */
char *trap_story(const struct trap *trap);

#endif
