/* Building somebody's program as the build builds an exercise's start.c: with the same flags, and
 * linked with the same libraries. */
#ifndef EXERCISE_BUILD_H
#define EXERCISE_BUILD_H

#include <stdbool.h>
#include <stddef.h>

enum exercise_built {
    EXERCISE_BUILT,
    EXERCISE_REFUSED, /* by the compiler or the linker, which has said why on standard error */
    EXERCISE_NO_BUILD /* this build can't: `why` says what is missing */
};

/* Compiles `source` in place of `start`, and links it to `program`, in the folder of which there
 * is room for what lies between. What rounds link anew takes it for one of the build's own. All
 * paths are absolute. */
enum exercise_built exercise_build(const char *start, const char *start_source, const char *source,
                                   const char *program, char *why, size_t why_size);

#endif
