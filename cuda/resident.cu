#include "check.h"
#include "gpu.h"
#include "resident.h"
#include "sizes.h"

#include <cuda_runtime.h>

static void load(struct slots *slots, const struct workload *work)
{
    struct blocks blocks = blocks_open(work, slots->bytes);
    if (blocks.count > slots->count)
        errx(1, "%s has grown meanwhile", work->path);
    slots_learn(slots, &blocks);
    for (size_t i = 0; i < blocks.count; i++)
        slot_stream(&slots->all[i], &blocks, i);
    for (size_t i = 0; i < slots->count; i++)
        slot_wait(&slots->all[i]);
    blocks_close(&blocks);
}

/* Writes more than the caches hold, so that none of the text stays in them. */
static void flush_caches(const struct slot *slot)
{
    void *scratch;
    CHECK(cudaSetDevice(slot->gpu));
    size_t bytes = 4 * gpu_cache_bytes();
    CHECK(cudaMalloc(&scratch, bytes));
    CHECK(cudaMemset(scratch, 1, bytes));
    CHECK(cudaDeviceSynchronize());
    CHECK(cudaFree(scratch));
}

struct slots *resident_open(const struct workload *work,
                            struct tally (*search)(void *slots, const struct workload *))
{
    struct slots *slots =
        slots_open(work, 1, slots_share(work),
                   (struct staging){.pinned = true, .bytes = GPU_BLOCK_BYTES, .count = 2});
    load(slots, work);
    for (uint64_t start = clock_ns(); clock_ns() - start < WARM_NS;)
        search(slots, work);
    /* A text many times larger than the caches is read from memory each time. */
    slots->stays_cold = slots->all[0].lines.length > 8 * gpu_cache_bytes();
    for (size_t i = 0; i < slots->count && !slots->stays_cold; i++)
        flush_caches(&slots->all[i]);
    slots->cold = true;
    CHECK(cudaSetDevice(0));
    slots->report.clock_mhz[0] = gpu_clock_mhz(); /* after the GPU has raised it */
    return slots;
}
