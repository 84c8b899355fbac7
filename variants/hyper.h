/* Counting with Hyperscan (or Vectorscan, which has the same interface).
 *
 * Hyperscan reports every place where a match can end, not the matches that people count, which
 * are taken left to right and don't overlap: [0-9]+ has one match in `123`, and ends at three
 * places. Where all matches have one length, ends are enough to count by. For any other pattern
 * Hyperscan finds the lines that can have a match, and PCRE2 counts in them. What Hyperscan cannot
 * do exactly (lookaround, back-references, atomic groups), it is asked for more than that, with
 * HS_FLAG_PREFILTER. */
#ifndef HYPER_H
#define HYPER_H

#include "regex.h"
#include "text.h"
#include "variant.h"

#include <hs.h>

struct hyper_pattern {
    unsigned length;    /* of each match; 0 where PCRE2 counts */
    unsigned flags;     /* Hyperscan's */
    struct regex regex; /* for that */
};

/* All of a workload's patterns in one database: a single pass finds every one. One per thread that
 * scans. */
struct hyper {
    hs_database_t *database;
    hs_scratch_t *scratch; /* what a scan writes to */
    size_t count;
    struct hyper_pattern patterns[];
};

/* Why Hyperscan cannot find this workload's matches, or the lines that have some, or NULL. */
const char *hyper_unsupported(const struct workload *work);

/* For a workload's patterns, without regard to case or as they are written. */
struct hyper *hyper_compile(const struct workload *work, bool caseless);
void hyper_free(void *hyper);

/* Counts each pattern's matches in a span, left to right, none overlapping another of its pattern.
 * A span of over 4 GiB is cut at newlines: Hyperscan counts in 32 bits. */
struct tally hyper_count(const struct hyper *hyper, struct span span);

#endif
