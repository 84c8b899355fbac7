/* What the disk can do at best: a file that is not in memory read in order, through the page cache
 * and past it, at the best of several block sizes and numbers of reads in flight. */
#ifndef DISK_LIMITS_H
#define DISK_LIMITS_H

#include "system/limits.h"

#include <stdbool.h>

#define DISK_LIMITS_MOST 2

/* Whether it is one of these: LIMIT_DISK or LIMIT_DIRECT. */
bool disk_limits_know(const char *name);

/* Measures them on the file at `path`, which nobody else should have in memory: it is dropped from
 * the page cache before each pass. Adds those that there are behind the first *count. */
void disk_limits_measure(const char *path, struct limit *limits, size_t *count);

/* The best ways once more, for round `round`, from 0. */
void disk_limits_measure_round(const char *path, struct limit *limits, size_t count, size_t round);

#endif
