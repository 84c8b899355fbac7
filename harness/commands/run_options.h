/* The command line of ./harness run. */
#ifndef RUN_OPTIONS_H
#define RUN_OPTIONS_H

#include "measure/options.h"
#include "show/exports.h"

struct run_values {
    struct run_options run;
    struct exports exports;
};

/* Ends the program if the options are wrong (exit code 2), and after --help. Pointers are into argv
 * or last for ever. */
struct run_values run_values_of(int argc, char **argv);

#endif
