/* Memory that the kernel may not move is fetched by the GPU itself, at the speed of the bus; from
 * ordinary memory the driver must copy it into such memory first. All cores read the text into it.
 * Such memory takes long to get; that is done before the clock starts. */
#include "gpu.h"
#include "sizes.h"
#include "slots.h"
#include "variants/team.h"

static void *prepare(const struct workload *work)
{
    team_start(work->threads);
    size_t share = slots_share(work, SHARE_BYTES);
    return slots_open(work, 1, share, (struct staging){true, share + LINE_BYTES, 1});
}

/* Reads the lines with all threads, a part each at a time. */
static void fetch(const struct blocks *text, struct extent lines, char *to, int threads)
{
    enum stage outer = stage_enter(STAGE_READ); /* and wait for the slowest */
#pragma omp parallel for num_threads(threads) schedule(dynamic)
    for (size_t at = 0; at < lines.length; at += READ_BYTES)
        blocks_fetch(text, extent_part(lines, at, READ_BYTES), to + at);
    stage_leave(outer);
}

static struct tally search(void *state, const struct workload *work)
{
    struct slots *slots = (struct slots *)state;
    struct blocks text = blocks_open(work, slots->bytes);

    slots_learn(slots, &text);
    slots_begin(slots);
    for (size_t i = 0; i < text.count; i++) {
        struct slot *slot = &slots->all[i % slots->count];
        struct extent lines = blocks_extent(&text, i);
        slot_reserve(slot, lines.length);
        for (size_t at = 0; at < lines.length; at += slot->staging.bytes) {
            struct extent part = extent_part(lines, at, slot->staging.bytes);
            fetch(&text, part, slot_staging(slot), work->threads);
            slot_upload(slot, at, part.length);
            slot_wait_for(slot, STAGE_UPLOAD);
        }
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
    /* other, read, compile, lower, search, merge, upload */
    .effects = {NULL, EFFECT_SHARED, NULL, NULL, NULL, NULL, LIMIT_PINNED},
    .limit = LIMIT_PINNED,
    .unsupported = gpu_unsupported,
    .prepare = prepare,
    .search = search,
    .synchronize = slots_synchronize,
    .report = slots_report,
    .release = slots_close,
};
