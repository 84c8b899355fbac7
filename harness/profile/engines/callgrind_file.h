/* What callgrind writes down of a run: the format of chapter "Callgrind Format Specification" of
 * Valgrind's manual, version 1, as callgrind itself writes it.
 *
 * It must have been called with --separate-callers, so that a function is told apart by all of its
 * callers: FUNCTION'LEVEL'CALLER'CALLER'S CALLER..., LEVEL there from the second recursion on.
 *
 * Each part of a file ends with the total of its costs; a file that is damaged or cut short does
 * not add up, and is refused. */
#ifndef CALLGRIND_FILE_H
#define CALLGRIND_FILE_H

#include "profile/engines/callgrind_contexts.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdio.h>

#define CALLGRIND_MOST ((UINT64_C(1) << 53) - 1) /* of any count: exact as a double, too */

/* Adds one file to what was seen before. False with why: then all is to be thrown away. */
bool callgrind_read(struct callgrind *seen, FILE *file, char *why, size_t why_size);

#endif
