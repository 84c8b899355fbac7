/* --pattern and what goes with it, for every command that counts. */
#ifndef PATTERN_VALUES_H
#define PATTERN_VALUES_H

#include "measure/reference.h"

#include <argp.h>

struct pattern_values {
    const char *given[PATTERNS_MOST];
    size_t count;
    const char *combined;
    bool case_sensitive, lines;
};

/* A child parser; its input is a struct pattern_values. */
extern const struct argp pattern_argp;

/* The built-in workload's where none is given. Ends the program (exit code 2) for a pattern that is
 * not taken. */
struct patterns pattern_values_read(const struct pattern_values *values);

/* The counter of these; ends the program likewise for a pattern that PCRE2 refuses. */
struct reference *pattern_values_reference(const struct patterns *patterns);

#endif
