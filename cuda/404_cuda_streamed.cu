/* The cores read, the bus copies, the GPU counts: all three can work at the same time. Each thread
 * now takes its own blocks through its own stream, and waits only for room to read into. The
 * slowest of the three sets the time. Costs a stream and two parts of page-locked memory for each
 * thread. */
#include "gpu.h"
#include "sizes.h"
#include "slots.h"
#include "variants/team.h"

static void *prepare(const struct workload *work)
{
    size_t gpus = (size_t)work->gpus, each = ((size_t)work->threads + gpus - 1) / gpus;
    struct slots *slots =
        slots_open(work, each, STREAM_BLOCK_BYTES,
                   (struct staging){.pinned = true, .bytes = STREAM_PART_BYTES, .count = 2});
    team_start((int)slots->count);
    return slots;
}

static struct tally search(void *state, const struct workload *work)
{
    struct slots *slots = (struct slots *)state;
    struct blocks blocks = blocks_open(work, slots->bytes);

    slots_learn(slots, &blocks);
    slots_begin(slots);
    enum stage outer = stage_enter(STAGE_WAIT); /* for the slowest of threads and GPUs */
#pragma omp parallel
    {
        struct slot *slot = &slots->all[omp_get_thread_num()];
#pragma omp for schedule(dynamic)
        for (size_t i = 0; i < blocks.count; i++) {
            slot_stream(slot, &blocks, i);
            slot_count(slot, &slots->needle);
        }
    }
    for (size_t i = 0; i < slots->count; i++)
        slot_wait(&slots->all[i]);
    stage_leave(outer);
    blocks_close(&blocks);
    return slots_tally(slots);
}

const struct variant variant = {
    .idea = "blocks in several streams: reading, copying and counting at the same time",
    .after = "cuda_readers",
    .attacks = STAGE_BIT(STAGE_READ) | STAGE_BIT(STAGE_KERNEL),
    .effects = {NULL},
    .combines = true,
    .overlaps = true,
    .limit = LIMIT_PINNED,
    .unsupported = gpu_unsupported,
    .prepare = prepare,
    .search = search,
    .synchronize = slots_synchronize,
    .report = slots_report,
    .release = slots_close,
};
