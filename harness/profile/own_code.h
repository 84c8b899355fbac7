/* Which of a program's functions are its own.
 *
 * PCRE2 and Hyperscan are linked statically, so that the module says nothing, and their static
 * functions are called what anybody's are ("match"). What tells the program's own code apart is
 * that it was compiled with debug information, which says what line it comes from: a distribution's
 * archives have theirs stripped. A library that was built with -g and linked statically counts as
 * own. */
#ifndef OWN_CODE_H
#define OWN_CODE_H

#include "engine.h"

#include <stdio.h>

/* An object whose keys are those functions' bare names; empty where the program has no debug
 * information. Asks binutils' nm and addr2line; NULL with why where that cannot be done.
 * json_decref() it. */
json_t *own_code(const struct watch *watch, char *why, size_t why_size);

/* The same in two steps. The functions among the lines ADDRESS TYPE NAME that nm prints: their
 * names as an array; their addresses are written down. Then those of them whose line addr2line
 * knows, from what it prints of those addresses, FILE:LINE, with question marks for what it does
 * not know. */
json_t *own_code_symbols(FILE *symbols, FILE *addresses);
json_t *own_code_with_lines(const json_t *names, FILE *lines);

/* Cuts a demangled name's parameters off: some tools print them, others do not. */
void own_code_bare(char *name);

#endif
