/* A run's results for other programs and for documents, in files or on standard output. */
#ifndef EXPORTS_H
#define EXPORTS_H

#include "figures/figures.h"

#include <argp.h>
#include <stdbool.h>
#include <stdio.h>

/* Paths; "-" is standard output, and NULL what was not asked for. */
struct exports {
    const char *csv, *markdown, *json;
};

/* Reads --export-csv, --export-markdown and --export-json. Its input is a struct exports. */
extern const struct argp exports_argp;

/* Whether one of them goes to standard output: then nothing else may. */
bool exports_to_standard_output(const struct exports *exports);

/* Before any work is begun: ends the program (exit code 1) if the file that an option names cannot
 * be written. NULL and "-" always can. */
void exports_check(const char *option, const char *path);
void exports_check_all(const struct exports *exports);

/* Ends the program (2) if one of the exports, or the file that --output names, is this file: `what`
 * says what that is. */
void exports_spare(const struct exports *exports, const char *output, const char *path,
                   const char *what);

/* One line a variant, then those of the sweep and of the peers, raw numbers in base units. */
void exports_csv(FILE *to, const struct figures *figures);

/* Has `put` write `what` to a path, whole or not at all; to standard output where that is "-", and
 * nowhere where it is NULL. False, with a line on standard error (standard_output.h), where it
 * could not be. */
bool exports_put(const char *path, bool (*put)(const void *what, FILE *to), const void *what);

/* Writes what was asked for. False, with a line on standard error, where any of it could not be. */
bool exports_write(const struct exports *exports, const struct figures *figures);

#endif
