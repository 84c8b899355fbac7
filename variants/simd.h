/* Our own search for a sequence of byte classes, many places of the text at a time.
 *
 * Three positions of the sequence, the rarest, are tested at 64 places at once, by the bits that
 * all bytes of their class share; what passes is then tested in full. Two would do less work for
 * each place, but let so many pass that the processor, which guesses that none does, is too often
 * wrong. The idea of searching for rare bytes first is that of Rust's memchr::memmem. */
#ifndef SIMD_H
#define SIMD_H

#include "classes.h"
#include "isa.h"
#include "text.h"
#include "variant.h"

#define PROBES 3

struct probe {
    size_t position;
    struct shared_bits bits;
};

struct simd {
    struct classes classes;
    struct probe probes[PROBES]; /* of a shorter sequence, some twice */
    enum isa isa;
};

/* For a workload's combined pattern; release with free(). Its probes suit a text whose bytes are
 * all as frequent as each other, until simd_learn() has seen the text's beginning. */
struct simd *simd_prepare(const struct workload *work);
void simd_learn(struct simd *simd, struct span text);

/* Why the workload cannot be counted so, or NULL. */
const char *simd_unsupported(const struct workload *work);

/* Counts the matches in a span, left to right, none overlapping another. Reads nothing outside. */
struct tally simd_count(const struct simd *simd, struct span span);

/* The same at two places of the span at once, from its start and from a line's start near its
 * middle, so that a core keeps as many requests to the memory in flight as it can. */
struct tally simd_count_streams(const struct simd *simd, struct span span);

#endif
