/* What variants print, put together from its parts and parsed: what the tests of records and of
 * descriptions share. */
#ifndef RECORD_LINES_H
#define RECORD_LINES_H

#include "record/record.h"

#include <stdbool.h>
#include <stddef.h>

struct pair {
    const char *key, *value; /* JSON with ' for "; NULL: without this key */
};

/* The pairs as one line, with one of them replaced, or added; free() it. */
char *line_of(const struct pair *pairs, size_t count, struct pair other);

enum what {
    A_RUN,
    A_DESCRIPTION,
};

/* Parses a copy that ends where it ends, so that a sanitizer sees reads behind it. */
bool parse_as(enum what what, const char *output, size_t length, char *why, size_t why_size);

/* Fails the test where the output is taken, or the one line that says why not lacks `because`. */
void refused(enum what what, const char *output, size_t length, const char *because);

/* A key's wrong values, and what is said of each behind the key; an empty one stands for a
 * record without the key. */
struct wrong {
    const char *key, *because, *values[10];
};
void refused_with_one_wrong(enum what what, const struct pair *pairs, size_t pair_count,
                            const struct wrong *wrongs, size_t count);

/* Cuts the line of these pairs anywhere, and replaces any byte of it: never a crash, and never half
 * a record. */
void damaged(enum what what, const struct pair *pairs, size_t count);

void description_free(struct description *is);

#endif
