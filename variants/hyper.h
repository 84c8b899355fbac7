/* Counting with Hyperscan (or Vectorscan, which has the same interface). */
#ifndef HYPER_H
#define HYPER_H

#include "text.h"
#include "variant.h"

#include <hs.h>

/* All of a workload's patterns in one database: a single pass finds every one. One per thread that
 * scans. */
struct hyper {
    hs_database_t *database;
    hs_scratch_t *scratch; /* what a scan writes to */
    unsigned *lengths;     /* of each pattern's matches */
    size_t count;
};

/* Why Hyperscan cannot count this workload, or NULL: it reports every match, also those that
 * overlap one before, and only where they end. Patterns whose matches all have one length need no
 * more. */
const char *hyper_unsupported(const struct workload *work);

/* HS_FLAG_CASELESS where the workload asks for it, else 0. */
unsigned hyper_caseless(const struct workload *work);

/* `flags` are Hyperscan's, for every pattern. */
struct hyper *hyper_compile(const struct workload *work, unsigned flags);
void hyper_free(void *hyper);

/* Counts each pattern's matches in a span, left to right, none overlapping another of its pattern.
 * A span of over 4 GiB is cut at newlines: Hyperscan counts in 32 bits. */
struct tally hyper_count(const struct hyper *hyper, struct span span);

#endif
