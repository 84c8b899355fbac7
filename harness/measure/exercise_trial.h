/* Runs an exercise's programs: checks whether one counts correctly, and times all of them in turn.
 */
#ifndef EXERCISE_TRIAL_H
#define EXERCISE_TRIAL_H

#include "measure/sample.h"
#include "record/results.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* Counts the texts of exercise_texts.h, written to `path` one after another, with several numbers
 * of threads. False at the first failure: the row's status and reason say what happened, and `text`
 * in which text. If the status is ok, run_interrupted is set. */
bool exercise_counts(struct row *row, const char *path, int threads, uint64_t timeout_ns,
                     const char **text);

/* Runs all rows in rounds, in shuffled order, each round in a new layout: as many rounds as fit the
 * budget, but at least EXERCISE_ROUNDS_LEAST. `stages` turns the stage clocks on. Ends early if a
 * row fails, or if run_interrupted is set. */
#define EXERCISE_ROUNDS_LEAST 8
#define EXERCISE_ROUNDS_MOST 40
void exercise_rounds(struct row *rows, size_t count, const struct sampling *how,
                     const struct prefix *prefix, bool stages, uint64_t budget_ns);

#endif
