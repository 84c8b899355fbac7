/* The command line of gen. */
#ifndef GEN_OPTIONS_H
#define GEN_OPTIONS_H

#include "write_text.h"

#include <stdbool.h>

struct options {
    struct request request;
    bool force; /* replace a text that is not the one asked for */
};

/* Ends the program after --help (exit 0), and with one line about wrong options (exit 2). */
struct options options_parse(int count, char **arguments);

#endif
