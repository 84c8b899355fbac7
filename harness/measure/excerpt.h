/* The first lines of a text, for what is too slow to search all of it. A file in memory: it needs
 * no folder, and is gone when the program is, however that ends. */
#ifndef EXCERPT_H
#define EXCERPT_H

#include "measure/reference.h"
#include "record/results.h"

#include <stdbool.h>
#include <stddef.h>

#define EXCERPT_SHARE 20                      /* one in so many of the text's bytes, */
#define EXCERPT_MOST_BYTES ((size_t)64 << 20) /* or so many */
#define EXCERPT_LEAST_BYTES ((size_t)1 << 20) /* of a text that gives less there is none */

struct excerpt {
    int fd;        /* -1: there is none */
    char path[64]; /* a child of this process can open it */
    uint64_t bytes, matches, digest;
    uint64_t lines; /* 0 in excerpt_of()'s */
    int empty_fd;
    char empty_path[64]; /* of a file without anything in it */
};

/* Makes it, with whole lines, and counts its matches by the reference. */
struct excerpt excerpt_of(const char *path, const struct facts *data,
                          const struct reference *reference);

/* So many of its first lines, or all, however large they are; fd is -1, and errno says why, where
 * it cannot be made. There is no empty file beside it. */
struct excerpt excerpt_of_lines(const char *path, uint64_t lines,
                                const struct reference *reference);

void excerpt_drop(struct excerpt *excerpt);

#endif
