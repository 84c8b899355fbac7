/* A GPU's memory is many times faster than the computer's, and thousands of threads search it at
 * once. But the text must get there first: each block is read as before, then copied over the bus.
 * The host waits after each step; without that, the step's time would be charged to the next step
 * that waits (see ./harness trap gpu). Costs GPU memory for a block. */
#include "gpu.h"
#include "sizes.h"
#include "slots.h"

static void *prepare(const struct workload *work)
{
    return slots_open(work, 1, GPU_BLOCK_BYTES,
                      (struct staging){.pinned = false, .bytes = GPU_BLOCK_BYTES, .count = 1});
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
    .idea = "blocks copied to a GPU, where thousands of threads search them at once",
    .after = "simd",
    .attacks = STAGE_BIT(STAGE_SEARCH),
    /* other, read, compile, lower, search, merge, upload, kernel */
    .effects = {NULL, NULL, NULL, NULL, EFFECT_GONE, NULL, LIMIT_PAGEABLE, LIMIT_DEVICE_READ},
    .combines = true,
    .limit = LIMIT_PAGEABLE,
    .unsupported = gpu_unsupported,
    .prepare = prepare,
    .search = search,
    .synchronize = slots_synchronize,
    .report = slots_report,
    .release = slots_close,
};
