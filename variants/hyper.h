/* Counting with Hyperscan (or Vectorscan, which has the same interface).
 *
 * Hyperscan reports every place where a match can end. People count matches from left to right that
 * don't overlap: [0-9]+ has one match in `123`, but ends at three places. If all matches have the
 * same length, their ends are enough to count them. For any other pattern, Hyperscan finds the
 * lines that may have a match, and PCRE2 counts in these. With HS_FLAG_PREFILTER, this also works
 * for patterns that Hyperscan can't do exactly (lookaround, back-references, atomic groups): it
 * then finds too many lines, but misses none. */
#ifndef HYPER_H
#define HYPER_H

#include "regex.h"
#include "text.h"
#include "variant.h"

#include <hs.h>

struct hyper_pattern {
    char *text;         /* for Hyperscan: the pattern, or one that matches more */
    unsigned length;    /* of each match; 0: PCRE2 counts */
    unsigned flags;     /* Hyperscan's */
    struct regex regex; /* for PCRE2 */
};

/* All of a workload's patterns in one database: a single pass finds every one. One per thread that
 * scans. */
struct hyper {
    hs_database_t *database;
    hs_scratch_t *scratch; /* what a scan writes to */
    size_t count;
    struct hyper_pattern patterns[];
};

/* Why Hyperscan can't find this workload's matches, or the lines that have some; or NULL. */
const char *hyper_unsupported(const struct workload *work);

/* Compiles a workload's patterns, either caseless or as written. */
struct hyper *hyper_compile(const struct workload *work, bool caseless);
void hyper_free(void *hyper);

/* Counts each pattern's matches in a span, left to right, none overlapping another of its pattern.
 * A span of over 4 GiB is cut at newlines: Hyperscan counts in 32 bits. */
struct tally hyper_count(const struct hyper *hyper, struct span span);

#endif
