/* Memory that the kernel may not move is fetched by the GPU itself, at the speed of the bus; from
 * ordinary memory the driver must copy it into such memory first. All cores read the text into it.
 * Costs the making of it, before the clock starts. */
#include "gpu.h"
#include "slots.h"
#include "team.h"

#define PART_BYTES ((size_t)1 << 20)

static void *prepare(const struct workload *work)
{
    team_start(work->threads);
    return slots_open(work, 1, slots_share(work, SLOTS_SHARE_MOST), STAGING_PINNED);
}

/* Reads the lines with all threads, a part each at a time. */
static void fetch(const struct blocks *text, struct extent lines, char *to, int threads)
{
    enum stage outer = stage_enter(STAGE_READ); /* and wait for the slowest */
#pragma omp parallel for num_threads(threads) schedule(dynamic)
    for (size_t at = 0; at < lines.length; at += PART_BYTES) {
        size_t left = lines.length - at;
        struct extent part = {lines.offset + at, left < PART_BYTES ? left : PART_BYTES};
        blocks_fetch(text, part, to + at);
    }
    stage_leave(outer);
}

static struct tally search(void *state, const struct workload *work)
{
    struct slots *slots = (struct slots *)state;
    struct blocks text = blocks_open(work->path, slots->bytes);

    slots_learn(slots, &text);
    slots_begin(slots);
    for (size_t i = 0; i < text.count; i++) {
        struct slot *slot = &slots->all[i % slots->count];
        struct extent lines = blocks_extent(&text, i);
        fetch(&text, lines, slot_staging(slot, lines.length), work->threads);
        slot_upload(slot, 0, lines.length);
        slot_wait_for(slot, STAGE_UPLOAD);
        slot_count(slot, &slots->needle, lines.length, lines.offset);
    }
    for (size_t i = 0; i < slots->count; i++)
        slot_wait_for(&slots->all[i], STAGE_KERNEL);
    blocks_close(&text);
    return slots_tally(slots);
}

const struct variant variant = {
    .idea = "page-locked memory, filled by all cores, fetched by the GPU itself",
    .after = "cuda",
    .attacks = STAGE_BIT(STAGE_READ) | STAGE_BIT(STAGE_UPLOAD),
    .factor = 4,
    .limit = LIMIT_PINNED,
    .unsupported = gpu_unsupported,
    .prepare = prepare,
    .search = search,
    .synchronize = slots_synchronize,
    .report = slots_report,
    .release = slots_close,
};
