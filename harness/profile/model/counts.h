/* Adds calls, which callgrind counted on the first lines of a text, to a profile that another tool
 * made of the whole text. */
#ifndef COUNTS_H
#define COUNTS_H

#include "profile/model/profile.h"

#include <stdint.h>

struct counts {
    const struct profile *seen;   /* on of the whole text first `lines` */
    const struct profile *before; /* on fewer lines, `before_lines`; or NULL */
    uint64_t lines, before_lines;
    uint64_t all_lines;          /* the text's */
    const struct profile *twice; /* on the same lines as `seen`, searched twice; or NULL */
    uint64_t searches;           /* in the profile; 0 is 1 */
};

/* Fills in the calls of functions and edges, and how.counts_....
 *
 * Two slices separate calls made once a run from calls made for each line: the estimate is the
 * calls in the longer slice, plus, for each further line, as many as each line between the two
 * slices added. With only one slice, all calls, even main()'s, are taken to be made for each line.
 * In the same way, a slice that was searched twice separates what each search calls from what is
 * called before; without it, all calls are taken to be made in each search.
 *
 * Functions are matched by name and module. Tools may see different versions of a function: the C
 * library picks the fastest string functions for the processor, and valgrind's processor has fewer
 * instructions. So names that differ only in an instruction set, or in what the compiler or the
 * library adds, match if exactly one function can be meant. A function without a match gets no
 * calls. */
void profile_take_calls(struct profile *to, const struct counts *counts);

/* How many of a text's `lines` to count on, if a run without the tool takes clean_ns: as many as
 * take about 20 ms, which is a second or two under callgrind. So a fast variant that reads blocks
 * of lines still reads many blocks, and a slow one with many calls a line gets few lines. */
uint64_t counts_lines(uint64_t clean_ns, uint64_t lines);

#endif
