/* A pool of worker processes: whole lines go to them through pipes, tallies come back. They are
 * started before the clock is. */
#ifndef POOL_H
#define POOL_H

#include "text.h"
#include "variant.h"

/* Starts as many worker processes as the workload has threads. Each makes itself a state with
 * `prepare`, and then calls `count` on every span that is handed to it. */
struct pool *pool_new(const struct workload *work, void *(*prepare)(const struct workload *),
                      struct tally (*count)(void *state, const struct workload *, struct span));
void pool_free(void *pool);

/* Gives a worker these lines, as soon as one is free. Ends the program with a line where one has
 * died. */
void pool_hand_out(struct pool *pool, struct span lines);

/* Waits for all workers. Gives the sum of what they counted since the last time. */
struct tally pool_tally(struct pool *pool);

#endif
