/* What `uftrace dump --graphviz` prints of a recording: a line `"CALLER" -> "CALLEE" [xlabel =
 * "CALLS"]` for each pair of functions in each context, the outermost called by the program. */
#ifndef UFTRACE_GRAPH_H
#define UFTRACE_GRAPH_H

#include "profile/model/profile.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdio.h>

#define UFTRACE_CALLS_MOST ((UINT64_C(1) << 53) - 1)

/* What is known of the functions' names from elsewhere: the program's own symbols. */
struct uftrace_symbols {
    const char *module; /* the program's file name without folders */
    json_t *category;   /* of each of its functions' names, as an integer. What is not among them is
                           a library's that is loaded; of which, uftrace does not say */
};

/* Adds up the calls of functions and edges. False with why, where the text is anything else or is
 * cut short. */
bool uftrace_graph_read(FILE *from, const struct uftrace_symbols *symbols, struct profile *profile,
                        char *why, size_t why_size);

/* Reads the program's symbols from what uftrace keeps of it: PROGRAM.sym, "ADDRESS TYPE NAME", and
 * PROGRAM.dbg, "F: ADDRESS NAME" with "L: LINE SOURCE" behind it. A file may be NULL. */
void uftrace_symbols_read(FILE *symbols, FILE *lines, struct uftrace_symbols *to);

#endif
