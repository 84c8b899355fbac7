/* A pool of worker processes. They get whole lines through pipes and send back tallies. They start
 * before the clock does. */
#ifndef POOL_H
#define POOL_H

#include "text.h"
#include "variant.h"

/* Starts as many worker processes as the workload has threads. Each makes its own state with
 * `prepare`, then calls `count` on every span that it gets. */
struct pool *pool_new(const struct workload *work, void *(*prepare)(const struct workload *),
                      struct tally (*count)(void *state, const struct workload *, struct span));
void pool_free(void *pool);

/* Waits for a free worker and gives it these lines. If a worker has died, ends the program with a
 * message. */
void pool_hand_out(struct pool *pool, struct span lines);

/* Waits for all workers and returns the sum of what they counted since the last call. */
struct tally pool_tally(struct pool *pool);

#endif
