/* A run's results for other programs and for documents, in files or on standard output. */
#ifndef EXPORTS_H
#define EXPORTS_H

#include "figures/figures.h"

#include <argp.h>
#include <stdbool.h>
#include <stdio.h>

/* Paths; "-" is standard output, NULL: not requested. */
struct exports {
    const char *csv, *markdown, *json;
};

/* Reads --export-csv, --export-markdown and --export-json. Its input is a struct exports. */
extern const struct argp exports_argp;

/* Whether one of them goes to standard output; then nothing else may. */
bool exports_to_standard_output(const struct exports *exports);

/* Call this before any work: if the file of an option can't be written, ends the program with exit
 * code 1. NULL and "-" always pass. */
void exports_check(const char *option, const char *path);
void exports_check_all(const struct exports *exports);

/* If one of the exports, or the file of --output, is the file at `path`, ends the program with exit
 * code 2. `what` says what that file is. */
void exports_spare(const struct exports *exports, const char *output, const char *path,
                   const char *what);

/* A line for each variant, then for each point of the sweep and each peer. Raw numbers in base
 * units. */
void exports_csv(FILE *to, const struct figures *figures);

/* Lets `put` write `what` to a path, whole or not at all; to standard output if that is "-"; does
 * nothing if it is NULL. False, with a message on standard error (standard_output.h), on failure.
 */
bool exports_put(const char *path, bool (*put)(const void *what, FILE *to), const void *what);

/* Writes what was requested. False, with a message on standard error, if any of it failed. */
bool exports_write(const struct exports *exports, const struct figures *figures);

#endif
