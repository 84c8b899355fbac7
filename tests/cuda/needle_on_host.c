#include "needle_counter.h"

#include <err.h>
#include <stdlib.h>
#include <string.h>

const char *counter_unsupported(void)
{
    return NULL;
}

/* One thread after the other. Behind the text there is more of the same, for none to count. */
struct tally counter_count(const struct needle *needle, struct span span)
{
    size_t room = span.length + (size_t)2 * NEEDLE_GROUP;
    unsigned char *bytes = malloc(room);
    if (!bytes)
        err(1, "text");
    for (size_t i = 0; i < room; i++)
        bytes[i] = span.length ? (unsigned char)span.bytes[i % span.length] : '1';
    const struct haystack text = {bytes, span.length, span.offset};
    struct tally tally = {0};
    for (size_t at = 0; at < span.length; at += NEEDLE_GROUP) {
        uint32_t words[5];
        memcpy(words, bytes + at, sizeof words);
        needle_look(needle, &text, at, words, &tally);
    }
    free(bytes);
    return tally;
}
