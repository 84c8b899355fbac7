/* Checks one exercise: from the user's source to the result. */
#ifndef COMMANDS_EXERCISE_H
#define COMMANDS_EXERCISE_H

#include "record/exercises.h"

#include <stdint.h>

/* What the command line says. */
struct exercise_values {
    const char *exercise, *file;        /* NULL: not given */
    const char *answers, *data, *tries; /* files; NULL: the terminal, or the default */
    uint64_t budget_ns, timeout_ns;
};

/* Builds, asks, counts, measures, prints the result, and keeps it as the exercise's last try.
 * Returns the exit code. Ends the program if it can't begin. */
int exercise_check(const struct exercise_values *values, struct exercise *exercise);

#endif
