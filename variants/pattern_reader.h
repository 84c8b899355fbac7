/* Reads PCRE2's syntax and answers the questions of patterns.h. It is conservative: it assumes the
 * worst of anything it doesn't know. It doesn't check whether the pattern is well formed. */
#ifndef PATTERN_READER_H
#define PATTERN_READER_H

#include <stdbool.h>

struct pattern_seen {
    bool line_ends;   /* it may match a newline, or look at the bytes around a match */
    bool cases;       /* searching a lower-case text may not equal caseless matching */
    bool newline;     /* every match contains a newline */
    bool quoting;     /* it ends between \Q and \E */
    bool in_comment;  /* it ends in a comment */
    const char *verb; /* the first verb that is not accepted, in the pattern; NULL: none */
};

struct pattern_seen pattern_read(const char *pattern);

#endif
