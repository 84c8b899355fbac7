/* What this machine can do at best: how fast code is that only reads. variant.h names the limits.
 */
#ifndef LIMITS_H
#define LIMITS_H

#include "variants/variant.h"

#include <stddef.h>

struct limit {
    char name[32];
    int threads; /* 0 where their number has no part in it: a GPU's */
    double gb_per_s;
    size_t block_bytes; /* with which it was reached; 0 where there are none, or in a file */
    double *by_round;   /* GB/s in each round, NAN where there was none; NULL: never */
    size_t round_count;
};

#define LIMITS_MOST 10

/* Measures each limit of the processors with one thread and, where that is more, with `threads`, on
 * the text at `path`, which must be in the page cache. The best of several passes counts: a limit
 * is what can be reached. Writes at most six and returns how many; 0 where the text cannot be read
 * or is empty. Takes about three seconds a gigabyte. */
size_t limits_measure(const char *path, int threads, struct limit *limits);

/* A few more passes of each limit that a variant can have, for round `round`, from 0: what a
 * variant reaches in a round is held against what the machine allowed in it, the median of these
 * passes. About a second a gigabyte. */
void limits_measure_round(const char *path, struct limit *limits, size_t count, size_t round);

/* Keeps a round's value. */
void limits_keep_round(struct limit *limit, size_t round, double gb_per_s);

/* The limit of that name for so many threads; NULL where there is none. */
const struct limit *limits_find(const struct limit *limits, size_t count, const char *name,
                                int threads);

#endif
