/* Who takes part in a run. */
#ifndef LINEUP_H
#define LINEUP_H

#include "measure/rungs.h"
#include "measure/schedule.h"
#include "record/results.h"

/* Adds a row for each rung in `names` ("all", or names with commas between), in ladder order. The
 * status of a row says if it can't take part. An unknown name ends the program with exit code 2. */
void lineup_select(struct results *results, const char *names, const struct rungs *rungs);

/* The rung of that name. An unknown name ends the program with exit code 2 and a suggestion. */
const struct rung *lineup_find(const struct rungs *rungs, const char *name);

/* Adds the A/A controls as the last rows: a copy of the slowest variant, as "A/A slow", and of the
 * fastest, as "A/A". With only one variant there is one control; with none, none. */
void lineup_add_controls(struct results *results, struct schedule *schedule);

/* Adds rows to the thread sweep: one for each count but the largest, of each variant that can run
 * and divides its work among threads (EFFECT_SHARED). `counts` ascend. Prints a message if there is
 * no such variant. */
void lineup_add_sweep(struct results *results, struct schedule *schedule, const int *counts,
                      size_t count);

#endif
