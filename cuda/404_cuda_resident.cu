/* The text is on the GPU before the clock starts: what is timed is the kernel alone, at the speed
 * of the GPU's memory. This shows what the other GPU rungs would be if the bus were free. It is no
 * end-to-end time, but matters for a text that is searched many times, say. */
#include "check.h"
#include "gpu.h"
#include "sizes.h"
#include "slots.h"

#include <cuda_runtime.h>

struct resident {
    struct slots *slots;
    struct extent *lines; /* of each slot */
    bool searched;
};

static struct tally count(const struct resident *resident)
{
    struct slots *slots = resident->slots;
    slots_begin(slots);
    for (size_t i = 0; i < slots->count; i++)
        slot_count(&slots->all[i], &slots->needle, resident->lines[i].length,
                   resident->lines[i].offset);
    for (size_t i = 0; i < slots->count; i++)
        slot_wait_for(&slots->all[i], STAGE_KERNEL);
    return slots_tally(slots);
}

static void load(struct slot *slot, const struct blocks *text, struct extent lines)
{
    slot_reserve(slot, lines.length);
    for (size_t at = 0; at < lines.length; at += RESIDENT_PART_BYTES) {
        struct extent part = extent_part(lines, at, RESIDENT_PART_BYTES);
        blocks_fetch(text, part, slot_staging(slot));
        slot_upload(slot, at, part.length);
    }
    slot_wait(slot);
}

/* A text many times the caches is read from memory each time. */
static bool outgrows_caches(const struct resident *resident)
{
    return resident->lines[0].length > 8 * gpu_cache_bytes();
}

/* Writes more than the caches hold, so that nothing of the text is left in them. */
static void flush_caches(const struct slot *slot)
{
    void *scratch;
    CHECK(cudaSetDevice(slot->gpu));
    size_t bytes = 4 * gpu_cache_bytes();
    CHECK(cudaMalloc(&scratch, bytes));
    CHECK(cudaMemset(scratch, 1, bytes));
    CHECK(cudaDeviceSynchronize());
    CHECK(cudaFree(scratch));
}

static void *prepare(const struct workload *work)
{
    struct resident *resident = (struct resident *)calloc(1, sizeof *resident);
    struct extent *lines = (struct extent *)calloc((size_t)work->gpus, sizeof *lines);
    if (!resident || !lines)
        err(1, "state");
    struct blocks text = blocks_open(work, slots_share(work, SIZE_MAX));
    struct slots *slots =
        slots_open(work, 1, RESIDENT_PART_BYTES, (struct staging){true, RESIDENT_PART_BYTES, 2});
    if (text.count > slots->count)
        errx(1, "%s has grown meanwhile", work->path);
    slots_learn(slots, &text);
    for (size_t i = 0; i < text.count; i++) {
        lines[i] = blocks_extent(&text, i);
        load(&slots->all[i], &text, lines[i]);
    }
    blocks_close(&text);
    resident->slots = slots;
    resident->lines = lines;
    for (uint64_t start = clock_ns(); clock_ns() - start < WARM_NS;)
        count(resident);
    for (size_t i = 0; i < slots->count; i++)
        if (!outgrows_caches(resident))
            flush_caches(&slots->all[i]);
    CHECK(cudaSetDevice(0));
    slots->report.clock_mhz[0] = gpu_clock_mhz(); /* now that it has been raised */
    return resident;
}

static struct tally search(void *state, const struct workload *work)
{
    struct resident *resident = (struct resident *)state;
    (void)work;
    resident->slots->report.cold = !resident->searched || outgrows_caches(resident);
    resident->searched = true;
    return count(resident);
}

static struct device_report report(void *state)
{
    return slots_report(((struct resident *)state)->slots);
}

static void release(void *state)
{
    struct resident *resident = (struct resident *)state;
    slots_close(resident->slots);
    free(resident->lines);
    free(resident);
}

const struct variant variant = {
    .idea = "the text on the GPU before the clock starts: the kernel alone",
    .after = "cuda",
    .attacks = STAGE_BIT(STAGE_READ) | STAGE_BIT(STAGE_UPLOAD),
    /* other, read, compile, lower, search, merge, upload */
    .effects = {NULL, EFFECT_GONE, NULL, NULL, NULL, NULL, EFFECT_GONE},
    .limit = LIMIT_DEVICE_READ,
    .apart = true,
    .unsupported = gpu_unsupported,
    .prepare = prepare,
    .search = search,
    .synchronize = slots_synchronize,
    .report = report,
    .release = release,
};
