#include "check.h"
#include "count.h"
#include "sizes.h"
#include "slot.h"

#include <cuda_runtime.h>

#define PAGE_BYTES 4096
#define NOTHING_LEFT SIZE_MAX /* no upload from this memory yet */

/* --- laps --- */

/* Grows both arrays by so many elements. */
static void make_laps(struct slot *slot, size_t more)
{
    slot->lap_capacity += more;
    slot->laps = (struct lap *)reallocarray(slot->laps, slot->lap_capacity, sizeof *slot->laps);
    slot->events = (cudaEvent_t *)reallocarray(slot->events, slot->events_made + 2 * more,
                                               sizeof *slot->events);
    if (!slot->laps || !slot->events)
        err(1, "events");
    for (size_t i = 0; i < 2 * more; i++)
        CHECK(cudaEventCreate(&slot->events[slot->events_made++]));
}

static size_t record_event(struct slot *slot)
{
    CHECK(cudaEventRecord(slot->events[slot->event_count], slot->stream));
    return slot->event_count++;
}

/* After work that is not waited for, a lap starts where the one before it ends. */
static void lap_begin(struct slot *slot, enum stage stage)
{
    if (slot->lap_count == slot->lap_capacity - 1) /* one more event than laps: the start */
        make_laps(slot, LAPS_FIRST);
    struct lap *lap = &slot->laps[slot->lap_count++];
    lap->stage = stage;
    lap->from = slot->busy ? slot->event_count - 1 : record_event(slot);
}

static void lap_end(struct slot *slot)
{
    slot->laps[slot->lap_count - 1].to = record_event(slot);
    slot->busy = true;
}

/* --- memory --- */

/* Makes room for a text of so many bytes. Discards the slot's memory. */
static void reserve(struct slot *slot, size_t length)
{
    size_t room = count_room(length);
    if (room <= slot->capacity)
        return;
    if (slot->capacity > 0) /* not again for each longer line */
        room = count_room(length + length / 2);
    CHECK(cudaSetDevice(slot->gpu));
    CHECK(cudaStreamSynchronize(slot->stream));
    CHECK(cudaFree(slot->text));
    slot->text = NULL;
    CHECK(cudaMalloc(&slot->text, room));
    CHECK(cudaMemsetAsync(slot->text, 0, room, slot->stream)); /* it loads beyond the end */
    slot->capacity = room;
}

static void staging_open(struct slot *slot, size_t i, size_t length)
{
    char *bytes = NULL;
    if (slot->staging.pinned)
        CHECK(cudaMallocHost(&bytes, length));
    else /* like page-locked memory and the page cache: read() is fastest then */
        bytes =
            (char *)aligned_alloc(PAGE_BYTES, (length + PAGE_BYTES - 1) / PAGE_BYTES * PAGE_BYTES);
    if (!bytes)
        err(1, "%zu bytes to read into", length);
    memset(bytes, 0, length); /* allocates the pages now */
    slot->staged[i] = bytes;
    slot->room[i] = length;
}

static void staging_close(struct slot *slot, size_t i)
{
    if (slot->staging.pinned)
        CHECK(cudaFreeHost(slot->staged[i]));
    else
        free(slot->staged[i]);
}

/* The next staging, after its last upload has ended. */
static char *staging_next(struct slot *slot, size_t length)
{
    size_t next = slot->turn++ % slot->staging.count;
    if (slot->left[next] != NOTHING_LEFT)
        CHECK(cudaEventSynchronize(slot->events[slot->left[next]]));
    if (length > slot->room[next]) {
        staging_close(slot, next);
        staging_open(slot, next, length + length / 2);
    }
    return slot->staged[next];
}

/* The memory to read a part of the slot's lines into. */
static char *part_room(struct slot *slot, struct extent part)
{
    slot->part = part;
    return staging_next(slot, part.length);
}

char *slot_room(struct slot *slot, struct extent lines)
{
    slot->lines = lines;
    reserve(slot, lines.length);
    return part_room(slot, lines);
}

/* Does everything once before it is timed: CUDA loads a kernel when it is first launched, and sets
 * up copies when it first copies. */
static void warm(struct slot *slot)
{
    struct needle needle = {};
    needle.classes.length = 1;
    slot_begin(slot);
    for (size_t i = 0; i < slot->staging.count; i++) {
        slot_room(slot, (struct extent){0, slot->staging.bytes});
        slot_upload(slot);
    }
    slot->lines.length = 0;
    slot_count(slot, &needle);
    slot_download(slot);
    slot_tally(slot);
    memset(slot->owed, 0, sizeof slot->owed);
}

struct slot slot_open(int gpu, size_t bytes, struct staging staging, const struct slot *first)
{
    struct slot slot = {};
    slot.gpu = gpu;
    slot.staging = staging;
    slot.first = first;
    CHECK(cudaSetDevice(gpu));
    CHECK(cudaStreamCreateWithFlags(&slot.stream, cudaStreamNonBlocking));
    if (first) {
        slot.sum = first->sum;
        slot.tally = first->tally;
    } else {
        CHECK(cudaMalloc(&slot.sum, 2 * sizeof *slot.sum));
        CHECK(cudaMallocHost(&slot.tally, sizeof *slot.tally));
    }
    make_laps(&slot, LAPS_FIRST);
    slot.blocks = count_blocks();
    reserve(&slot, (bytes > staging.bytes ? bytes : staging.bytes) + LINE_BYTES);
    for (size_t i = 0; i < staging.count; i++)
        staging_open(&slot, i, staging.bytes + LINE_BYTES);
    warm(&slot);
    return slot;
}

void slot_close(struct slot *slot)
{
    CHECK(cudaSetDevice(slot->gpu));
    for (size_t i = 0; i < slot->events_made; i++)
        CHECK(cudaEventDestroy(slot->events[i]));
    free(slot->events);
    free(slot->laps);
    CHECK(cudaFree(slot->text));
    for (size_t i = 0; i < slot->staging.count; i++)
        staging_close(slot, i);
    if (!slot->first) {
        CHECK(cudaFree(slot->sum));
        CHECK(cudaFreeHost(slot->tally));
    }
    CHECK(cudaStreamDestroy(slot->stream));
}

/* --- times --- */

struct stretch {
    float from, to; /* ms since the start */
};

static int by_start(const void *left, const void *right)
{
    float a = ((const struct stretch *)left)->from, b = ((const struct stretch *)right)->from;
    return (a > b) - (a < b);
}

/* The length of the union of the stretches. */
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
            size_t first = 0; /* of the same GPU: events of two GPUs can't be compared */
            while (slots[first].gpu != slots[i].gpu)
                first++;
            for (size_t j = 0; j < slots[i].lap_count; j++) {
                const struct lap *lap = &slots[i].laps[j];
                if (lap->stage != stage)
                    continue;
                struct stretch *stretch = &stretches[found++];
                const cudaEvent_t *events = slots[i].events, start = slots[first].events[0];
                CHECK(cudaEventElapsedTime(&stretch->from, start, events[lap->from]));
                CHECK(cudaEventElapsedTime(&stretch->to, start, events[lap->to]));
            }
        }
        ns[stage] = (uint64_t)(1e6 * covered(stretches, found));
    }
    free(stretches);
}

/* --- delays --- */

/* To lengthen a device's stage, its work is repeated in the same queue, which keeps the bus or the
 * processors busy as slower work would. Returns how many bytes of the work to repeat now; 0: no
 * more. Work of at most `whole` bytes is repeated as a whole, whenever enough is due, because half
 * of it takes more than half of the time. So a delay below 1 doesn't lengthen the download, which
 * happens once in a search. */
static size_t again(struct slot *slot, enum stage stage, size_t length, size_t whole)
{
    double now = slot->owed[stage] < 1 ? slot->owed[stage] : 1;
    if (now < 1 && length <= whole)
        return 0;
    slot->owed[stage] -= now;
    return (size_t)(now * (double)length);
}

/* --- work --- */

void slot_begin(struct slot *slot)
{
    slot->lap_count = slot->event_count = slot->turn = 0;
    slot->busy = false;
    for (size_t i = 0; i < slot->staging.count; i++)
        slot->left[i] = NOTHING_LEFT;
    if (slot->first)
        return;
    CHECK(cudaSetDevice(slot->gpu));
    record_event(slot);
    CHECK(cudaMemsetAsync(slot->sum, 0, 2 * sizeof *slot->sum, slot->stream));
}

void slot_read(struct slot *slot, const struct blocks *blocks, size_t index)
{
    struct extent lines = blocks_extent(blocks, index);
    blocks_fetch(blocks, lines, slot_room(slot, lines));
}

void slot_upload(struct slot *slot)
{
    enum stage outer = stage_enter(STAGE_UPLOAD);
    size_t staged = (slot->turn - 1) % slot->staging.count, length = slot->part.length;
    unsigned char *to = slot->text + (slot->part.offset - slot->lines.offset);
    const char *from = slot->staged[staged];
    CHECK(cudaSetDevice(slot->gpu));
    slot->busy = false; /* the host has read since */
    lap_begin(slot, STAGE_UPLOAD);
    CHECK(cudaMemcpyAsync(to, from, length, cudaMemcpyHostToDevice, slot->stream));
    slot->owed[STAGE_UPLOAD] += stage_delay(STAGE_UPLOAD);
    for (size_t more; (more = again(slot, STAGE_UPLOAD, length, WHOLE_UPLOAD_BYTES)) > 0;)
        CHECK(cudaMemcpyAsync(to, from, more, cudaMemcpyHostToDevice, slot->stream));
    lap_end(slot);
    slot->left[staged] = slot->event_count - 1;
    stage_leave(outer);
}

/* The length of the next part: the end of a block's last line is not a separate part. */
static size_t part_length(const struct slot *slot, size_t left)
{
    return left <= slot->staging.bytes + LINE_BYTES ? left : slot->staging.bytes;
}

void slot_stream(struct slot *slot, const struct blocks *blocks, size_t index)
{
    slot->lines = blocks_extent(blocks, index);
    reserve(slot, slot->lines.length);
    for (size_t at = 0; at < slot->lines.length; at += slot->part.length) {
        size_t length = part_length(slot, slot->lines.length - at);
        struct extent part = extent_part(slot->lines, at, length);
        blocks_fetch(blocks, part, part_room(slot, part));
        slot_upload(slot);
    }
}

void slot_count(struct slot *slot, const struct needle *needle)
{
    enum stage outer = stage_enter(STAGE_KERNEL);
    CHECK(cudaSetDevice(slot->gpu));
    struct haystack text = {slot->text, slot->lines.length, slot->lines.offset};
    lap_begin(slot, STAGE_KERNEL);
    count_start(needle, text, slot->sum, slot->blocks, slot->stream);
    slot->owed[STAGE_KERNEL] += stage_delay(STAGE_KERNEL);
    while ((text.length = again(slot, STAGE_KERNEL, slot->lines.length, WHOLE_KERNEL_BYTES)) > 0)
        count_start(needle, text, slot->sum + 1, slot->blocks, slot->stream);
    lap_end(slot);
    stage_leave(outer);
}

void slot_download(struct slot *slot)
{
    CHECK(cudaSetDevice(slot->gpu));
    lap_begin(slot, STAGE_DOWNLOAD);
    CHECK(cudaMemcpyAsync(slot->tally, slot->sum, sizeof *slot->tally, cudaMemcpyDeviceToHost,
                          slot->stream));
    slot->owed[STAGE_DOWNLOAD] += stage_delay(STAGE_DOWNLOAD);
    for (size_t more; (more = again(slot, STAGE_DOWNLOAD, sizeof *slot->tally, SIZE_MAX)) > 0;)
        CHECK(cudaMemcpyAsync(slot->tally, slot->sum, more, cudaMemcpyDeviceToHost, slot->stream));
    lap_end(slot);
}

void slot_wait(struct slot *slot)
{
    CHECK(cudaSetDevice(slot->gpu));
    CHECK(cudaStreamSynchronize(slot->stream));
    slot->busy = false;
}

void slot_wait_for(struct slot *slot, enum stage stage)
{
    enum stage outer = stage_enter(stage);
    slot_wait(slot);
    stage_leave(outer);
}

struct tally slot_tally(struct slot *slot)
{
    slot_wait(slot);
    return *slot->tally;
}
