/* One core reads no faster than it can copy, and the bus waits meanwhile. Now all cores read, each
 * a part of the block. Costs a core per thread. */
#include "gpu.h"
#include "sizes.h"
#include "slots.h"
#include "variants/team.h"

static void *prepare(const struct workload *work)
{
    team_start(work->threads);
    return slots_open(work, 1, GPU_BLOCK_BYTES,
                      (struct staging){.pinned = true, .bytes = GPU_BLOCK_BYTES, .count = 1});
}

static void read_by_all(struct slot *slot, const struct blocks *blocks, size_t index)
{
    struct extent lines = blocks_extent(blocks, index);
    char *to = slot_room(slot, lines);
    enum stage outer = stage_enter(STAGE_READ); /* includes the wait for the slowest */
#pragma omp parallel for schedule(dynamic)
    for (size_t at = 0; at < lines.length; at += READ_BYTES)
        blocks_fetch(blocks, extent_part(lines, at, READ_BYTES), to + at);
    stage_leave(outer);
}

static struct tally search(void *state, const struct workload *work)
{
    struct slots *slots = (struct slots *)state;
    struct blocks blocks = blocks_open(work, slots->bytes);

    slots_learn(slots, &blocks);
    slots_begin(slots);
    for (size_t i = 0; i < blocks.count; i++) {
        struct slot *slot = &slots->all[i % slots->count];
        read_by_all(slot, &blocks, i);
        slot_upload(slot);
        slot_wait_for(slot, STAGE_UPLOAD);
        slot_count(slot, &slots->needle);
        slot_wait_for(slot, STAGE_KERNEL);
    }
    blocks_close(&blocks);
    return slots_tally(slots);
}

const struct variant variant = {
    .idea = "all cores read, each a part of the block",
    .after = "cuda_pinned",
    .attacks = STAGE_BIT(STAGE_READ),
    /* other, read */
    .effects = {NULL, EFFECT_SHARED},
    .combines = true,
    .limit = LIMIT_PINNED,
    .unsupported = gpu_unsupported,
    .prepare = prepare,
    .search = search,
    .synchronize = slots_synchronize,
    .report = slots_report,
    .release = slots_close,
};
