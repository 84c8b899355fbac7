/* JIT code has nothing that tells an unwinder how to go on to its caller: a stack ends there, or
 * goes on with whatever the unwinder took for a caller. Such stacks are orphans, put aside until
 * all others are known. */
#ifndef PERF_ORPHANS_H
#define PERF_ORPHANS_H

#include "profile/model/profile.h"

/* Puts the stacks that have JIT code in them into the profile's tree. `aside` has them as a tree,
 * its functions and threads the profile's. One that ends where most of its thread's other stacks do
 * is whole. Another is cut behind the JIT code and put under the function that calls such code, if
 * the thread's other samples show it in exactly one place; else it becomes a root. Both are
 * counted in how.orphans_.... */
void perf_orphans_settle(struct profile *profile, const struct profile *aside);

#endif
