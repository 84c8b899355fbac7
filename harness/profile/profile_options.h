/* The command line of ./harness profile. */
#ifndef PROFILE_OPTIONS_H
#define PROFILE_OPTIONS_H

#include "profile/model/profile_figures.h"

#include <stdbool.h>
#include <stdint.h>

struct profile_options {
    char *variants;      /* "all" or names with commas between; NULL with --diff */
    const char *diff[2]; /* variants or files; NULL without --diff */
    const char *engine;  /* or "auto" */
    uint64_t lines;      /* of the text; 0: what suits the engine */
    unsigned frequency;  /* 0: so that samples suffice */
    const char *output;  /* the folder of profiles; NULL: results/profiles */
    enum profile_sort by;
    const char *focus; /* a function, or NULL */
    const char *data;  /* NULL: the project's own text */
    bool quick;
    int threads;
    uint64_t timeout_ns; /* of one run */
    const char *ladder;
};

/* Reads them; argv[0] is the command's name. Ends the program where they are wrong (exit code 2) or
 * help is asked for. */
struct profile_options profile_options_of(int argc, char **argv);

#endif
