/* What this machine can do at best: the speed of code that only reads. variant.h names the limits.
 *
 * There are many ways to read (way.h), and which is fastest depends on the machine: the limit is
 * the best of them. The page cache is memory, so a program's own memory can't be slower: if a pass
 * over the page cache was faster, it is the limit of both. */
#ifndef LIMITS_H
#define LIMITS_H

#include "system/way.h"
#include "variants/variant.h"

#include <stddef.h>

#define LIMIT_WAYS_KEPT 3

struct limit {
    char name[32];
    int threads; /* 0 if threads don't matter: a pipe, a GPU */
    double gb_per_s;
    char way[WAY_TEXT_SIZE];          /* the fastest, in words; "" if there is only one */
    struct way kept[LIMIT_WAYS_KEPT]; /* the best ones, which are repeated in each round */
    size_t kept_count;                /* 0 if read from a file */
    double *by_round;                 /* GB/s in each round; NAN: not in this one; NULL: in none */
    size_t round_count;
};

/* For the processors with each of 1 + LIMIT_COUNTS_MOST thread counts, a pipe, a GPU, and the disk.
 */
#define LIMIT_COUNTS_MOST 32
#define LIMITS_MOST (3 * (1 + LIMIT_COUNTS_MOST) + 1 + 4 + 2)

/* A pass reads at most this much of a text, each time a different stretch. */
#define LIMIT_PASS_BYTES ((size_t)512 << 20)

/* Measures each limit of the processors with one thread and with each of `counts` (at most
 * LIMIT_COUNTS_MOST of them), on the text at `path`, which must be in the page cache; and the limit
 * of a pipe. Writes at most LIMITS_MOST - 6 and returns how many; 0 if the text is empty or can't
 * be read. Takes about two seconds a gigabyte with one thread, and less with more. */
size_t limits_measure(const char *path, const int *counts, size_t count_count,
                      struct limit *limits);

/* Repeats the best ways of each limit that a variant can have, for round `round`, from 0: a
 * variant's speed in a round is compared with what the machine allowed in the same round. */
void limits_measure_round(const char *path, struct limit *limits, size_t count, size_t round);

/* Records a round's value. */
void limits_keep_round(struct limit *limit, size_t round, double gb_per_s);

/* The limit of that name for this number of threads, or NULL. */
const struct limit *limits_find(const struct limit *limits, size_t count, const char *name,
                                int threads);

#endif
