/* Reading a text in runs of whole lines, one after the other. */
#ifndef TEXT_H
#define TEXT_H

#include "variant.h"

/* One or more whole lines, newlines included. */
struct span {
    char *bytes; /* text_next()'s are writable, and valid until the next one */
    size_t length;
    uint64_t offset; /* of bytes[0] in the text */
};

struct text {
    const char *path;
    int fd;
    uint64_t left; /* to be read: of a text that is only the beginning of a file */
    bool ended;    /* nothing is left, or read() has given 0 */
    char *buffer;
    size_t capacity;
    size_t begin, end; /* what is read and not yet handed out */
    uint64_t offset;   /* of buffer[begin] in the text */
};

/* Opens the text. Ends the program with a line where it cannot be read. */
struct text text_open(const struct workload *work);

/* The same of a text that is read in parts, or mapped: a file descriptor, and how many bytes the
 * text has. */
int text_open_regular(const struct workload *work, uint64_t *bytes);

/* The next `lines` lines as one span, fewer at the end; false when nothing is left. A last line
 * without a newline counts. The buffer grows to hold what is asked for, and no further. */
bool text_next(struct text *text, size_t lines, struct span *span);

/* Cuts a span into its lines; `lines` has room for as many as text_next() was asked for. Returns
 * how many there are. */
size_t text_split(struct span span, struct span *lines);

void text_close(struct text *text);

#endif
