/* A benchmark run: stage runs, predictions, rounds, tables. */
#ifndef BENCH_H
#define BENCH_H

#include "options.h"

/* Runs it all, printing to standard output (tables) and standard error (progress). `command` is the
 * command line, for the results file. Returns the exit code of the program. */
int bench_run(const struct run_options *options, int argc, char **command);

#endif
