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
};

/* Reads it; argv[0] is the command's name. Ends the program if something is wrong with it (exit
 * code 2) or help is asked for. Pointers are into argv or last for ever. */
struct run_values run_values_of(int argc, char **argv);

#endif
