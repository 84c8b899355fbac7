/* A device with one in-order queue: just what the GPU trap (big_sum.c) needs, so that the trap is
 * written only once. queue_cuda.cu is a GPU; in queue_simulated.c a thread stands in for one. A
 * failure ends the program with a message, and with exit code 77 if there is no device, else 1. */
#ifndef QUEUE_H
#define QUEUE_H

#include "matrix.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum step {
    STEP_SUM,
    STEP_SQUARES,
    STEP_ROOTS,
    STEP_TOTAL, /* of the three */
    STEP_COPY,  /* copy the total, 8 bytes, to the host */
    STEP_COUNT,
};

#define QUEUE_MARKS (1 + 2 * STEP_COUNT)

struct queue;

#ifdef __cplusplus
extern "C" {
#endif

extern const char *const queue_backend; /* "cuda", "simulated" */

/* Opens the device, makes the matrix there and runs every step once, so that nothing needs to be
 * loaded or allocated while time is measured. */
struct queue *queue_open(uint64_t size);
void queue_close(struct queue *queue);

/* Describes the device in one line. */
const char *queue_device(const struct queue *queue);

/* These calls are queued and return at once. queue_step() takes all steps but STEP_COPY. */
void queue_forget_sums(struct queue *queue); /* so that no sum is left from an earlier run */
void queue_step(struct queue *queue, enum step step);
void queue_mark(struct queue *queue, unsigned mark); /* < QUEUE_MARKS: notes the time */

/* STEP_COPY. Like any plain copy to a program's own memory, it waits for everything in the queue.
 */
double queue_copy(struct queue *queue);

void queue_synchronize(struct queue *queue);

/* The sums, and the time from mark 0 to a mark, in nanoseconds of the device's own clock. The queue
 * must be empty. */
struct sums queue_sums(struct queue *queue);
uint64_t queue_mark_ns(struct queue *queue, unsigned mark);

#ifdef __cplusplus
}
#endif

#endif
