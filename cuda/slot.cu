#include "check.h"
#include "count.h"
#include "slot.h"

#include <cuda_runtime.h>

#define STAGING_MORE 4096 /* for a line that goes on behind its block */

void slot_reserve(struct slot *slot, size_t length)
{
    size_t room = count_room(length);
    if (room <= slot->capacity)
        return;
    CHECK(cudaSetDevice(slot->gpu));
    CHECK(cudaStreamSynchronize(slot->stream));
    CHECK(cudaFree(slot->text));
    slot->text = NULL;
    CHECK(cudaMalloc(&slot->text, room));
    CHECK(cudaMemsetAsync(slot->text, 0, room, slot->stream)); /* the kernel loads beyond the end */
    slot->capacity = room;
}

static void staging_free(struct slot *slot)
{
    if (slot->kind == STAGING_PINNED)
        CHECK(cudaFreeHost(slot->staging));
    else
        free(slot->staging);
    slot->staging = NULL;
}

char *slot_staging(struct slot *slot, size_t bytes)
{
    if (bytes <= slot->staging_capacity)
        return slot->staging;
    slot_wait(slot);
    staging_free(slot);
    slot->staging_capacity = bytes + STAGING_MORE;
    if (slot->kind == STAGING_PINNED)
        CHECK(cudaMallocHost(&slot->staging, slot->staging_capacity));
    else
        slot->staging = (char *)malloc(slot->staging_capacity);
    if (!slot->staging)
        err(1, "%zu bytes to read into", slot->staging_capacity);
    memset(slot->staging, 0,
           slot->staging_capacity); /* the kernel gives its pages now, not later */
    return slot->staging;
}

/* Everything is done once before it is timed: CUDA loads a kernel when it is first launched, and
 * sets up its copying when it first copies. */
static void warm(struct slot *slot)
{
    struct needle needle = {};
    needle.classes.length = 1;
    slot_begin(slot);
    slot_upload(slot, 0, 1);
    slot_count(slot, &needle, 0, 0);
    slot_download(slot);
    slot_tally(slot);
}

struct slot slot_open(int gpu, size_t bytes, enum staging kind)
{
    struct slot slot = {};
    slot.gpu = gpu;
    slot.kind = kind;
    CHECK(cudaSetDevice(gpu));
    CHECK(cudaStreamCreateWithFlags(&slot.stream, cudaStreamNonBlocking));
    CHECK(cudaMalloc(&slot.sum, sizeof *slot.sum));
    CHECK(cudaMallocHost(&slot.tally, sizeof *slot.tally));
    CHECK(cudaEventCreate(&slot.start));
    slot.blocks = count_blocks();
    slot_reserve(&slot, bytes);
    slot_staging(&slot, bytes);
    warm(&slot);
    return slot;
}

void slot_close(struct slot *slot)
{
    CHECK(cudaSetDevice(slot->gpu));
    for (size_t i = 0; i < slot->laps_made; i++) {
        CHECK(cudaEventDestroy(slot->laps[i].from));
        CHECK(cudaEventDestroy(slot->laps[i].to));
    }
    free(slot->laps);
    CHECK(cudaEventDestroy(slot->start));
    CHECK(cudaFree(slot->text));
    CHECK(cudaFree(slot->sum));
    CHECK(cudaFreeHost(slot->tally));
    staging_free(slot);
    CHECK(cudaStreamDestroy(slot->stream));
}

/* --- laps --- */

static struct lap *lap_begin(struct slot *slot, enum stage stage)
{
    if (slot->lap_count == slot->laps_made) {
        slot->laps =
            (struct lap *)reallocarray(slot->laps, slot->laps_made + 1, sizeof *slot->laps);
        if (!slot->laps)
            err(1, "events");
        CHECK(cudaEventCreate(&slot->laps[slot->laps_made].from));
        CHECK(cudaEventCreate(&slot->laps[slot->laps_made].to));
        slot->laps_made++;
    }
    struct lap *lap = &slot->laps[slot->lap_count++];
    lap->stage = stage;
    CHECK(cudaEventRecord(lap->from, slot->stream));
    return lap;
}

static void lap_end(const struct slot *slot, const struct lap *lap)
{
    CHECK(cudaEventRecord(lap->to, slot->stream));
}

struct stretch {
    float from, to; /* ms since the start */
};

static int by_start(const void *left, const void *right)
{
    float a = ((const struct stretch *)left)->from, b = ((const struct stretch *)right)->from;
    return (a > b) - (a < b);
}

/* The length of what the stretches cover together. */
static double covered(struct stretch *stretches, size_t count)
{
    double sum = 0, end = 0;
    qsort(stretches, count, sizeof *stretches, by_start);
    for (size_t i = 0; i < count; i++) {
        double from = stretches[i].from > end ? stretches[i].from : end;
        if (stretches[i].to > from) {
            sum += stretches[i].to - from;
            end = stretches[i].to;
        }
    }
    return sum;
}

void slots_times(const struct slot *slots, size_t count, uint64_t ns[STAGE_COUNT])
{
    size_t most = 0;
    for (size_t i = 0; i < count; i++)
        most += slots[i].lap_count;
    struct stretch *stretches = (struct stretch *)calloc(most + 1, sizeof *stretches);
    if (!stretches)
        err(1, "events");
    for (int stage = 0; stage < STAGE_COUNT; stage++) {
        size_t found = 0;
        for (size_t i = 0; i < count; i++) {
            size_t first = 0; /* slot of the same GPU: events of two GPUs cannot be compared */
            while (slots[first].gpu != slots[i].gpu)
                first++;
            for (size_t j = 0; j < slots[i].lap_count; j++) {
                const struct lap *lap = &slots[i].laps[j];
                if (lap->stage != stage)
                    continue;
                struct stretch *stretch = &stretches[found++];
                CHECK(cudaEventElapsedTime(&stretch->from, slots[first].start, lap->from));
                CHECK(cudaEventElapsedTime(&stretch->to, slots[first].start, lap->to));
            }
        }
        ns[stage] = (uint64_t)(1e6 * covered(stretches, found));
    }
    free(stretches);
}

/* --- work --- */

void slot_begin(struct slot *slot)
{
    CHECK(cudaSetDevice(slot->gpu));
    slot->lap_count = 0;
    CHECK(cudaEventRecord(slot->start, slot->stream));
    CHECK(cudaMemsetAsync(slot->sum, 0, sizeof *slot->sum, slot->stream));
}

void slot_upload(struct slot *slot, size_t at, size_t length)
{
    enum stage outer = stage_enter(STAGE_UPLOAD);
    slot_reserve(slot, at + length);
    CHECK(cudaSetDevice(slot->gpu));
    struct lap *lap = lap_begin(slot, STAGE_UPLOAD);
    CHECK(cudaMemcpyAsync(slot->text + at, slot->staging, length, cudaMemcpyHostToDevice,
                          slot->stream));
    lap_end(slot, lap);
    stage_leave(outer);
}

void slot_count(struct slot *slot, const struct needle *needle, size_t length, uint64_t offset)
{
    enum stage outer = stage_enter(STAGE_KERNEL);
    CHECK(cudaSetDevice(slot->gpu));
    struct haystack text = {slot->text, length, offset};
    struct lap *lap = lap_begin(slot, STAGE_KERNEL);
    count_start(needle, text, slot->sum, slot->blocks, slot->stream);
    lap_end(slot, lap);
    stage_leave(outer);
}

void slot_download(struct slot *slot)
{
    CHECK(cudaSetDevice(slot->gpu));
    struct lap *lap = lap_begin(slot, STAGE_DOWNLOAD);
    CHECK(cudaMemcpyAsync(slot->tally, slot->sum, sizeof *slot->tally, cudaMemcpyDeviceToHost,
                          slot->stream));
    lap_end(slot, lap);
}

void slot_wait(const struct slot *slot)
{
    CHECK(cudaSetDevice(slot->gpu));
    CHECK(cudaStreamSynchronize(slot->stream));
}

void slot_wait_for(const struct slot *slot, enum stage stage)
{
    enum stage outer = stage_enter(stage);
    slot_wait(slot);
    stage_leave(outer);
}

struct tally slot_tally(const struct slot *slot)
{
    slot_wait(slot);
    return *slot->tally;
}
