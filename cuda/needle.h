/* A sequence of byte classes for code that tests four places of a text at once, in a 32-bit word:
 * the GPU's. All of it runs on the host too, where the tests run it.
 *
 * Up to four neighbouring positions of the sequence, the rarest together, are tested by the bits
 * that all members of their class share: a byte passes where it agrees in those. What passes all
 * four is then tested in full. */
#ifndef NEEDLE_H
#define NEEDLE_H

#include "classes.h"
#include "variant.h"

#define NEEDLE_WINDOW 4

struct needle {
    struct classes classes;
    bool overlaps;   /* a match can start inside another: then their order decides which count */
    uint32_t window; /* the first position that is tested */
    uint32_t mask[NEEDLE_WINDOW], value[NEEDLE_WINDOW]; /* one byte, four times */
};

/* A text, or whole lines of one, in memory. */
struct haystack {
    const unsigned char *bytes;
    uint64_t length;
    uint64_t offset; /* of bytes[0] in the text */
};

/* Ends the program with a line for a workload that needle_unsupported() has a reason against. */
struct needle needle_of(const struct workload *work);
const char *needle_unsupported(const struct workload *work);

/* Chooses the window by a sample of the text. Without one, all bytes are as frequent. */
void needle_learn(struct needle *needle, const char *sample, size_t length);

/* 0x80 in each byte of `word` that a window starts at which passes; `next` is the word behind it.
 * No window is missed; one behind another that passes may be flagged without passing. (A zero byte
 * in a word: Warren, "Hacker's Delight", 6-1.) */
HOST_DEVICE static inline uint32_t needle_test(const struct needle *needle, uint32_t word,
                                               uint32_t next)
{
    uint64_t both = (uint64_t)next << 32 | word;
    uint32_t differ = (word ^ needle->value[0]) & needle->mask[0];
    for (int i = 1; i < NEEDLE_WINDOW; i++)
        differ |= ((uint32_t)(both >> (8 * i)) ^ needle->value[i]) & needle->mask[i];
    return (differ - 0x01010101u) & ~differ & 0x80808080u;
}

/* Whether a match stands at a place, one of [0, length - classes.length]. */
HOST_DEVICE static inline bool needle_at(const struct needle *needle, const struct haystack *text,
                                         uint64_t place)
{
    return classes_match(&needle->classes, text->bytes + place);
}

HOST_DEVICE static inline void needle_count(const struct haystack *text, uint64_t place,
                                            struct tally *tally)
{
    struct tally one = {1, mix64(text->offset + place)};
    tally_add(tally, one);
}

/* Matches that overlap form a chain, of which every match counts that starts behind the end of the
 * last that did. Whoever finds the chain's first link counts all of it, so that each is walked
 * once, and by one thread. */
HOST_DEVICE static inline void needle_walk(const struct needle *needle, const struct haystack *text,
                                           uint64_t place, struct tally *tally)
{
    uint64_t length = needle->classes.length, last = place, open = place + length;
    for (uint64_t back = 1; back < length && back <= place; back++)
        if (needle_at(needle, text, place - back))
            return;
    needle_count(text, place, tally);
    for (uint64_t i = place + 1; i + length <= text->length && i - last < length; i++) {
        if (!needle_at(needle, text, i))
            continue;
        last = i;
        if (i >= open) {
            needle_count(text, i, tally);
            open = i + length;
        }
    }
}

/* Counts the matches whose window starts in four words of the text, the first of which starts at
 * byte `at`; words[4] is the one behind them. Bytes behind the text may be anything. */
HOST_DEVICE static inline void needle_count_words(const struct needle *needle,
                                                  const struct haystack *text, uint64_t at,
                                                  const uint32_t words[5], struct tally *tally)
{
    uint32_t passed[4], any = 0;
    for (int i = 0; i < 4; i++)
        any |= passed[i] = needle_test(needle, words[i], words[i + 1]);
    if (!any)
        return;
    for (int i = 0; i < 4; i++)
        for (int byte = 0; byte < 4; byte++) {
            uint64_t window = at + 4 * (uint64_t)i + (uint64_t)byte;
            uint64_t place = window - needle->window;
            if (!(passed[i] & 0x80u << (8 * byte)) || window < needle->window ||
                place + needle->classes.length > text->length || !needle_at(needle, text, place))
                continue;
            if (needle->overlaps)
                needle_walk(needle, text, place, tally);
            else
                needle_count(text, place, tally);
        }
}

#endif
