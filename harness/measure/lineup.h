/* Who takes part in a run. */
#ifndef LINEUP_H
#define LINEUP_H

#include "measure/reference.h"
#include "measure/rungs.h"
#include "measure/schedule.h"
#include "record/results.h"

/* Adds a row for each rung in `names` ("all", or names with commas between; NULL: none, or all if
 * the user has no programs of their own), and for the user's programs and those that they follow,
 * in ladder order. "all" is the first four acts: the others need another disk or other machines.
 * The status of a row says if it can't take part. An unknown name ends the program with exit code
 * 2. */
void lineup_select(struct results *results, const char *names, const struct rungs *rungs);

/* The names of an act's rungs and of those that they follow, with commas between; free() it. An
 * unknown act ends the program with exit code 2. */
char *lineup_act(const struct rungs *rungs, const char *act);

/* The rung of that name. An unknown name ends the program with exit code 2 and a suggestion. */
const struct rung *lineup_find(const struct rungs *rungs, const char *name);

/* If the combined pattern and the separate patterns count differently, skips the rungs that search
 * for the combined one. The reason has both counts. */
void lineup_skip_combined(struct results *results, const struct reference *reference,
                          const struct reference_counts *counts);

#define LINEUP_CONTROL "A/A"
#define LINEUP_SLOW_CONTROL "A/A slow"

/* Adds the A/A controls as the last rows: a copy of the slowest variant, as "A/A slow", and of the
 * fastest, as "A/A". With only one variant there is one control; with none, none. */
void lineup_add_controls(struct results *results, struct schedule *schedule);

/* Adds rows to the thread sweep: one for each count but the largest, of each variant that can run
 * and divides its work among threads (EFFECT_SHARED). `counts` ascend. Prints a message if there is
 * no such variant. */
void lineup_add_sweep(struct results *results, struct schedule *schedule, const int *counts,
                      size_t count);

#endif
