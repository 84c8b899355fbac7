/* A GPU's memory is many times faster than a computer's, and thousands of threads search it at
 * once. But first the text must get there: it is read into ordinary memory, as before, and from
 * that it takes the bus. */
#include "gpu.h"
#include "sizes.h"
#include "slots.h"

static void *prepare(const struct workload *work)
{
    size_t share = slots_share(work, SHARE_BYTES);
    return slots_open(work, 1, share, (struct staging){false, share + LINE_BYTES, 1});
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
            blocks_fetch(&text, part, slot_staging(slot));
            slot_upload(slot, at, part.length);
            slot_wait_for(slot, STAGE_UPLOAD);
        }
        slot_count(slot, &slots->needle, lines.length, lines.offset);
    }
    /* A launch returns at once. Without this wait the copy of the tally would wait, and be charged
     * for the kernel: see ./harness trap gpu. */
    for (size_t i = 0; i < slots->count; i++)
        slot_wait_for(&slots->all[i], STAGE_KERNEL);
    blocks_close(&text);
    return slots_tally(slots);
}

const struct variant variant = {
    .idea = "the text copied to a GPU, where thousands of threads search it at once",
    .after = "mapped",
    .attacks = STAGE_BIT(STAGE_SEARCH),
    /* other, read, compile, lower, search, merge, upload, kernel */
    .effects = {NULL, LIMIT_READ, NULL, NULL, EFFECT_GONE, NULL, LIMIT_PAGEABLE, LIMIT_DEVICE_READ},
    .limit = LIMIT_PAGEABLE,
    .unsupported = gpu_unsupported,
    .prepare = prepare,
    .search = search,
    .synchronize = slots_synchronize,
    .report = slots_report,
    .release = slots_close,
};
