/* Reading, copying and counting are three machines' work: the cores', the bus', the GPU's. Block by
 * block, in streams side by side, all three work at once, and what is left is the slowest of them.
 * Costs two blocks of page-locked memory for each thread. */
#include "gpu.h"
#include "slots.h"
#include "team.h"

#include <omp.h>

#define STREAM_BYTES ((size_t)4 << 20)
#define SLOTS_EACH 2 /* one is read into while the other is copied */

static void *prepare(const struct workload *work)
{
    int threads = work->threads > work->gpus ? work->threads : work->gpus;
    size_t each = (size_t)(threads + work->gpus - 1) / (size_t)work->gpus * SLOTS_EACH;
    team_start(threads);
    return slots_open(work, each, STREAM_BYTES, STAGING_PINNED);
}

static struct tally search(void *state, const struct workload *work)
{
    struct slots *slots = (struct slots *)state;
    struct blocks text = blocks_open(work->path, slots->bytes);
    int threads = (int)(slots->count / SLOTS_EACH);

    slots_learn(slots, &text);
    slots_begin(slots);
    enum stage outer = stage_enter(STAGE_WAIT); /* for the slowest of threads and GPUs */
#pragma omp parallel num_threads(threads)
    {
        size_t mine = (size_t)omp_get_thread_num(), turn = 0;
#pragma omp for schedule(dynamic)
        for (size_t i = 0; i < text.count; i++) {
            struct slot *slot = &slots->all[mine + turn++ % SLOTS_EACH * (size_t)threads];
            struct extent lines = blocks_extent(&text, i);
            slot_wait(slot); /* its last block has left its memory */
            blocks_fetch(&text, lines, slot_staging(slot, lines.length));
            slot_upload(slot, 0, lines.length);
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
    .factor = INFINITY,
    .limit = LIMIT_PINNED,
    .unsupported = gpu_unsupported,
    .prepare = prepare,
    .search = search,
    .synchronize = slots_synchronize,
    .report = slots_report,
    .release = slots_close,
};
