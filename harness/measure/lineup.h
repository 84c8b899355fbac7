/* Who takes part in a run. */
#ifndef LINEUP_H
#define LINEUP_H

#include "measure/reference.h"
#include "measure/rungs.h"
#include "measure/schedule.h"
#include "record/results.h"

/* A row for each of the rungs that `names` names ("all", or names with commas between), in ladder
 * order; those that cannot take part have their status set. Ends the program, with exit code 2, for
 * a name that is none. */
void lineup_select(struct results *results, const char *names, const struct rungs *rungs);

/* The rung of that name. Ends the program, with exit code 2 and the nearest name, where there is
 * none.
 */
const struct rung *lineup_find(const struct rungs *rungs, const char *name);

/* Skips the rungs that search for the combined pattern, with both counts, where that counts
 * otherwise than the patterns do, each alone. */
void lineup_skip_combined(struct results *results, const struct reference *reference,
                          const struct reference_counts *counts);

/* Adds the A/A controls as the last rows: the slowest variant once more, as "A/A slow", and the
 * fastest, as "A/A". One where there is but one variant to copy, and none where there is none. */
void lineup_add_controls(struct results *results, struct schedule *schedule);

/* Adds to the thread sweep a row for each count but the largest, of each variant that is fit to run
 * and shares its work out among threads (EFFECT_SHARED). `counts` ascend. Says so where there is
 * no such variant. */
void lineup_add_sweep(struct results *results, struct schedule *schedule, const int *counts,
                      size_t count);

#endif
