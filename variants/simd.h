/* Our own search, at many places of the text at a time.
 *
 * It looks for sequences of byte classes. The three rarest positions of each are tested at 64
 * places at once, by the bits that all bytes of their class share. Places that pass are then tested
 * in full. Two positions would be less work for each place, but so many places would pass that the
 * processor would mispredict the branch too often. The idea of searching for rare bytes first comes
 * from Rust's memchr::memmem.
 *
 * Patterns that are one such sequence need no more: the project's two patterns together are one.
 * For any other pattern, this looks for something that must occur in its matches (runs.h), and
 * where that is found, PCRE2 searches the rest of the line: see simd_lines.h. */
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

/* A pattern that is found by its runs. */
struct simd_pattern {
    const char *text;
    struct runs runs;
    struct probe probes[RUNS_MOST][PROBES];
    struct regex regex; /* unused if the runs are complete */
};

struct simd {
    struct classes classes;
    struct probe probes[PROBES]; /* of a shorter sequence, some twice */
    enum isa isa;
    bool caseless;
    size_t count; /* number of patterns to count separately; 0: `classes` alone is counted */
    struct simd_pattern patterns[];
};

/* Prepares a search for a workload's patterns; make one per thread. Its probes suit a text whose
 * bytes are all as frequent as each other, until simd_learn() has seen the text's beginning. */
struct simd *simd_prepare(const struct workload *work);
void simd_learn(struct simd *simd, struct span text);
void simd_free(void *simd);

/* Why the workload cannot be counted so, or NULL. */
const char *simd_unsupported(const struct workload *work);

/* Counts the matches in a span, for each pattern from left to right without overlaps. Reads nothing
 * outside the span. */
struct tally simd_count(const struct simd *simd, struct span span);

/* The same at two places of the span at once, from its start and from a line's start near its
 * middle, so that a core keeps as many requests to the memory in flight as it can. For patterns
 * that are not one sequence, it is the same as simd_count(). */
struct tally simd_count_streams(const struct simd *simd, struct span span);

#endif
