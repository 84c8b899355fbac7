/* A reader of PCRE2's syntax that sees what patterns.h asks of a pattern, and is careful: what it
 * does not know it takes for the worse. Whether the pattern is well formed is not asked. */
#ifndef PATTERN_READER_H
#define PATTERN_READER_H

#include <stdbool.h>

struct pattern_seen {
    bool line_ends;   /* it may match a newline, or looks at what stands around a match */
    bool cases;       /* a text in lower case may not stand in for matching in any case */
    bool newline;     /* no match is without a newline */
    bool quoting;     /* it ends between \Q and \E, */
    bool in_comment;  /* or in a comment */
    const char *verb; /* in it, the first that is not taken, such as "(*UTF)..", or NULL */
};

struct pattern_seen pattern_read(const char *pattern);

#endif
