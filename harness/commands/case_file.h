/* Case files (YAML): the user's own text, patterns and programs. docs/OWN-WORK.md describes them,
 * and ./harness init writes one with comments. */
#ifndef CASE_FILE_H
#define CASE_FILE_H

#include "commands/pattern_values.h"
#include "measure/options.h"
#include "record/results.h"

#include <stdbool.h>
#include <stdio.h>

/* Reads a case file into the options; options from the command line stay. If it is not a valid case
 * file, ends the program with exit code 2, and the message has the line and column. If it can't be
 * read, or if the build has no libyaml, ends the program with exit code 1. */
void case_file_read(const char *path, struct run_options *options, struct pattern_values *patterns);

/* Ends the program with exit code 1 if the case file expects another number of matches in the text.
 */
void case_file_expect(const struct run_options *options, const struct facts *data);

/* Writes a case file to start from. False with errno. */
bool case_file_put(const void *nothing, FILE *to);

#endif
