/* The same on a GPU: prepare() has run the kernel once, search() launches it again and takes the
 * tally without waiting for it. */
#include "cuda/steps.h"

#include "cuda/check.h"
#include "cuda/gpu.h"
#include "forgetful.h"

#include <cuda_runtime.h>

static struct {
    char *text; /* on the GPU, as is the sum */
    size_t length;
    struct tally *sum;
    struct tally *tally; /* page-locked: only to such memory a copy goes on by itself */
} device;

__device__ static uint64_t now_ns(void)
{
    uint64_t ns;
    asm volatile("mov.u64 %0, %%globaltimer;" : "=l"(ns));
    return ns;
}

__global__ static void count(const char *text, size_t length, struct tally *sum)
{
    uint64_t start = now_ns();
    *sum = forgetful_count(text, length);
    while (now_ns() - start < FORGETFUL_NS)
        ;
}

static void launch(void)
{
    count<<<1, 1>>>(device.text, device.length, device.sum);
    CHECK(cudaGetLastError());
    CHECK(cudaMemcpyAsync(device.tally, device.sum, sizeof *device.tally, cudaMemcpyDeviceToHost));
}

static const char *unsupported(const struct workload *work)
{
    (void)work;
    return gpu_missing(1);
}

static void *prepare(const struct workload *work)
{
    char *text = forgetful_read(work->path, &device.length);
    CHECK(cudaMalloc(&device.text, device.length + 1));
    CHECK(cudaMemcpy(device.text, text, device.length, cudaMemcpyHostToDevice));
    CHECK(cudaMalloc(&device.sum, sizeof *device.sum));
    CHECK(cudaMallocHost(&device.tally, sizeof *device.tally));
    free(text);
    launch();
    CHECK(cudaDeviceSynchronize());
    return NULL;
}

static struct tally search(void *state, const struct workload *work)
{
    (void)state;
    (void)work;
    launch();
    /* Here cudaDeviceSynchronize() is missing. */
    return *device.tally;
}

static void synchronize(void)
{
    CHECK(cudaDeviceSynchronize());
}

static void release(void *state)
{
    (void)state;
    CHECK(cudaFree(device.text));
    CHECK(cudaFree(device.sum));
    CHECK(cudaFreeHost(device.tally));
}

const struct variant variant = {
    .idea = "does not wait for its device",
    .unsupported = unsupported,
    .prepare = prepare,
    .search = search,
    .synchronize = synchronize,
    .release = release,
};
