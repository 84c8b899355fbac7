/* A simulated device: a thread does the steps on the CPU, one after another, while the program that
 * queued them continues. It is as slow as a CPU. As on a GPU, queueing takes no time, and a copy to
 * the host waits. */
#include "records.h"
#include "variants/clock.h"
#include "worker.h"

#include <err.h>
#include <inttypes.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

const char *const queue_backend = "simulated";

struct task {
    struct queue *queue;
    enum step step;
};

struct queue {
    struct worker *worker;
    double *matrix;
    uint64_t count;
    struct sums sums;
    double copied;
    struct task tasks[STEP_COUNT]; /* the thread's argument for each step */
    uint64_t marks[QUEUE_MARKS];
};

/* Memory available without swapping; UINT64_MAX if the kernel doesn't say. */
static uint64_t available_bytes(void)
{
    char line[256];
    uint64_t kib = UINT64_MAX / 1024;
    FILE *memory = fopen("/proc/meminfo", "re");
    while (memory && fgets(line, sizeof line, memory))
        if (strncmp(line, "MemAvailable:", 13) == 0)
            kib = strtoull(line + 13, NULL, 10);
    if (memory)
        fclose(memory);
    return kib * 1024;
}

static double itself(double value)
{
    return value;
}

static double square(double value)
{
    return value * value;
}

#define LANES 8 /* independent additions */

/* Inlined for each function, so that there are no calls. */
static inline __attribute__((always_inline)) double sum_of(const struct queue *queue,
                                                           double (*function)(double))
{
    double lanes[LANES] = {0}, sum = 0;
    uint64_t i = 0;
    for (; i + LANES <= queue->count; i += LANES)
        for (int lane = 0; lane < LANES; lane++)
            lanes[lane] += function(queue->matrix[i + (uint64_t)lane]);
    for (; i < queue->count; i++)
        sum += function(queue->matrix[i]);
    for (int lane = 0; lane < LANES; lane++)
        sum += lanes[lane];
    return sum;
}

static void do_step(void *argument)
{
    const struct task *task = argument;
    struct queue *queue = task->queue;
    struct sums *sums = &queue->sums;
    switch (task->step) {
    case STEP_SUM:
        sums->sum = sum_of(queue, itself);
        break;
    case STEP_SQUARES:
        sums->squares = sum_of(queue, square);
        break;
    case STEP_ROOTS:
        sums->roots = sum_of(queue, sqrt);
        break;
    case STEP_TOTAL:
        sums->total = sums->sum + sums->squares + sums->roots;
        break;
    case STEP_COPY:
        queue->copied = sums->total;
        break;
    case STEP_COUNT:
        break;
    }
}

static void do_forget(void *argument)
{
    struct queue *queue = argument;
    queue->sums = (struct sums){NAN, NAN, NAN, NAN};
}

static void do_mark(void *mark)
{
    *(uint64_t *)mark = clock_ns();
}

struct queue *queue_open(uint64_t size)
{
    struct queue *queue = calloc(1, sizeof *queue);
    if (!queue)
        err(1, "the simulated device");
    queue->count = size * size;
    uint64_t bytes = queue->count * sizeof queue->matrix[0], there = available_bytes();
    if (bytes <= there)
        queue->matrix = malloc(bytes);
    if (!queue->matrix)
        errx(1,
             "a matrix of %" PRIu64 " x %" PRIu64 " takes %.1f GB of memory, there are %.1f GB: "
             "take a smaller matrix (trap gpu --size)",
             size, size, (double)bytes / 1e9, (double)there / 1e9);
    for (uint64_t i = 0; i < queue->count; i++)
        queue->matrix[i] = matrix_value(i);
    for (enum step step = 0; step < STEP_COUNT; step++)
        queue->tasks[step] = (struct task){queue, step};
    queue->worker = worker_start();
    for (enum step step = 0; step < STEP_COPY; step++)
        queue_step(queue, step);
    queue_copy(queue);
    return queue;
}

void queue_close(struct queue *queue)
{
    worker_stop(queue->worker);
    free(queue->matrix);
    free(queue);
}

const char *queue_device(const struct queue *queue)
{
    (void)queue;
    return "no GPU: a thread of this CPU in its place";
}

void queue_forget_sums(struct queue *queue)
{
    worker_call(queue->worker, do_forget, queue);
}

void queue_step(struct queue *queue, enum step step)
{
    worker_call(queue->worker, do_step, &queue->tasks[step]);
}

void queue_mark(struct queue *queue, unsigned mark)
{
    worker_call(queue->worker, do_mark, &queue->marks[mark]);
}

double queue_copy(struct queue *queue)
{
    queue_step(queue, STEP_COPY);
    worker_wait(queue->worker);
    return queue->copied;
}

void queue_synchronize(struct queue *queue)
{
    worker_wait(queue->worker);
}

struct sums queue_sums(struct queue *queue)
{
    return queue->sums;
}

uint64_t queue_mark_ns(struct queue *queue, unsigned mark)
{
    return queue->marks[mark] - queue->marks[0];
}

bool records_start(char *why, size_t why_size)
{
    snprintf(why, why_size, "a simulated device has no driver that keeps records");
    return false;
}

bool records_stop(struct records *records, char *why, size_t why_size)
{
    (void)records;
    return records_start(why, why_size);
}
