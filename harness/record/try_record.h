/* What ./harness try ran, and what a profiler saw of it: the member "try" of a results file, whose
 * rows "before" and "after" have the samples. */
#ifndef TRY_RECORD_H
#define TRY_RECORD_H

#include <jansson.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define TRY_BEFORE "before"
#define TRY_AFTER "after"
#define TRY_FUNCTIONS_MOST 5

/* Strings are those of the JSON object, which is to outlive them. */
struct try_function {
    const char *name, *module;
    double self, total; /* shares of all CPU time */
};

struct try_side {
    const char *command;
    const char *no_profile; /* why there is none; NULL: there is one, and all that follows */
    uint64_t samples, runs;
    double cores;        /* that it kept busy, while nobody else had them; 0: not known */
    double nameless;     /* share of the time in functions whose names are not known */
    double cut;          /* share of stacks that do not go up to their start, where it matters */
    bool without_kernel; /* whose time was not sampled */
    const char *blind;   /* what no profile of it can show, or NULL */
    const char *says;    /* what takes most, in a sentence or two */
    struct try_function functions[TRY_FUNCTIONS_MOST]; /* by self */
    size_t function_count;
    const char *named; /* what the share is of: those attacked, or the first; NULL: there is none */
    double share, low, high; /* of it and all below, with the interval of sampling */
};

struct try_record {
    int exit_code;      /* of both */
    const char *output; /* what was compared: "standard output", a file's name; NULL: nothing */
    uint64_t output_bytes;
    const char *message; /* the last line on standard error of one that ended with another code than
                            0, or NULL */
    struct try_side sides[2]; /* before, after */
};

/* False, with what is wrong in `why`, for what is no such record. */
bool try_parse(json_t *object, struct try_record *record, char *why, size_t why_size);

#endif
