/* A benchmark run: stage runs, predictions, rounds, tables. */
#ifndef COMMANDS_RUN_H
#define COMMANDS_RUN_H

#include "measure/options.h"

/* Runs it all, printing to standard output (tables) and standard error (progress). `command` is the
 * command line, for the results file. Returns the exit code of the program. */
int run_bench(const struct run_options *options, int argc, char **command);

#endif
