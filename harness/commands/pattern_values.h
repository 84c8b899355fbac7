/* --pattern and related options, for every command that counts. */
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

/* The patterns; without --pattern, the built-in workload's. A pattern that is not accepted ends the
 * program with exit code 2. */
struct patterns pattern_values_read(const struct pattern_values *values);

/* The reference for these. A pattern that PCRE2 refuses ends the program with exit code 2. */
struct reference *pattern_values_reference(const struct patterns *patterns);

#endif
