/* Which of a program's functions are its own.
 *
 * PCRE2 and Hyperscan are linked statically, so that the module says nothing, and their static
 * functions are called what anybody's are ("match"). What tells the program's own code apart is
 * that it was compiled with debug information, which names its source file: a distribution's
 * archives have theirs stripped. A library that was built with -g and linked statically counts as
 * own. */
#ifndef OWN_CODE_H
#define OWN_CODE_H

#include "engine.h"

/* An object whose keys are those functions' names, demangled; empty where the program has no debug
 * information. Asks binutils' nm; NULL with why where that cannot be done. json_decref() it. */
json_t *own_code(const struct watch *watch, char *why, size_t why_size);

/* The same from what nm prints: lines ADDRESS TYPE NAME, then a tab and FILE:LINE where known. */
json_t *own_code_read(FILE *from);

#endif
