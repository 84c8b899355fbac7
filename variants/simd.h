/* Our own search, many places of the text at a time.
 *
 * What is looked for are sequences of byte classes. Three positions of each, the rarest, are tested
 * at 64 places at once, by the bits that all bytes of their class share; what passes is then tested
 * in full. Two would do less work for each place, but let so many pass that the processor, which
 * guesses that none does, is too often wrong. The idea of searching for rare bytes first is that of
 * Rust's memchr::memmem.
 *
 * Patterns that are one such sequence, as the project's two are together, need no more. Of any
 * other pattern, what must occur in its matches is looked for (runs.h), and where it stands, PCRE2
 * searches the rest of that line: see simd_lines.h. */
#ifndef SIMD_H
#define SIMD_H

#include "isa.h"
#include "regex.h"
#include "runs.h"
#include "text.h"
#include "variant.h"

#define PROBES 3

struct probe {
    size_t position;
    struct shared_bits bits;
};

/* A pattern that is looked for by what must occur. */
struct simd_pattern {
    const char *text;
    struct runs runs;
    struct probe probes[RUNS_MOST][PROBES];
    struct regex regex; /* none where the runs are complete */
};

struct simd {
    struct classes classes;
    struct probe probes[PROBES]; /* of a shorter sequence, some twice */
    enum isa isa;
    bool caseless;
    size_t count; /* of patterns, each alone; 0 where `classes` is all there is to count */
    struct simd_pattern patterns[];
};

/* For a workload's patterns; one per thread that searches. Its probes suit a text whose bytes are
 * all as frequent as each other, until simd_learn() has seen the text's beginning. */
struct simd *simd_prepare(const struct workload *work);
void simd_learn(struct simd *simd, struct span text);
void simd_free(void *simd);

/* Why the workload cannot be counted so, or NULL. */
const char *simd_unsupported(const struct workload *work);

/* Counts the matches in a span, each pattern's left to right, none overlapping another of its
 * pattern. Reads nothing outside. */
struct tally simd_count(const struct simd *simd, struct span span);

/* The same at two places of the span at once, from its start and from a line's start near its
 * middle, so that a core keeps as many requests to the memory in flight as it can. Patterns that
 * are not one sequence are searched as simd_count() does. */
struct tally simd_count_streams(const struct simd *simd, struct span span);

#endif
