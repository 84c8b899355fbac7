/* The variants of this build, and their descriptions. */
#ifndef RUNGS_H
#define RUNGS_H

#include "record/own_program.h"
#include "record/results.h"

#include <stdbool.h>
#include <stddef.h>

struct rung {
    char *name;
    int act;                 /* 0: the list doesn't say */
    char *program;           /* absolute; NULL: not built */
    struct description is;   /* zero if it was not built, or doesn't describe itself */
    struct own_program *own; /* NULL: it is a variant of this build */
    char *skipped;           /* why it can't take part, or NULL */
    char *failure;           /* why it doesn't describe itself, or NULL */
};

struct rungs {
    struct rung *all; /* in ladder order */
    size_t count;
};

/* The path of the list that the build wrote. */
const char *rungs_default_list(void);

/* Reads a list of variants and asks each one to describe itself, for `threads` threads, `gpus` GPUs
 * and these patterns (NULL: the built-in workload's). A variant that doesn't answer gets a
 * `failure`. False with why only if the list itself can't be read. */
bool rungs_load(const char *list_path, int threads, int gpus, const struct patterns *patterns,
                struct rungs *rungs, char *why, size_t why_size);

/* Asks a rung to describe itself, and sets its description or its failure. */
void rungs_describe(struct rung *rung, int threads, int gpus, const struct patterns *patterns);

/* The rung of that name, or NULL. */
const struct rung *rungs_find(const struct rungs *rungs, const char *name);

void rungs_free(struct rungs *rungs);

#endif
