/* Builds a user's program as the build builds an exercise's start.c: with the same flags and
 * libraries. */
#ifndef EXERCISE_BUILD_H
#define EXERCISE_BUILD_H

#include <stdbool.h>
#include <stddef.h>

enum exercise_built {
    EXERCISE_BUILT,
    EXERCISE_REFUSED, /* the compiler or the linker has printed an error */
    EXERCISE_NO_BUILD /* this build can't compile: `why` says what is missing */
};

/* Compiles `source` in place of `start`, and links it as `program`. Intermediate files go to the
 * folder of `program`. Rounds can link it again as one of the build's own programs. All paths are
 * absolute. */
enum exercise_built exercise_build(const char *start, const char *start_source, const char *source,
                                   const char *program, char *why, size_t why_size);

#endif
