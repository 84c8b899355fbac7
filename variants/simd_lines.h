/* Searches for any pattern by its runs, which must occur in its matches (runs.h).
 *
 * Where a run is found, PCRE2 searches its line, from the first byte at which a match with that run
 * can start: an earlier match would have had an earlier run. After a match, the search for runs
 * goes on; without a match, it goes on after the line. If a pattern matches just its runs, PCRE2
 * isn't needed. Several patterns take turns on a stretch that fits a core's cache. */
#ifndef SIMD_LINES_H
#define SIMD_LINES_H

#include "simd.h"

/* Counts in whole lines. simd_count() calls it, and takes care of the stage clock and the replay.
 */
struct tally simd_count_lines(const struct simd *simd, struct span span);

#endif
