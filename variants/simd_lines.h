/* The search for any pattern, by what must occur in its matches.
 *
 * Where a run stands, PCRE2 searches its line from the first byte on at which a match with that run
 * can start: a match from before would have had a run before. Behind a match the search for runs
 * goes on, and where there is none, behind the line. Patterns whose runs are all that they match
 * do without PCRE2. Several patterns take turns, at a stretch that a core's cache holds. */
#ifndef SIMD_LINES_H
#define SIMD_LINES_H

#include "simd.h"

/* Of whole lines. simd_count() calls it, with the stage and the replay of a search around it. */
struct tally simd_count_lines(const struct simd *simd, struct span span);

#endif
