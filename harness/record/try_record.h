/* What ./harness try ran, and what a profiler saw: the member "try" of a results file. The samples
 * are in the rows "before" and "after". */
#ifndef TRY_RECORD_H
#define TRY_RECORD_H

#include <jansson.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define TRY_BEFORE "before"
#define TRY_AFTER "after"
#define TRY_FUNCTIONS_MOST 5

/* Strings belong to the JSON object, which must outlive them. */
struct try_function {
    const char *name, *module;
    double self, total; /* shares of all CPU time */
};

struct try_side {
    const char *command;
    const char
        *no_profile; /* why there is no profile; NULL: there is one, and the fields below are set */
    uint64_t samples, runs;
    double cores;        /* number of cores that it kept busy; 0: not known */
    double nameless;     /* share of the time in functions whose names are not known */
    double cut;          /* share of stacks that are cut short, if it matters */
    bool without_kernel; /* the kernel's time was not sampled */
    const char *blind;   /* what no profile of this command can show, or NULL */
    const char *says;    /* one or two sentences: what takes most */
    struct try_function functions[TRY_FUNCTIONS_MOST]; /* by self */
    size_t function_count;
    const char
        *named; /* the functions that `share` is of: those attacked, or the first; NULL: none */
    double share, low,
        high; /* of these with all that they call; low and high: the sampling interval */
};

struct try_record {
    int exit_code;      /* the same for both */
    const char *output; /* what was compared: "standard output" or a file's name; NULL: nothing */
    uint64_t output_bytes;
    const char *message; /* if they exit with a code other than 0, the last line on standard error,
                            or NULL */
    struct try_side sides[2]; /* before, after */
};

/* False with why if it is not a valid record. */
bool try_parse(json_t *object, struct try_record *record, char *why, size_t why_size);

#endif
