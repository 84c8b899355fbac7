/* What this machine can do at best: how fast code is that only reads. variant.h names the limits.
 */
#ifndef MACHINE_LIMITS_H
#define MACHINE_LIMITS_H

#include "variant.h"

#include <stddef.h>

struct limit {
    char name[32];
    int threads; /* 0 where their number has no part in it: a GPU's */
    double gb_per_s;
};

#define LIMITS_MOST 10

/* Measures each limit of the processors with one thread and, where that is more, with `threads`, on
 * the text at `path`, which must be in the page cache. The best of several passes counts: a limit
 * is what can be reached. Writes at most six and returns how many; 0 where the text cannot be read
 * or is empty. Takes about three seconds a gigabyte. */
size_t limits_measure(const char *path, int threads, struct limit *limits);

/* The limit of that name for so many threads, in GB/s; NAN where there is none. */
double limits_find(const struct limit *limits, size_t count, const char *name, int threads);

#endif
