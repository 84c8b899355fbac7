/* A device with one in-order queue, as far as the reduction case (big_sum.c) needs one, so that the
 * case is written once: queue_cuda.cu is a GPU, queue_simulated.c a thread that stands in for one.
 * What fails ends the program with one line: exit code 77 where there is no device, else 1. */
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
    STEP_COPY,  /* of the total, 8 bytes, to the host */
    STEP_COUNT,
};

#define QUEUE_MARKS (1 + 2 * STEP_COUNT)

struct queue;

#ifdef __cplusplus
extern "C" {
#endif

extern const char *const queue_backend; /* "cuda", "simulated" */

/* Opens the device, makes the matrix there and runs every step once, so that nothing is left to be
 * loaded or allocated when time counts. */
struct queue *queue_open(uint64_t size);
void queue_close(struct queue *queue);

/* What the device is, in one line. */
const char *queue_device(const struct queue *queue);

/* These are queued and return at once. Of the steps, all but STEP_COPY. */
void queue_forget_sums(struct queue *queue); /* so that no sum is one of a run before */
void queue_step(struct queue *queue, enum step step);
void queue_mark(struct queue *queue, unsigned mark); /* < QUEUE_MARKS: note the device's time */

/* STEP_COPY: like any plain copy to a program's own memory, it waits for all that was queued. */
double queue_copy(struct queue *queue);

void queue_synchronize(struct queue *queue);

/* When nothing is queued: the sums, and the time of a mark since mark 0, in nanoseconds of the
 * device's own clock. */
struct sums queue_sums(struct queue *queue);
uint64_t queue_mark_ns(struct queue *queue, unsigned mark);

#ifdef __cplusplus
}
#endif

#endif
