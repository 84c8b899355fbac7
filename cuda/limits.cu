/* gpu_limits: what the first GPU can do at best, as one line of JSON for the harness: copies to it
 * from ordinary and from page-locked memory, copies within it, and reads of its memory. Each is the
 * best of several ways and passes, by code that does nothing else. Without a GPU, exits with 77 and
 * the reason. */
#include "check.h"
#include "gpu.h"
#include "sizes.h"

#include <cuda_runtime.h>
#include <stdio.h>

extern "C" {
#include <jansson.h>
}

#define EXIT_UNSUPPORTED 77
#define PAGE_BYTES 4096
#define PASSES 10
#define THREADS 256
#define MOST_BYTES ((size_t)4 << 30) /* so much that caches hardly matter */

/* Sums 16 bytes a thread at a time, with `each` loads in flight. */
template <int each> static __global__ void sum(const uint4 *from, size_t groups, uint32_t *to)
{
    size_t stride = (size_t)gridDim.x * THREADS;
    uint32_t mine = 0;
    size_t i = (size_t)blockIdx.x * THREADS + threadIdx.x;
    for (; i + (each - 1) * stride < groups; i += each * stride) {
        uint4 loaded[each];
        for (int j = 0; j < each; j++)
            loaded[j] = __ldcs(from + i + j * stride);
        for (int j = 0; j < each; j++)
            mine += loaded[j].x + loaded[j].y + loaded[j].z + loaded[j].w;
    }
    for (; i < groups; i += stride)
        mine += __ldcs(from + i).x;
    if (mine == 1) /* the compiler can't know this, so it keeps all loads */
        atomicAdd(to, mine);
}

struct bench {
    char *ordinary, *pinned, *device; /* on the device, four times as large: */
    size_t bytes;
    cudaEvent_t from, to;
    int processors;
};

enum limit {
    PAGEABLE,
    PINNED,
    COPY,
    READ
};

static const int ways[] = {3, 3, 1, 4};

/* Uploads all at once, or, as rungs do, block by block from memory that was just read into. */
static void upload(const struct bench *bench, const char *from, int way)
{
    size_t block = way == 0 ? bench->bytes : way == 1 ? GPU_BLOCK_BYTES : STREAM_PART_BYTES;
    for (size_t at = 0; at < bench->bytes; at += block) {
        size_t left = bench->bytes - at;
        CHECK(cudaMemcpyAsync(bench->device + at, from, left < block ? left : block,
                              cudaMemcpyHostToDevice));
    }
}

static void pass(const struct bench *bench, enum limit limit, int way)
{
    const uint4 *groups = (const uint4 *)bench->device;
    size_t count = 4 * bench->bytes / sizeof *groups;
    int blocks = bench->processors * 2048 / THREADS * (way & 1 ? 4 : 1);
    switch (limit) {
    case PAGEABLE:
        upload(bench, bench->ordinary, way);
        break;
    case PINNED:
        upload(bench, bench->pinned, way);
        break;
    case COPY:
        CHECK(cudaMemcpyAsync(bench->device + 2 * bench->bytes, bench->device, 2 * bench->bytes,
                              cudaMemcpyDeviceToDevice));
        break;
    case READ:
        if (way < 2)
            sum<4><<<blocks, THREADS>>>(groups, count, (uint32_t *)bench->device);
        else
            sum<8><<<blocks, THREADS>>>(groups, count, (uint32_t *)bench->device);
        CHECK(cudaGetLastError());
    }
}

/* The best pass, in GB/s, by events. A copy within the GPU counts its bytes twice. */
static double best(const struct bench *bench, enum limit limit)
{
    float least = INFINITY;
    for (int way = 0; way < ways[limit]; way++)
        for (int i = 0; i < PASSES; i++) {
            float ms;
            CHECK(cudaEventRecord(bench->from));
            pass(bench, limit, way);
            CHECK(cudaEventRecord(bench->to));
            CHECK(cudaEventSynchronize(bench->to));
            CHECK(cudaEventElapsedTime(&ms, bench->from, bench->to));
            least = fminf(least, ms);
        }
    size_t bytes = (limit == READ || limit == COPY ? 4 : 1) * bench->bytes;
    return (double)bytes / 1e6 / (double)least;
}

static json_t *limit_object(const struct bench *bench, enum limit limit, const char *name)
{
    return json_pack("{s:s, s:f}", "name", name, "gb_per_s", best(bench, limit));
}

int main(void)
{
    struct workload work = {};
    work.gpus = 1;
    work.combined = "x";
    const char *reason = gpu_unsupported(&work);
    if (reason)
        errx(EXIT_UNSUPPORTED, "%s", reason);

    struct bench bench = {};
    CHECK(cudaSetDevice(0));
    CHECK(cudaDeviceGetAttribute(&bench.processors, cudaDevAttrMultiProcessorCount, 0));
    CHECK(cudaEventCreate(&bench.from));
    CHECK(cudaEventCreate(&bench.to));
    size_t there, total;
    CHECK(cudaMemGetInfo(&there, &total));
    size_t most = there / 2 < MOST_BYTES ? there / 2 : MOST_BYTES;
    bench.bytes = most / 4 / PAGE_BYTES * PAGE_BYTES;
    CHECK(cudaMalloc(&bench.device, 4 * bench.bytes));
    CHECK(cudaMallocHost(&bench.pinned, bench.bytes));
    bench.ordinary = (char *)aligned_alloc(PAGE_BYTES, bench.bytes);
    if (!bench.ordinary)
        err(1, "%zu bytes", bench.bytes);
    memset(bench.ordinary, 1, bench.bytes);
    memset(bench.pinned, 1, bench.bytes);
    CHECK(cudaMemset(bench.device, 1, 4 * bench.bytes));
    CHECK(cudaDeviceSynchronize());

    struct device_report report = gpu_report();
    struct cudaDeviceProp properties;
    int driver, runtime;
    CHECK(cudaGetDeviceProperties(&properties, 0));
    CHECK(cudaDriverGetVersion(&driver));
    CHECK(cudaRuntimeGetVersion(&runtime));
    json_t *limits = json_pack("[o, o, o, o]", limit_object(&bench, PAGEABLE, LIMIT_PAGEABLE),
                               limit_object(&bench, PINNED, LIMIT_PINNED),
                               limit_object(&bench, COPY, LIMIT_DEVICE_COPY),
                               limit_object(&bench, READ, LIMIT_DEVICE_READ));
    json_t *gpu = json_pack(
        "{s:s, s:s, s:i, s:i, s:i, s:I, s:I, s:i, s:[i, i]}", "name", report.name, "driver",
        report.driver, "driver_cuda", driver, "runtime_cuda", runtime, "processors",
        bench.processors, "memory_bytes", (json_int_t)properties.totalGlobalMem, "cache_bytes",
        (json_int_t)gpu_cache_bytes(), "bus_width_bits", properties.memoryBusWidth, "clock_mhz",
        (int)report.clock_mhz[0], (int)gpu_clock_mhz());
    json_t *all = json_pack("{s:i, s:o, s:o}", "schema", 1, "gpu", gpu, "limits", limits);
    if (!all || json_dumpf(all, stdout, JSON_COMPACT) < 0 || putchar('\n') == EOF || fflush(stdout))
        errx(1, "cannot write the limits");
    return 0;
}
