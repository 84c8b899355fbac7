/* Who takes part in a run. */
#ifndef LINEUP_H
#define LINEUP_H

#include "measure/rungs.h"
#include "record/results.h"

/* A row for each of the rungs that `names` names ("all", or names with commas between), in ladder
 * order; those that cannot take part have their status set. Ends the program, with exit code 2, for
 * a name that is none. */
void lineup_select(struct results *results, const char *names, const struct rungs *rungs);

/* Adds the A/A control, the cheapest variant once more under a second name, as the last row;
 * nothing where no variant is left to copy. */
void lineup_add_control(struct results *results);

#endif
