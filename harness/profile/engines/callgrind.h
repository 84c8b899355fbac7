/* What callgrind wrote of a run: read from its files, then made a profile. */
#ifndef CALLGRIND_H
#define CALLGRIND_H

#include "profile/model/profile.h"

#include <jansson.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdio.h>

/* --- what it tells --- */

/* What callgrind tells of a run: functions, each told apart by all of its callers, what they cost
 * and what they called. Several files add up. */

/* A function under one chain of callers, at one level of recursion. */
struct callgrind_context {
    char *function;
    char *callers;      /* "'CALLER'CALLER...", nearest first; "" for a root */
    const char *object; /* the file that it was loaded from; "???" where unknown */
    const char *source; /* "???" where unknown */
    unsigned level;     /* 1: not below itself */
    uint64_t pid;       /* that it was first seen in */
    double self;        /* instructions */
    double below;       /* of what it called */
};

/* From one context to another. */
struct callgrind_call {
    size_t from, to;
    uint64_t count; /* 0: begun before the costs were counted */
    double cost;    /* of `to`, with all below it */
};

struct callgrind {
    struct callgrind_context *contexts;
    struct callgrind_call *calls;
    size_t context_count, call_count;
    double total;
    json_t *names; /* keys to places, and the strings */
};

struct callgrind *callgrind_new(void);
void callgrind_free(struct callgrind *seen);

/* --- its files --- */

/* What callgrind writes down of a run: the format of chapter "Callgrind Format Specification" of
 * Valgrind's manual, version 1, as callgrind itself writes it.
 *
 * It must have been called with --separate-callers, so that a function is told apart by all of its
 * callers: FUNCTION'LEVEL'CALLER'CALLER'S CALLER..., LEVEL there from the second recursion on.
 *
 * Each part of a file ends with the total of its costs; a file that is damaged or cut short does
 * not add up, and is refused. */

#define CALLGRIND_MOST ((UINT64_C(1) << 53) - 1) /* of any count: exact as a double, too */

/* Adds one file to what was seen before. False with why: then all is to be thrown away. */
bool callgrind_read(struct callgrind *seen, FILE *file, char *why, size_t why_size);

/* --- as a profile --- */

#define CALLGRIND_NODES_MOST 50000 /* of a tree that is worth drawing */

/* Functions, edges and calls. A function's total has a recursion once, directly into itself or by
 * way of others: callgrind tells apart what is below itself from what is not. An edge within a
 * recursion counts for its outermost call alone.
 *
 * Nodes, where the contexts are a tree: a function's recursion into itself is then one node. Where
 * they are not (a chain longer than callgrind keeps apart), or it is larger than
 * CALLGRIND_NODES_MOST, there are none.
 *
 * `program` is the watched program's path, as callgrind names it. `maps` is the folder of the
 * perf-PID.map files that name JIT code. */
void callgrind_fill(const struct callgrind *seen, const char *program, const char *maps,
                    struct profile *profile);

#endif
