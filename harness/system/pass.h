/* Times one pass over bytes. */
#ifndef PASS_H
#define PASS_H

#include "system/way.h"

#include <stdint.h>
#include <sys/types.h>

/* The bytes: a stretch of a file, or memory. */
struct stretch {
    int fd;
    off_t from; /* a multiple of the page size */
    const unsigned char *memory;
    size_t length;
};

/* Sums the bytes with so many threads, which take parts as a variant's threads would. Returns the
 * nanoseconds from the first thread's start to the last one's end, including all costs of a
 * mapping, since a variant starts without one, too. NAN if the text shrank meanwhile (which must
 * not end the harness), or if this kernel doesn't know the way. `sum` may be NULL; it is
 * sum_words() over all bytes. */
double pass_run(const struct way *way, const struct stretch *stretch, int threads, uint64_t *sum);

/* How many nanoseconds so many bytes take through a pipe from this process to another, in blocks of
 * a million bytes, as in the rung `processes`. NAN on failure. */
double pass_pipe(size_t length);

#endif
