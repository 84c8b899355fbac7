/* A sequence of byte classes for the GPU, which tests four neighbouring bytes at once, as a 32-bit
 * word. All of this runs on the host as well, where it is tested.
 *
 * The window is up to four neighbouring positions of the sequence, those that pass most rarely.
 * Each is tested by the bits that all members of its class share: a byte passes if these bits
 * agree. What passes is then tested in full. */
#ifndef NEEDLE_H
#define NEEDLE_H

#include "variants/classes.h"
#include "variants/variant.h"

#define NEEDLE_WINDOW 4
#define NEEDLE_GROUP 16 /* bytes that are tested together */

struct needle {
    struct classes classes;
    bool overlaps;        /* a match can start inside another; the first one then counts */
    uint32_t window;      /* the first position that is tested */
    uint32_t mask, value; /* a byte for each position; the first is the lowest byte */
};

/* A text, or whole lines of one, in memory. */
struct haystack {
    const unsigned char *bytes;
    uint64_t length;
    uint64_t offset; /* of bytes[0] in the text */
};

/* For a workload that needle_unsupported() refuses, ends the program with a message. */
struct needle needle_of(const struct workload *work);
const char *needle_unsupported(const struct workload *work);

/* Chooses the window by a sample of the text. Without a sample, all bytes count as equally
 * frequent. */
void needle_learn(struct needle *needle, const char *sample, size_t length);

/* Whether any of the four windows that start in `word` passes; `next` is the word after it. */
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

/* Matches that overlap form a chain. In a chain, a match counts if it starts after the end of the
 * last one that counted. The thread that finds the chain's first match counts all of the chain, so
 * each chain is walked once, by one thread. That is slow for a line of a gigabyte that is a single
 * chain, but correct. */
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

/* The same, with a quick test of those bytes first; words[4] is the word after them. The bytes
 * after the end of the text may be anything. */
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
