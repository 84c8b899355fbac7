/* The command line of ./harness run. */
#ifndef RUN_VALUES_H
#define RUN_VALUES_H

#include "commands/pattern_values.h"
#include "measure/options.h"
#include "show/exports.h"

struct run_values {
    struct run_options run;
    struct pattern_values patterns;
    struct exports exports;
    const char *case_path; /* NULL: no case file */
};

/* Reads it; argv[0] is the command's name. Ends the program if it is wrong (exit code 2), and after
 * --help. Pointers in the result point into argv or to constants. */
struct run_values run_values_of(int argc, char **argv);

#endif
