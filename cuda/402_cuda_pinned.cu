/* The GPU itself can fetch page-locked memory, at the full speed of the bus. Ordinary memory must
 * first be copied into such memory by the driver. Costs memory that nothing else can use, and that
 * takes long to allocate: this is done before the clock starts. */
#include "gpu.h"
#include "sizes.h"
#include "slots.h"

static void *prepare(const struct workload *work)
{
    return slots_open(work, 1, GPU_BLOCK_BYTES,
                      (struct staging){.pinned = true, .bytes = GPU_BLOCK_BYTES, .count = 1});
}

static struct tally search(void *state, const struct workload *work)
{
    struct slots *slots = (struct slots *)state;
    struct blocks blocks = blocks_open(work, slots->bytes);

    slots_learn(slots, &blocks);
    slots_begin(slots);
    for (size_t i = 0; i < blocks.count; i++) {
        struct slot *slot = &slots->all[i % slots->count];
        slot_read(slot, &blocks, i);
        slot_upload(slot);
        slot_wait_for(slot, STAGE_UPLOAD);
        slot_count(slot, &slots->needle);
        slot_wait_for(slot, STAGE_KERNEL);
    }
    blocks_close(&blocks);
    return slots_tally(slots);
}

const struct variant variant = {
    .idea = "page-locked memory, which the GPU fetches by itself",
    .after = "cuda",
    .attacks = STAGE_BIT(STAGE_UPLOAD),
    /* other, read, compile, lower, search, merge, upload */
    .effects = {NULL, NULL, NULL, NULL, NULL, NULL, LIMIT_PINNED},
    .combines = true,
    .limit = LIMIT_PINNED,
    .unsupported = gpu_unsupported,
    .prepare = prepare,
    .search = search,
    .synchronize = slots_synchronize,
    .report = slots_report,
    .release = slots_close,
};
