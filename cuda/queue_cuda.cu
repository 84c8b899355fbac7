/* The GPU behind queue.h. Everything uses the default stream, as in a program that doesn't use
 * streams: a launch returns at once, and cudaMemcpy() waits. */
#include "steps.h"

#include "check.h"
#include "gpu.h"
#include "queue.h"

#include <cub/device/device_reduce.cuh>
#include <cuda_runtime.h>
#include <inttypes.h>
#include <stdio.h>
#include <thrust/iterator/transform_iterator.h>

#define THREADS 256
#define FILL_BLOCKS 4096
#define EXIT_NO_DEVICE 77

const char *const queue_backend = "cuda";

struct queue {
    char device[160];
    double *matrix; /* on the GPU, as are the next two */
    struct sums *sums;
    void *scratch; /* memory that a reduction needs */
    size_t scratch_bytes;
    int64_t count;
    cudaEvent_t marks[QUEUE_MARKS];
};

struct itself {
    __host__ __device__ double operator()(double value) const
    {
        return value;
    }
};

struct square {
    __host__ __device__ double operator()(double value) const
    {
        return value * value;
    }
};

struct root {
    __host__ __device__ double operator()(double value) const
    {
        return sqrt(value);
    }
};

__global__ static void fill(double *matrix, int64_t count)
{
    int64_t step = (int64_t)gridDim.x * blockDim.x;
    for (int64_t i = (int64_t)blockIdx.x * blockDim.x + threadIdx.x; i < count; i += step)
        matrix[i] = matrix_value((uint64_t)i);
}

__global__ static void add_up(struct sums *sums)
{
    sums->total = sums->sum + sums->squares + sums->roots;
}

/* Reduces by CUB: loads each value once, maps it, and adds it. On the same GPU, the order of
 * additions is always the same. Without scratch memory, says how much is needed. */
template <class Function> static void reduce(struct queue *queue, Function function, double *sum)
{
    CHECK(cub::DeviceReduce::Sum(queue->scratch, queue->scratch_bytes,
                                 thrust::make_transform_iterator(queue->matrix, function), sum,
                                 queue->count));
}

void queue_step(struct queue *queue, enum step step)
{
    switch (step) {
    case STEP_SUM:
        reduce(queue, itself(), &queue->sums->sum);
        break;
    case STEP_SQUARES:
        reduce(queue, square(), &queue->sums->squares);
        break;
    case STEP_ROOTS:
        reduce(queue, root(), &queue->sums->roots);
        break;
    case STEP_TOTAL:
        add_up<<<1, 1>>>(queue->sums);
        CHECK(cudaGetLastError());
        break;
    case STEP_COPY:
    case STEP_COUNT:
        break;
    }
}

/* The reductions are alike, but they may need different amounts of memory. */
static void make_scratch(struct queue *queue)
{
    size_t most = 0;
    for (int step = STEP_SUM; step <= STEP_ROOTS; step++) {
        queue->scratch_bytes = 0;
        queue_step(queue, (enum step)step);
        most = queue->scratch_bytes > most ? queue->scratch_bytes : most;
    }
    CHECK(cudaMalloc(&queue->scratch, most));
    queue->scratch_bytes = most;
}

/* CUDA loads a kernel when it is first launched, and sets up copies when it first copies. */
static void warm(struct queue *queue)
{
    for (unsigned mark = 0; mark < QUEUE_MARKS; mark++)
        queue_mark(queue, mark);
    queue_forget_sums(queue);
    for (int step = STEP_SUM; step <= STEP_TOTAL; step++)
        queue_step(queue, (enum step)step);
    queue_copy(queue);
    queue_sums(queue);
    queue_synchronize(queue);
}

struct queue *queue_open(uint64_t size)
{
    const char *why = gpu_missing(1);
    if (why)
        errx(EXIT_NO_DEVICE, "%s", why);
    struct queue *queue = (struct queue *)calloc(1, sizeof *queue);
    if (!queue)
        err(1, "the queue");
    size_t there = 0, all = 0;
    size_t bytes = size * size * sizeof queue->matrix[0];
    queue->count = (int64_t)(size * size);
    CHECK(cudaMemGetInfo(&there, &all));
    if (bytes > there)
        errx(1,
             "a matrix of %" PRIu64 " x %" PRIu64 " takes %.1f GB of memory, the GPU has %.1f GB "
             "free: take a smaller matrix (trap gpu --size)",
             size, size, (double)bytes / 1e9, (double)there / 1e9);
    CHECK(cudaMalloc(&queue->matrix, bytes));
    CHECK(cudaMalloc(&queue->sums, sizeof *queue->sums));
    fill<<<FILL_BLOCKS, THREADS>>>(queue->matrix, queue->count);
    CHECK(cudaGetLastError());
    for (unsigned mark = 0; mark < QUEUE_MARKS; mark++)
        CHECK(cudaEventCreate(&queue->marks[mark]));
    make_scratch(queue);
    warm(queue);

    int runtime = 0;
    struct device_report report = gpu_report();
    CHECK(cudaRuntimeGetVersion(&runtime));
    snprintf(queue->device, sizeof queue->device, "%.90s, driver %.30s, CUDA %d.%d", report.name,
             report.driver, runtime / 1000, runtime % 1000 / 10);
    return queue;
}

void queue_close(struct queue *queue)
{
    for (unsigned mark = 0; mark < QUEUE_MARKS; mark++)
        CHECK(cudaEventDestroy(queue->marks[mark]));
    CHECK(cudaFree(queue->scratch));
    CHECK(cudaFree(queue->sums));
    CHECK(cudaFree(queue->matrix));
    free(queue);
}

const char *queue_device(const struct queue *queue)
{
    return queue->device;
}

void queue_forget_sums(struct queue *queue)
{
    CHECK(cudaMemsetAsync(queue->sums, 0xff, sizeof *queue->sums)); /* NANs */
}

void queue_mark(struct queue *queue, unsigned mark)
{
    CHECK(cudaEventRecord(queue->marks[mark]));
}

double queue_copy(struct queue *queue)
{
    double total;
    CHECK(cudaMemcpy(&total, &queue->sums->total, sizeof total, cudaMemcpyDeviceToHost));
    return total;
}

void queue_synchronize(struct queue *queue)
{
    (void)queue;
    CHECK(cudaDeviceSynchronize());
}

struct sums queue_sums(struct queue *queue)
{
    struct sums sums;
    CHECK(cudaMemcpy(&sums, queue->sums, sizeof sums, cudaMemcpyDeviceToHost));
    return sums;
}

uint64_t queue_mark_ns(struct queue *queue, unsigned mark)
{
    float ms = 0;
    CHECK(cudaEventElapsedTime(&ms, queue->marks[0], queue->marks[mark]));
    return ms > 0 ? (uint64_t)(1e6 * (double)ms + 0.5) : 0;
}
