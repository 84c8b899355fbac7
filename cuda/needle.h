/* A sequence of byte classes for code that tests four neighbouring bytes at once, as a 32-bit word:
 * the GPU's. All of it runs on the host too, where the tests run it.
 *
 * Up to four neighbouring positions of the sequence, the rarest together, are tested by the bits
 * that all members of their class share: a byte passes where it agrees in those. What passes is
 * then tested in full. */
#ifndef NEEDLE_H
#define NEEDLE_H

#include "variants/classes.h"
#include "variants/variant.h"

#define NEEDLE_WINDOW 4
#define NEEDLE_GROUP 16 /* bytes that are looked at together */

struct needle {
    struct classes classes;
    bool overlaps;        /* a match can start inside another: then their order decides */
    uint32_t window;      /* the first position that is tested */
    uint32_t mask, value; /* a byte for each position; the first is the lowest */
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

/* Whether one of the four windows passes that start in `word`; `next` is the word behind it. */
HOST_DEVICE static inline bool needle_passes(const struct needle *needle, uint32_t word,
                                             uint32_t next)
{
    uint64_t both = (uint64_t)next << 32 | word;
    bool passes = false;
    for (int i = 0; i < 4; i++)
        passes |= (((uint32_t)(both >> (8 * i)) ^ needle->value) & needle->mask) == 0;
    return passes;
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
 * once, and by one thread: slow for a line of a gigabyte that is one chain, but right. */
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

/* Keeps what is rare out of the kernel's registers. */
#ifdef __CUDACC__
#define NEVER_INLINE __noinline__
#else
#define NEVER_INLINE __attribute__((noinline, unused))
#endif

/* Counts the matches whose window starts in the 16 bytes from `at` on. */
NEVER_INLINE HOST_DEVICE static struct tally
needle_count_group(const struct needle *needle, const struct haystack *text, uint64_t at)
{
    struct tally tally = {0, 0};
    for (uint64_t window = at; window < at + NEEDLE_GROUP; window++) {
        uint64_t place = window - needle->window;
        if (window < needle->window || place + needle->classes.length > text->length ||
            !needle_at(needle, text, place))
            continue;
        if (needle->overlaps)
            needle_walk(needle, text, place, &tally);
        else
            needle_count(text, place, &tally);
    }
    return tally;
}

/* The same, with a quick look at those bytes first; words[4] is the word behind them. What is
 * behind the end of the text may be anything. */
HOST_DEVICE static inline void needle_look(const struct needle *needle, const struct haystack *text,
                                           uint64_t at, const uint32_t words[5],
                                           struct tally *tally)
{
    bool any = false;
    for (int i = 0; i < 4; i++)
        any |= needle_passes(needle, words[i], words[i + 1]);
    if (any)
        tally_add(tally, needle_count_group(needle, text, at));
}

#endif
