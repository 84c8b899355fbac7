/* What callgrind saw, as a profile. */
#ifndef CALLGRIND_PROFILE_H
#define CALLGRIND_PROFILE_H

#include "profile/engines/callgrind_file.h"
#include "profile/model/profile.h"

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
