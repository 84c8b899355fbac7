/* Runs a command that prints a count and nothing else: a peer, or a program of the user's. */
#ifndef COUNTING_H
#define COUNTING_H

#include "record/results.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* Runs argv[0], a path, in the user's environment, and compares the number that it prints, or with
 * `lines` the number of lines, with `matches`. The search time is that of the whole process. False
 * if the sample can't be used: then the row's status and reason are set, or run_interrupted is. */
bool counting_take(struct row *row, char *const argv[], bool lines, uint64_t matches,
                   uint64_t timeout_ns, struct sample *sample);

/* Whether the row's count is this; if not, the row fails, and its reason says by how much. */
bool counting_is_right(struct row *row, uint64_t matches);

/* Reads a count: digits, perhaps with blanks around them. False if there is anything else. */
bool counting_parse(const char *output, size_t length, uint64_t *count);

#endif
