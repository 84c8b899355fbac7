/* A thread that makes calls one after another, in the order in which they were given, as a device's
 * queue does. Only one thread at a time may give calls; any number may wait. */
#ifndef WORKER_H
#define WORKER_H

struct worker;

/* If the thread can't be started, ends the program. */
struct worker *worker_start(void);

/* Queues a call, and returns at once. */
void worker_call(struct worker *worker, void (*function)(void *), void *argument);

/* Returns when every call given so far has been made. What they wrote can then be read. */
void worker_wait(struct worker *worker);

/* Waits, and ends the thread. */
void worker_stop(struct worker *worker);

#endif
