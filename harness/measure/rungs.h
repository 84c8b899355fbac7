/* Which variants this build has, and what each says of itself. */
#ifndef RUNGS_H
#define RUNGS_H

#include "record/results.h"

#include <stdbool.h>
#include <stddef.h>

struct rung {
    char *name;
    char *program;         /* absolute; NULL where it was not built */
    struct description is; /* zero where it was not built, or does not describe itself */
    char *skipped;         /* why it cannot take part, or NULL */
    char *failure;         /* why it does not describe itself, or NULL */
};

struct rungs {
    struct rung *all; /* in ladder order */
    size_t count;
};

/* The path of the list that the build wrote. */
const char *rungs_default_list(void);

/* Reads a list of variants and asks every variant on it what it is, for `threads`
 * threads, `gpus` GPUs and these patterns, NULL being the built-in workload's. A variant that does
 * not answer is a row with a failure. False, with a line in `why`, only where the list itself
 * cannot be read. */
bool rungs_load(const char *list_path, int threads, int gpus, const struct patterns *patterns,
                struct rungs *rungs, char *why, size_t why_size);

/* The rung of that name, or NULL. */
const struct rung *rungs_find(const struct rungs *rungs, const char *name);

void rungs_free(struct rungs *rungs);

#endif
