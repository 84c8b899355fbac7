/* A variant's command line: the workload and how to run it. */
#ifndef WORKLOAD_H
#define WORKLOAD_H

#include "variant.h"

struct options {
    struct workload work;
    int repeat;       /* searches in this process, >= 1 */
    bool json;        /* one line for the harness instead of text for a person */
    bool stages;      /* with the stage clock on */
    unsigned without; /* stages that are left out: STAGE_BIT()s */
    bool delayed;     /* the clock is on for it, too */
    enum stage delayed_stage;
    double delay;  /* times the length of each stay */
    bool describe; /* say what this rung is and run nothing */
};

/* Reads the command line; the default workload is the project's. Ends the program with a line and
 * exit code 2 where it is wrong, or with the help text where that is asked for. */
struct options options_parse(int argc, char **argv);

#endif
