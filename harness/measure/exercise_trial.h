/* What an exercise's programs do: whether one counts right, and how long they take in turn. */
#ifndef EXERCISE_TRIAL_H
#define EXERCISE_TRIAL_H

#include "measure/sample.h"
#include "record/results.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* Counts the texts of exercise_texts.h, which are written to `path` one after another, on several
 * numbers of threads. False at the first that goes wrong: the row's status and reason say how, and
 * `text` which it was; or, where its status is ok, run_interrupted is set. */
bool exercise_counts(struct row *row, const char *path, int threads, uint64_t timeout_ns,
                     const char **text);

/* Rounds of all rows in shuffled order, each round in a fresh layout, as many as fit the budget,
 * EXERCISE_ROUNDS_LEAST at least; with their stage clocks on where `stages` says so. Ends early
 * where a row fails, or by run_interrupted. */
#define EXERCISE_ROUNDS_LEAST 8
#define EXERCISE_ROUNDS_MOST 40
void exercise_rounds(struct row *rows, size_t count, const struct sampling *how,
                     const struct prefix *prefix, bool stages, uint64_t budget_ns);

#endif
