/* Whose code a function is, and what it is called, where the tool does not say.
 *
 * PCRE2 and Hyperscan are linked into the variant's program from their archives, so that the file
 * does not tell, and their static functions are called what anybody's are ("match"). The source
 * does, which debug information names: a function is the program's own where its source lies in
 * this project's folder. Debian's archives come without debug information, and one that was built
 * with it names other folders. Of a program that has no such source at all, all functions are
 * taken for its own. */
#ifndef OWN_CODE_H
#define OWN_CODE_H

#include "profile/engines/engine.h"

#include <stdio.h>

/* PROFILE_OWN or PROFILE_LIBRARY. The source file may be NULL: unknown. */
enum profile_category category_of_source(const char *source);

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

/* A path without its folders. */
const char *file_of_path(const char *path);

/* The name of the code that has this address in a process, and was made while that ran: from the
 * perf map that it wrote when PERF_MAP named a folder, FOLDER/perf-PID.map, a line "START SIZE
 * NAME" for each stretch of code, the numbers in hexadecimal. False where no map tells. */
bool jit_map_name(const char *folder, uint64_t pid, uint64_t address, char *name, size_t size);

#endif
