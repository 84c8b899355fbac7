/* The text is on the GPU before the clock starts, so only the kernel is timed, at the speed of the
 * GPU's memory. This shows what the other GPU rungs would be if the bus cost nothing. It is not an
 * end-to-end time, but it matters, for example, for a text that is searched many times. */
#include "gpu.h"
#include "resident.h"

static struct tally search(void *state, const struct workload *work)
{
    struct slots *slots = (struct slots *)state;
    (void)work;

    slots_begin(slots);
    for (size_t i = 0; i < slots->count; i++)
        slot_count(&slots->all[i], &slots->needle);
    for (size_t i = 0; i < slots->count; i++)
        slot_wait_for(&slots->all[i], STAGE_KERNEL);
    return slots_tally(slots);
}

static void *prepare(const struct workload *work)
{
    return resident_open(work, search);
}

const struct variant variant = {
    .idea = "the text on the GPU before the clock starts: the kernel alone",
    .after = "cuda",
    .attacks = STAGE_BIT(STAGE_READ) | STAGE_BIT(STAGE_UPLOAD),
    /* other, read, compile, lower, search, merge, upload */
    .effects = {NULL, EFFECT_GONE, NULL, NULL, NULL, NULL, EFFECT_GONE},
    .combines = true,
    .limit = LIMIT_DEVICE_READ,
    .apart = true,
    .unsupported = gpu_unsupported,
    .prepare = prepare,
    .search = search,
    .synchronize = slots_synchronize,
    .report = slots_report,
    .release = slots_close,
};
