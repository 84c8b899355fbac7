/* A check of one exercise: from somebody's source to what came of it. */
#ifndef COMMANDS_EXERCISE_H
#define COMMANDS_EXERCISE_H

#include "record/exercises.h"

#include <stdint.h>

/* What the command line says. */
struct exercise_values {
    const char *exercise, *file;        /* NULL: none was named */
    const char *answers, *data, *tries; /* files; NULL: the terminal, or the default */
    uint64_t budget_ns, timeout_ns;
};

/* Builds, asks, counts, measures, and says what came of it, which is then the exercise's last try.
 * Returns the exit code. Ends the program where nothing was tried. */
int exercise_check(const struct exercise_values *values, struct exercise *exercise);

#endif
