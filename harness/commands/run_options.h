/* The command line of ./harness run. */
#ifndef RUN_OPTIONS_H
#define RUN_OPTIONS_H

#include "measure/options.h"

/* Ends the program if the options are wrong (exit code 2), and after --help. Pointers are into argv
 * or last for ever. */
struct run_options run_options_of(int argc, char **argv);

#endif
