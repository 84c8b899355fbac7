/* What callgrind tells of a run: functions, each told apart by all of its callers, what they cost
 * and what they called. Several files add up. */
#ifndef CALLGRIND_CONTEXTS_H
#define CALLGRIND_CONTEXTS_H

#include <jansson.h>
#include <stddef.h>
#include <stdint.h>

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

/* A copy of a text that lives as long as the counts do, one for all that are equal. */
const char *callgrind_keep(struct callgrind *seen, const char *text);

/* The place of the context that callgrind calls FUNCTION'LEVEL'CALLER'..., added where it is new;
 * SIZE_MAX where that names no function. */
size_t callgrind_context(struct callgrind *seen, const char *name, const char *object,
                         const char *source, uint64_t pid);

/* The place of the calls from one context to another, added where they are new. */
size_t callgrind_call(struct callgrind *seen, size_t from, size_t to);

#endif
