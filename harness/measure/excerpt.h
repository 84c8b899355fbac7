/* The first lines of a text, for programs that are too slow to search all of it. It is a file in
 * memory, so it needs no folder and is gone when the program ends, however it ends. */
#ifndef EXCERPT_H
#define EXCERPT_H

#include "measure/prefix.h"
#include "measure/reference.h"
#include "record/results.h"

#include <stdbool.h>
#include <stddef.h>

#define EXCERPT_SHARE 20                      /* at most 1/20 of the text */
#define EXCERPT_MOST_BYTES ((size_t)64 << 20) /* and at most this much */
#define EXCERPT_LEAST_BYTES ((size_t)1 << 20) /* if that is less, there is no excerpt */

struct excerpt {
    int fd;        /* -1: there is none */
    char path[64]; /* children of this process can open it */
    uint64_t bytes, matches, digest;
    uint64_t lines; /* 0 from excerpt_of() */
    int empty_fd;
    char empty_path[64]; /* of an empty file */
};

/* Makes it of whole lines, and counts its matches by the reference. */
struct excerpt excerpt_of(const char *path, const struct facts *data,
                          const struct reference *reference);

/* The first `lines` lines, or all, whatever their size. On failure fd is -1, and errno says why. It
 * has no empty file. */
struct excerpt excerpt_of_lines(const char *path, uint64_t lines,
                                const struct reference *reference);

/* A prefix of the text as a file. There is no empty file beside it. fd is -1 if the prefix is the
 * whole text, or, with a message, if the file can't be made. */
struct excerpt excerpt_of_prefix(const char *path, const struct prefix *prefix);

void excerpt_drop(struct excerpt *excerpt);

#endif
