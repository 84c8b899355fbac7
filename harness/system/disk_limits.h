/* The disk's limits: how fast a file that is not in memory can be read in order, through the page
 * cache and past it (O_DIRECT). Each is the best of several block sizes and queue depths. */
#ifndef DISK_LIMITS_H
#define DISK_LIMITS_H

#include "system/limits.h"

#include <stdbool.h>

#define DISK_LIMITS_MOST 2

/* Whether it is the name of one of these: LIMIT_DISK or LIMIT_DIRECT. */
bool disk_limits_know(const char *name);

/* Measures them on the file at `path`, which no other program should have mapped, because it is
 * evicted from the page cache before each pass. Appends the limits that could be measured to
 * limits[0..*count). */
void disk_limits_measure(const char *path, struct limit *limits, size_t *count);

/* Repeats the best ways, for round `round`, from 0. */
void disk_limits_measure_round(const char *path, struct limit *limits, size_t count, size_t round);

#endif
