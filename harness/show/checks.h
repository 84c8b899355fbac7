/* Findings about a machine, each with a command that fixes it. */
#ifndef CHECKS_H
#define CHECKS_H

#include "show/terminal.h"

#include <stdbool.h>
#include <stddef.h>

enum check_state {
    CHECK_OK,
    CHECK_LIMITED, /* works, but not as well as it could */
    CHECK_MISSING,
    CHECK_SPOILS, /* a benchmark now can't be trusted */
};

struct check {
    const char *part, *name; /* not copied: must last */
    enum check_state state;
    char *finding, *fix; /* fix: what to type or do, or NULL */
};

struct checks {
    const char *part; /* the part of what is added next; not copied */
    struct check *all;
    size_t count;
};

void checks_free(struct checks *checks);

/* Adds a finding. */
__attribute__((format(printf, 4, 5))) void checks_add(struct checks *checks, const char *name,
                                                      enum check_state state, const char *format,
                                                      ...);

/* Adds a fix for the last finding. */
__attribute__((format(printf, 2, 3))) void checks_fix(struct checks *checks, const char *format,
                                                      ...);

bool checks_spoil(const struct checks *checks);

/* A table for each part, then the verdict. */
void checks_print(const struct terminal *terminal, const struct checks *checks);

/* {"schema":1,"trustworthy":bool,"checks":[{"part","name","state","finding","fix"}]}, on one line.
 * False if it could not be written. */
bool checks_print_json(FILE *to, const struct checks *checks);

#endif
