/* The first lines of the text itself, for variants that are too slow to search all of it in every
 * round: the same file, in the same page cache. */
#ifndef PREFIX_H
#define PREFIX_H

#include "measure/reference.h"
#include "record/results.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* The first `bytes` bytes, which are whole lines; 0: the whole text. */
struct prefix {
    uint64_t bytes, matches, digest;
    const char *path; /* of a file with nothing else, for programs that can't be told how much to
                         search; NULL: there is none */
};

/* The longest prefix of at most so many bytes, counted by the reference. It is the whole text if
 * that is not longer, if the first line is longer, or if the text can't be read. */
struct prefix prefix_of(const char *path, const struct facts *data, uint64_t most_bytes,
                        const struct reference *reference);

/* Writes all the bytes to a file. False with errno. */
bool prefix_write(int fd, const char *bytes, size_t length);

/* A copy of the text's first bytes in lower case: beside the text if possible, else in memory. It
 * has no name, and is gone when the program ends. */
struct lowered {
    int fd;        /* -1: there is none */
    char path[64]; /* children of this process can open it */
};
struct lowered lowered_of(const char *path, uint64_t bytes);
void lowered_drop(struct lowered *lowered);

#endif
