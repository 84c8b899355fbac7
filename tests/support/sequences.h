/* Random sequences of byte classes, texts for them, and what a search for them must find. */
#ifndef SEQUENCES_H
#define SEQUENCES_H

#include "dice.h"
#include "variants/classes.h"
#include "variants/text.h"
#include "variants/variant.h"

/* Makes a pattern of 1 to 30 byte classes, as PCRE2 and classes_parse() both must read it. None
 * could match a newline. */
#define SEQUENCE_BYTES 256
void sequence_pattern(struct dice *dice, char pattern[SEQUENCE_BYTES]);

/* Random bytes, of few kinds, with what the classes take here and there; they end where their
 * memory does, so that ASan sees a read beyond. free() them. */
char *sequence_text(struct dice *dice, const struct classes *classes, size_t length);

/* Counts by trying every place: left to right, none overlapping another, as PCRE2 counts. */
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
