/* Prints exercises on a terminal. */
#ifndef EXERCISE_VIEWS_H
#define EXERCISE_VIEWS_H

#include "figures/exercise.h"
#include "record/exercises.h"
#include "show/terminal.h"

/* All exercises, and the user's progress. */
void exercise_list_view(const struct terminal *terminal, const struct exercises *exercises);

/* A text that a program miscounts, or on which it fails in another way. `reason` says how. */
void exercise_wrong_view(const struct terminal *terminal, const char *text, bool counted,
                         const char *reason);

/* The result of a try with a correct count. Without figures (NULL) nothing was measured, because
 * there are too few cores. */
void exercise_try_view(const struct terminal *terminal, const struct exercise *exercise,
                       const struct exercise_figures *figures);

#endif
