/* Calls that callgrind counted on the first lines of a text, put into the profile that another tool
 * made of all of it. */
#ifndef COUNTS_H
#define COUNTS_H

#include "profile/model/profile.h"

#include <stdint.h>

struct counts {
    const struct profile *seen;   /* on the text's first `lines` */
    const struct profile *before; /* on fewer of them, `before_lines`; or NULL */
    uint64_t lines, before_lines;
    uint64_t all_lines;          /* the text's */
    const struct profile *twice; /* on as many lines as `seen`, searched twice; or NULL */
    uint64_t searches;           /* that the profile is of; 0 is 1 */
};

/* Fills in the calls of functions and edges, and how.counts_....
 *
 * From two slices, what is called once a run is told from what is called for each line: the calls
 * of the longer one, and for the lines behind it as many for each as there were between the two.
 * From one slice, all of them are taken for calls that each line makes, main()'s too. In the same
 * way a slice that was searched twice tells what each search calls from what is called before;
 * without it, all is taken for what each search calls.
 *
 * Functions are told by name and module. Tools may see other versions of one function: of the C
 * library's string functions the fastest for the processor is taken, and valgrind's has less. So
 * names that only differ in an instruction set, or in what the compiler or the library put around
 * them, are one function's where exactly one can be meant. What has no counterpart gets no calls.
 */
void profile_take_calls(struct profile *to, const struct counts *counts);

/* How many of a text's lines to count on, of which a run without the tool takes clean_ns: so many
 * that it takes some 20 ms, which callgrind makes a second or two of. A fast variant, which reads
 * blocks of many lines, then reads many blocks; a slow one, which makes many calls for each line,
 * gets few lines. */
uint64_t counts_lines(uint64_t clean_ns, uint64_t lines);

#endif
