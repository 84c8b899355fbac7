/* A thread that carries out calls one after another, in the order they were given: what a device's
 * queue is, without the device. For one giver at a time; any number may wait. */
#ifndef WORKER_H
#define WORKER_H

struct worker;

/* Ends the program where there is no thread to be had. */
struct worker *worker_start(void);

/* Gives it a call to make, and returns at once. */
void worker_call(struct worker *worker, void (*function)(void *), void *argument);

/* Returns when every call given so far has been made; what they wrote can then be read. */
void worker_wait(struct worker *worker);

/* Waits, and ends the thread. */
void worker_stop(struct worker *worker);

#endif
