/* A run's results for other programs and for documents, in files or on standard output. */
#ifndef EXPORTS_H
#define EXPORTS_H

#include "figures/figures.h"
#include "measure/options.h"

#include <stdbool.h>
#include <stdio.h>

/* Whether one of them goes to standard output: then nothing else may. */
bool exports_to_standard_output(const struct run_options *options);

/* Before any work is begun: ends the program (exit code 1) where the file that an option names
 * cannot be written. NULL and "-" always can. */
void exports_check(const char *option, const char *path);

/* The same of all that a run is to write. */
void exports_check_all(const struct run_options *options);

/* Once the text is there: ends the program (2) where one of these would overwrite it or its
 * manifest. */
void exports_spare(const struct run_options *options, const char *text_path);

/* One line a variant, then those of the sweep and of the peers, raw numbers in base units. */
void exports_csv(FILE *to, const struct figures *figures);

/* Has `put` write `what` to a path, whole or not at all; to standard output where that is "-", and
 * nowhere where it is NULL. False, with a line on standard error (standard_output.h), where it
 * could not be. */
bool exports_put(const char *path, bool (*put)(const void *what, FILE *to), const void *what);

/* Writes what was asked for. False, with a line on standard error, where any of it could not be. */
bool exports_write(const struct run_options *options, const struct figures *figures);

#endif
