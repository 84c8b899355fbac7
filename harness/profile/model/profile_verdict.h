/* What a profile says to do: the function to look at, what fixing it can gain, and what comes next.
 *
 * The rule: start at the function with the largest total, and at each step go down to the callee
 * that takes most. Stop at the first function worth naming: the variant's own code that spends more
 * in itself than in any one callee, or library code that doesn't lead back to the variant's own.
 * Functions above it (main, a loop that passes on lines, the OpenMP runtime) only pass the time
 * through, and functions below a library's entry are not ours to change.
 *
 * Next come the largest other functions of that kind that are neither above nor below it or each
 * other, and the self time of functions that pass the time through. Calls with less than one per
 * cent of their caller's weight are ignored, because they can come from wrongly unwound stacks.
 *
 * The way down starts in the variant's own code, in its callers, or in JIT code. The loader and the
 * kernel, which start and end the process, are not worth naming.
 *
 * If many stacks were cut, the verdict says that their callers are unknown.
 *
 * If a GPU worked, the verdict is about its functions, because the host's mostly wait for it. */
#ifndef PROFILE_VERDICT_H
#define PROFILE_VERDICT_H

#include "profile/model/profile.h"

#define VERDICT_NEXT_MOST 3
#define VERDICT_NEXT_LEAST 0.01 /* of everything: less is not worth mentioning */

/* Why there is no verdict. */
enum profile_doubt {
    PROFILE_NO_DOUBT,
    PROFILE_NAMELESS, /* the profile is empty, or has no known function */
    PROFILE_STARTING, /* most of it is the process's start and end */
    PROFILE_FEW,      /* too few samples to tell the largest function from the next */
};

struct profile_verdict {
    enum profile_doubt doubt;
    size_t function; /* PROFILE_NONE: none; with too few samples, the most frequent one */
    double share;    /* of it with everything below it */
    struct {
        size_t function;
        double share;
        bool alone; /* its self time only, without what is below */
    } next[VERDICT_NEXT_MOST];
    size_t next_count;
};

struct profile_verdict profile_verdict(const struct profile *profile);

/* As a paragraph; free() it. */
char *profile_verdict_text(const struct profile *profile);

/* The same without what fixing it can gain, for places where a run's ledger says that about a
 * stage; free() it. */
char *profile_verdict_seen(const struct profile *profile);

#endif
