/* Reads a text from start to end, some whole lines at a time. */
#ifndef TEXT_H
#define TEXT_H

#include "variant.h"

/* One or more whole lines, newlines included. */
struct span {
    char *bytes; /* from text_next(): writable, and valid until the next call */
    size_t length;
    uint64_t offset; /* of bytes[0] in the text */
};

struct text {
    const char *path;
    int fd;
    uint64_t left; /* bytes still to be read, if the text is only the first part of a file */
    bool ended;    /* nothing is left, or read() returned 0 */
    char *buffer;
    size_t capacity;
    size_t begin, end; /* what was read and not yet returned */
    uint64_t offset;   /* of buffer[begin] in the text */
};

/* Opens the text. If it can't be read, ends the program with a message. */
struct text text_open(const struct workload *work);

/* The same for a text that is read in parts or mapped: returns a file descriptor, and sets the
 * text's size. */
int text_open_regular(const struct workload *work, uint64_t *bytes);

/* Returns the next `lines` lines as one span, fewer at the end of the text; false if nothing is
 * left. A last line without a newline counts. The buffer grows as far as needed to hold them. */
bool text_next(struct text *text, size_t lines, struct span *span);

/* Splits a span into its lines and returns their number. `lines` must have room for as many as
 * text_next() was asked for. */
size_t text_split(struct span span, struct span *lines);

void text_close(struct text *text);

#endif
