/* One pass over bytes in one way, timed. */
#ifndef PASS_H
#define PASS_H

#include "system/way.h"

#include <stdint.h>
#include <sys/types.h>

/* What is passed over: a stretch of a file, or memory. */
struct stretch {
    int fd;
    off_t from; /* a multiple of the page size */
    const unsigned char *memory;
    size_t length;
};

/* Sums the bytes with so many threads, each of which takes parts as a variant's would, and returns
 * how long that took in nanoseconds: from the first thread's start to the last one's end, with all
 * that a mapping costs, as a variant finds none. NAN where the text was cut short meanwhile, which
 * must not end the harness, or where this kernel does not know the way. `sum`, which may be NULL,
 * is that of sum_words() over all bytes. */
double pass_run(const struct way *way, const struct stretch *stretch, int threads, uint64_t *sum);

/* So many bytes through a pipe from this process to another, in blocks of a million bytes, as the
 * rung `processes` hands its blocks out; in nanoseconds, NAN where that failed. */
double pass_pipe(size_t length);

#endif
