/* One run of a command that prints a count and nothing else of itself: a peer's, or of a program of
 * the user's. */
#ifndef COUNTING_H
#define COUNTING_H

#include "record/results.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* Runs argv[0], a path, in the user's environment, and holds what it prints, its number or its
 * `lines`, against `matches`. The search time is that of the whole process. False where the sample
 * is not to be used: then the row's status and reason are set, or run_interrupted is. */
bool counting_take(struct row *row, char *const argv[], bool lines, uint64_t matches,
                   uint64_t timeout_ns, struct sample *sample);

/* Reads a count: digits, with blanks around them at most. False where there is anything else. */
bool counting_parse(const char *output, size_t length, uint64_t *count);

#endif
