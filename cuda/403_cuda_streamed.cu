/* Reading, copying and counting are three machines' work: the cores', the bus', the GPU's. Part by
 * part, in streams side by side, all three work at once, and what is left is the slowest of them.
 * Costs two parts of page-locked memory for each thread, and a stream. */
#include "gpu.h"
#include "sizes.h"
#include "slots.h"
#include "variants/team.h"

#include <omp.h>

static void *prepare(const struct workload *work)
{
    int threads = work->threads > work->gpus ? work->threads : work->gpus;
    size_t each = (size_t)(threads + work->gpus - 1) / (size_t)work->gpus;
    team_start(threads);
    return slots_open(work, each, STREAM_BLOCK_BYTES,
                      (struct staging){true, STREAM_PART_BYTES + LINE_BYTES, 2});
}

/* The next part's length: the end of a block's last line is no part of its own. */
static size_t part_length(size_t left)
{
    return left <= STREAM_PART_BYTES + LINE_BYTES ? left : STREAM_PART_BYTES;
}

static struct tally search(void *state, const struct workload *work)
{
    struct slots *slots = (struct slots *)state;
    struct blocks text = blocks_open(work, slots->bytes);

    slots_learn(slots, &text);
    slots_begin(slots);
    enum stage outer = stage_enter(STAGE_WAIT); /* for the slowest of threads and GPUs */
#pragma omp parallel num_threads((int)slots->count)
    {
        struct slot *slot = &slots->all[omp_get_thread_num()];
#pragma omp for schedule(dynamic)
        for (size_t i = 0; i < text.count; i++) {
            struct extent lines = blocks_extent(&text, i);
            slot_reserve(slot, lines.length);
            for (size_t at = 0, length; at < lines.length; at += length) {
                length = part_length(lines.length - at);
                blocks_fetch(&text, extent_part(lines, at, length), slot_staging(slot));
                slot_upload(slot, at, length);
            }
            slot_count(slot, &slots->needle, lines.length, lines.offset);
        }
    }
    for (size_t i = 0; i < slots->count; i++)
        slot_wait(&slots->all[i]);
    stage_leave(outer);
    blocks_close(&text);
    return slots_tally(slots);
}

const struct variant variant = {
    .idea = "blocks in several streams: reading, copying and counting at the same time",
    .after = "cuda_pinned",
    .attacks = STAGE_BIT(STAGE_READ) | STAGE_BIT(STAGE_KERNEL),
    .effects = {NULL},
    .overlaps = true,
    .limit = LIMIT_PINNED,
    .unsupported = gpu_unsupported,
    .prepare = prepare,
    .search = search,
    .synchronize = slots_synchronize,
    .report = slots_report,
    .release = slots_close,
};
