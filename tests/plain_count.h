/* What a search for a sequence of byte classes must find, by trying every place. */
#ifndef PLAIN_COUNT_H
#define PLAIN_COUNT_H

#include "classes.h"
#include "text.h"
#include "variant.h"

/* Left to right, none overlapping another, as PCRE2 counts. */
static inline struct tally plain_count(const struct classes *classes, struct span span)
{
    struct tally tally = {0};
    for (size_t at = 0; at + classes->length <= span.length;) {
        if (!classes_match(classes, (const unsigned char *)span.bytes + at)) {
            at++;
            continue;
        }
        tally_add(&tally, (struct tally){1, mix64(span.offset + at)});
        at += classes->length;
    }
    return tally;
}

#endif
