/* What the two variants that forget to wait have in common: what they count, which is what the
 * project's own two patterns match, and how long their devices take to count it. */
#ifndef FORGETFUL_H
#define FORGETFUL_H

#include "variants/variant.h"

#include <err.h>
#include <stdio.h>
#include <stdlib.h>

#define FORGETFUL_NS 50000000 /* far more than it takes to find out that nothing is in flight */

/* A letter, large or small. */
HOST_DEVICE static inline bool forgetful_is(char letter, char small)
{
    return (letter | ' ') == small;
}

HOST_DEVICE static inline struct tally forgetful_count(const char *text, size_t length)
{
    struct tally tally = {0, 0};
    for (size_t i = 0; i + 4 <= length; i++) {
        if (text[i] >= '0' && text[i] <= '9' &&
            (forgetful_is(text[i + 1], 'b') || forgetful_is(text[i + 1], 'r')) &&
            forgetful_is(text[i + 2], 'o') && forgetful_is(text[i + 3], 'b')) {
            tally.matches++;
            tally.digest += mix64(i);
        }
    }
    return tally;
}

/* The whole text, which is a small one; free() it. */
static inline char *forgetful_read(const char *path, size_t *length)
{
    const size_t most = 1 << 20;
    char *text = (char *)malloc(most);
    FILE *file = fopen(path, "re");
    if (!text || !file)
        err(1, "%s", path);
    *length = fread(text, 1, most, file);
    fclose(file);
    return text;
}

#endif
