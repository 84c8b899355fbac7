/* What a match adds to a tally. All engines use it, to count matches or lines. */
#ifndef COUNTING_H
#define COUNTING_H

#include "text.h"
#include "variant.h"

#include <string.h>

/* Count lines with a match, not matches (--count). Set before anything is counted. */
extern bool counting_lines;

/* Adds the match span.bytes[from..to) of a pattern. Returns where its next match may start. */
static inline size_t counting_add(struct tally *tally, struct span span, size_t from, size_t to)
{
    if (!counting_lines) {
        tally_add(tally, (struct tally){1, mix64(span.offset + from)});
        return to;
    }
    const char *before = memrchr(span.bytes, '\n', from);
    const char *behind = memchr(span.bytes + from, '\n', span.length - from);
    size_t start = before ? (size_t)(before + 1 - span.bytes) : 0;
    tally_add(tally, (struct tally){1, mix64(span.offset + start)});
    return behind ? (size_t)(behind + 1 - span.bytes) : span.length;
}

#endif
