/* Patterns that are a fixed-length sequence of byte classes, such as [0-9][rb]ob: what it takes for
 * code of our own, on any processor, to search for them. */
#ifndef CLASSES_H
#define CLASSES_H

#include "variant.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define CLASSES_LONGEST 32

/* 256 bits, one for each byte. */
struct byte_set {
    uint64_t bits[4];
};

struct classes {
    size_t length; /* of every match, 1..CLASSES_LONGEST */
    struct byte_set sets[CLASSES_LONGEST];
};

HOST_DEVICE static inline bool byte_set_has(const struct byte_set *set, unsigned char byte)
{
    return set->bits[byte >> 6] >> (byte & 63) & 1;
}

/* Reads a pattern: literal bytes, escapes (\d \w \h \N \t \f \a \e and escaped punctuation), `.`,
 * classes with ranges and negation, each with {n} behind it or not. The meaning is PCRE2's, without
 * UTF. False for any other pattern, with the reason in `why`. */
bool classes_parse(const char *pattern, bool caseless, struct classes *classes, char *why,
                   size_t why_size);

/* Whether the sequence stands at bytes[0..length). */
HOST_DEVICE static inline bool classes_match(const struct classes *classes,
                                             const unsigned char *bytes)
{
    for (size_t i = 0; i < classes->length; i++)
        if (!byte_set_has(&classes->sets[i], bytes[i]))
            return false;
    return true;
}

/* Whether a match can start inside another. */
bool classes_overlap(const struct classes *classes);

/* One sequence that counts the same as `count` separate sequences together: they differ in one
 * position, share no byte there, and can't overlap. False if there is none. */
bool classes_join(const struct classes *each, size_t count, struct classes *joined);

/* How often each byte is expected: its count in a sample of the text, and one more. */
struct byte_frequency {
    uint64_t count[256];
};
void byte_frequency_of(struct byte_frequency *frequency, const unsigned char *sample,
                       size_t length);

/* A quick test that every byte of a set passes, and few others: (byte & mask) == value, the bits
 * that all of them share. */
struct shared_bits {
    unsigned char mask, value;
};
struct shared_bits byte_set_shared_bits(const struct byte_set *set);

/* The share of bytes that pass, 0..1. */
double shared_bits_pass(struct shared_bits bits, const struct byte_frequency *frequency);

#endif
