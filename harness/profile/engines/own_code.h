/* Which of a program's functions are its own.
 *
 * PCRE2 and Hyperscan are linked statically, so that the module says nothing, and their static
 * functions are called what anybody's are ("match"). The source that debug information names tells
 * them apart, by the rule in source_of.h. */
#ifndef OWN_CODE_H
#define OWN_CODE_H

#include "profile/engines/engine.h"

#include <stdio.h>

/* An object whose keys are those functions' bare names; empty where no source of the program's is
 * this project's, and all are taken for its own. Asks binutils' nm and addr2line; NULL with why
 * where that cannot be done. json_decref() it. */
json_t *own_code(const struct watch *watch, char *why, size_t why_size);

/* The same in two steps. The functions among the lines ADDRESS TYPE NAME that nm prints: their
 * names as an array; their addresses are written down. Then the own ones of them, by what addr2line
 * prints of those addresses: FILE:LINE, with question marks for what it does not know. */
json_t *own_code_symbols(FILE *symbols, FILE *addresses);
json_t *own_code_with_lines(const json_t *names, FILE *lines);

/* Cuts a demangled name's parameters off: some tools print them, others do not. */
void own_code_bare(char *name);

#endif
