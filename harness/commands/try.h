/* The command line of ./harness try. */
#ifndef TRY_H
#define TRY_H

#include "measure/options.h"
#include "measure/tries.h"

#define TRY_NO_BUDGET (UINT64_MAX / 2) /* ns: only --runs ends the rounds */

struct try_values {
    struct tries tries;
    struct run_options run; /* rounds, precision, budget */
    const char *attacks, *save;
};

/* Parses the command line, like run_values_of(). */
struct try_values try_values_of(int argc, char **argv);

#endif
