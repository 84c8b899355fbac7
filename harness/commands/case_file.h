/* A case: one's own text, patterns and programs, in a file that a person writes (YAML).
 * docs/OWN-WORK.md describes it, and ./harness init writes one with comments. */
#ifndef CASE_FILE_H
#define CASE_FILE_H

#include "commands/pattern_values.h"
#include "measure/options.h"
#include "record/results.h"

#include <stdbool.h>
#include <stdio.h>

/* Reads it into options; what these have already, from the command line, stays. Ends the program,
 * with exit code 2 and the line and column of what is wrong, for a file that is no case; with 1
 * where it cannot be read, as in a build without libyaml. */
void case_file_read(const char *path, struct run_options *options, struct pattern_values *patterns);

/* Ends the program, with exit code 1, where another number of matches was expected of the text. */
void case_file_expect(const struct run_options *options, const struct facts *data);

/* Writes one to start from. False with errno. */
bool case_file_put(const void *nothing, FILE *to);

#endif
