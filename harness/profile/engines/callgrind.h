/* Reads callgrind's files about a run, and turns them into a profile. */
#ifndef CALLGRIND_H
#define CALLGRIND_H

#include "profile/model/profile.h"

#include <jansson.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdio.h>

/* --- what it tells --- */

/* What callgrind reports on a run: contexts (a function under one chain of callers), their costs,
 * and their calls. Several files are added up. */

/* A function under one chain of callers, at one level of recursion. */
struct callgrind_context {
    char *function;
    char *callers;      /* "'CALLER'CALLER...", nearest first; "" for a root */
    const char *object; /* the file that it was loaded from; "???": unknown */
    const char *source; /* "???": unknown */
    unsigned level;     /* 1: not called from itself */
    uint64_t pid;       /* of the first process that had it */
    double self;        /* instructions */
    double below;       /* of the functions that it called */
};

/* A call from one context to another. */
struct callgrind_call {
    size_t from, to;
    uint64_t count; /* 0: the call began before counting did */
    double cost;    /* of `to`, with everything below it */
};

struct callgrind {
    struct callgrind_context *contexts;
    struct callgrind_call *calls;
    size_t context_count, call_count;
    double total;
    json_t *names; /* maps keys to indices, and holds the strings */
};

struct callgrind *callgrind_new(void);
void callgrind_free(struct callgrind *seen);

/* --- its files --- */

/* The format is described in the chapter "Callgrind Format Specification" of Valgrind's manual.
 * This reads version 1, as callgrind itself writes it.
 *
 * callgrind must run with --separate-callers, so that a function has a context for each chain of
 * callers: FUNCTION'LEVEL'CALLER'CALLER'S CALLER..., with LEVEL from the second recursion on.
 *
 * Each part of a file ends with its total cost. A file that is damaged or cut short doesn't add up,
 * and is refused. */

#define CALLGRIND_MOST ((UINT64_C(1) << 53) - 1) /* of any count: still exact as a double */

/* Adds a file. On failure, returns false with why; then discard everything. */
bool callgrind_read(struct callgrind *seen, FILE *file, char *why, size_t why_size);

/* --- as a profile --- */

#define CALLGRIND_NODES_MOST 50000 /* in a tree that is worth drawing */

/* Fills in functions, edges and calls. A function's total counts recursion only once, direct or
 * indirect, because callgrind's levels tell recursive calls apart. In a recursion, an edge counts
 * only for its outermost call.
 *
 * Also fills in nodes, if the contexts form a tree; a function's direct recursion is then one node.
 * There are no nodes if they don't (a chain is longer than callgrind separates), or if there would
 * be more than CALLGRIND_NODES_MOST.
 *
 * `program` is the profiled program's path, as callgrind writes it. `maps` is the folder of the
 * perf-PID.map files that name JIT code. */
void callgrind_fill(const struct callgrind *seen, const char *program, const char *maps,
                    struct profile *profile);

#endif
