/* A variant's command line: the workload and how to run it. */
#ifndef WORKLOAD_H
#define WORKLOAD_H

#include "variant.h"

struct options {
    struct workload work;
    int repeat;       /* searches in this process, >= 1 */
    bool json;        /* print one line of JSON for the harness */
    bool stages;      /* turn on the stage clock */
    unsigned without; /* stages to leave out: STAGE_BIT()s */
    bool delayed;     /* delay a stage; needs the clock, too */
    enum stage delayed_stage;
    double delay;  /* as a fraction of each visit */
    bool describe; /* say what this rung is and run nothing */
};

/* Reads the command line; the default workload is the project's. Ends the program with a message
 * and exit code 2 if it is wrong, or after the help text. */
struct options options_parse(int argc, char **argv);

#endif
