/* What this machine can do at best: how fast code that only reads the text can be. */
#ifndef LIMITS_H
#define LIMITS_H

#include <stdbool.h>
#include <stddef.h>

#define LIMIT_READ "page_cache_read"     /* read() at its best block size, the bytes then summed */
#define LIMIT_MAPPED "page_cache_mapped" /* the page cache mapped, its bytes summed */
#define LIMIT_RAM "ram_read"             /* a program's own memory, its bytes summed */

struct limit {
    char name[32];
    int threads;
    double gb_per_s;
};

#define LIMITS_MOST 6

/* Measures each limit with one thread and, where that is more, with `threads`, on the text at
 * `path`, which must be in the page cache. The best of several passes counts: a limit is what can
 * be reached. Writes at most LIMITS_MOST and returns how many; 0 where the text cannot be read or
 * is empty. Takes about three seconds a gigabyte. */
size_t limits_measure(const char *path, int threads, struct limit *limits);

/* The limit of that name for so many threads, in GB/s; NAN where there is none. */
double limits_find(const struct limit *limits, size_t count, const char *name, int threads);

#endif
