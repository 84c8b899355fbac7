/* What was found of a machine, point by point, each with the command that mends it. */
#ifndef CHECKS_H
#define CHECKS_H

#include "show/terminal.h"

#include <stdbool.h>
#include <stddef.h>

enum check_state {
    CHECK_OK,
    CHECK_LIMITED, /* works, but less well than it might */
    CHECK_MISSING,
    CHECK_SPOILS, /* a benchmark that is run now cannot be trusted */
};

struct check {
    const char *part, *name; /* last for ever */
    enum check_state state;
    char *finding, *fix; /* fix: what to type or to do, or NULL */
};

struct checks {
    const char *part; /* of what is added next; lasts for ever */
    struct check *all;
    size_t count;
};

void checks_free(struct checks *checks);

/* Adds a point. */
__attribute__((format(printf, 4, 5))) void checks_add(struct checks *checks, const char *name,
                                                      enum check_state state, const char *format,
                                                      ...);

/* What mends the point that was added last. */
__attribute__((format(printf, 2, 3))) void checks_fix(struct checks *checks, const char *format,
                                                      ...);

bool checks_spoil(const struct checks *checks);

/* A table for each part, then the verdict. */
void checks_print(const struct terminal *terminal, const struct checks *checks);

/* {"schema":1,"trustworthy":bool,"checks":[{"part","name","state","finding","fix"}]}, on one line.
 * False where it could not be written. */
bool checks_print_json(FILE *to, const struct checks *checks);

#endif
