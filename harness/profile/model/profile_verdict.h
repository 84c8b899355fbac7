/* What a profile says to do: the function to look at, what fixing it can gain, and what comes next.
 *
 * The rule. Go down from the function with the largest total, at each step into the callee that
 * takes most, and stop at the first that is worth naming: code of the variant's own that spends
 * more in itself than in any one callee, or others' code that does not lead back to the variant's
 * own. What lies above (main, a loop that hands on its lines, the OpenMP run-time) only passes the
 * time through, and what lies below a library's entry is not ours to change.
 *
 * Next come the largest such functions that neither lie below it, nor above it, nor below or above
 * one another; and what a function that passes the time through spends in itself alone. Calls that
 * carry under one per cent of their caller's weight count for nothing here: stacks that were
 * unwound wrongly make such.
 *
 * The way down starts in the variant's own code, in what leads to it, or in JIT code: the loader
 * and the kernel start and end the process, which is nothing to change.
 *
 * Of a stack that was cut nobody knows what lies above: the verdict says so where there are many.
 *
 * Where a GPU worked, what it did is what is judged: the host's functions mostly wait for it. */
#ifndef PROFILE_VERDICT_H
#define PROFILE_VERDICT_H

#include "profile/model/profile.h"

#define VERDICT_NEXT_MOST 3
#define VERDICT_NEXT_LEAST 0.01 /* of all: less is not worth a word */

/* Why there is none. */
enum profile_doubt {
    PROFILE_NO_DOUBT,
    PROFILE_NAMELESS, /* the profile is empty, or knows no function */
    PROFILE_STARTING, /* most of it is the process's start and end, and not the variant's work */
    PROFILE_FEW,      /* too few samples to tell the first function from the next */
};

struct profile_verdict {
    enum profile_doubt doubt;
    size_t function; /* PROFILE_NONE where none can be named; of few samples, the one seen most */
    double share;    /* of it and all below it */
    struct {
        size_t function;
        double share;
        bool alone; /* of its own self, without what is below */
    } next[VERDICT_NEXT_MOST];
    size_t next_count;
};

struct profile_verdict profile_verdict(const struct profile *profile);

/* As a paragraph; free() it. */
char *profile_verdict_text(const struct profile *profile);

/* The same without what fixing it can gain, for places where a run's ledger says that of a stage;
 * free() it. */
char *profile_verdict_seen(const struct profile *profile);

#endif
