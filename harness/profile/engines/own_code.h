/* Finds out whose code a function is, and its name, if the tool doesn't say.
 *
 * PCRE2 and Hyperscan are linked statically, so the file of the code doesn't tell, and neither do
 * names such as "match". But debug information names the source: a function is the program's own if
 * its source lies in this project's folder. Debian's archives have no debug information, and others
 * name other folders. If a program has no source in this project at all, all its functions count as
 * its own. */
#ifndef OWN_CODE_H
#define OWN_CODE_H

#include "profile/engines/engine.h"

#include <stdio.h>

/* PROFILE_OWN or PROFILE_LIBRARY. The source file may be NULL: unknown. */
enum profile_category category_of_source(const char *source);

/* An object with the bare names of the program's own functions as keys. It is empty if no source is
 * this project's, and all count as its own. Uses nm and addr2line of binutils; NULL with why on
 * failure. json_decref() it. */
json_t *own_code(const struct watch *watch, char *why, size_t why_size);

/* The same in two steps. The first reads nm's lines, ADDRESS TYPE NAME, writes the functions'
 * addresses to a file, and returns an array of their names. The second picks the program's own,
 * from addr2line's output for those addresses: FILE:LINE, with question marks for unknowns. */
json_t *own_code_symbols(FILE *symbols, FILE *addresses);
json_t *own_code_with_lines(const json_t *names, FILE *lines);

/* Cuts off a demangled name's parameters, which only some tools print. */
void own_code_bare(char *name);

/* A path without its folders. */
const char *file_of_path(const char *path);

/* The name of the JIT code at this address of a process, from the map that the process wrote,
 * FOLDER/perf-PID.map (variants/perf_map.h). False if no map has it. */
bool jit_map_name(const char *folder, uint64_t pid, uint64_t address, char *name, size_t size);

#endif
