#include "check.h"
#include "gpu.h"
#include "slots.h"

#include <cuda_runtime.h>
#include <stdio.h>
#include <sys/stat.h>
#include <unistd.h>

#define SAMPLE_BYTES (64 << 10)

static int gpus_used; /* don't touch others: that would create contexts on them */

size_t slots_share(const struct workload *work)
{
    struct stat text;
    size_t bytes = work->bytes                    ? work->bytes
                   : stat(work->path, &text) == 0 ? (size_t)text.st_size
                                                  : 0;
    size_t share = (bytes + (size_t)work->gpus - 1) / (size_t)work->gpus;
    return share < 1 ? 1 : share;
}

/* Ends the program after an error at once: other threads may be inside CUDA, and must not see it
 * being shut down. */
static void leave_at_once(int status, void *unused)
{
    (void)unused;
    if (status != 0) {
        fflush(NULL);
        _exit(status);
    }
}

struct slots *slots_open(const struct workload *work, size_t each, size_t bytes,
                         struct staging staging)
{
    struct slots *slots = (struct slots *)calloc(1, sizeof *slots);
    replay_unsupported("what a GPU does cannot be recorded");
    if (!slots)
        err(1, "slots");
    slots->needle = needle_of(work);
    slots->bytes = bytes;
    gpus_used = work->gpus;
    on_exit(leave_at_once, NULL);
    slots->gpus = (size_t)work->gpus;
    slots->count = each * slots->gpus;
    slots->all = (struct slot *)calloc(slots->count, sizeof *slots->all);
    if (!slots->all)
        err(1, "slots");
    for (size_t i = 0; i < slots->count; i++)
        slots->all[i] = slot_open(gpu_index((int)(i % slots->gpus)), bytes, staging,
                                  i < slots->gpus ? NULL : &slots->all[i % slots->gpus]);
    CHECK(cudaSetDevice(0));
    slots->report = gpu_report(); /* with the clock as the search begins */
    return slots;
}

void slots_close(void *state)
{
    struct slots *slots = (struct slots *)state;
    for (size_t i = slots->count; i-- > 0;) /* a GPU's first slot last */
        slot_close(&slots->all[i]);
    free(slots->all);
    free(slots);
}

void slots_learn(struct slots *slots, const struct blocks *text)
{
    static char sample[SAMPLE_BYTES];
    struct extent beginning = {0, text->size < sizeof sample ? (size_t)text->size : sizeof sample};
    blocks_fetch(text, beginning, sample);
    enum stage outer = stage_enter(STAGE_COMPILE);
    needle_learn(&slots->needle, sample, beginning.length);
    stage_leave(outer);
}

void slots_begin(struct slots *slots)
{
    slots->report.cold = slots->cold;
    slots->cold = slots->stays_cold;
    for (size_t i = 0; i < slots->count; i++)
        slot_begin(&slots->all[i]);
    for (size_t i = 0; i < slots->gpus; i++)
        slot_wait(&slots->all[i]);
}

struct tally slots_tally(struct slots *slots)
{
    struct tally tally = {0, 0};
    enum stage outer = stage_enter(STAGE_DOWNLOAD);
    for (size_t i = 0; i < slots->gpus; i++)
        slot_download(&slots->all[i]);
    for (size_t i = 0; i < slots->gpus; i++)
        tally_add(&tally, slot_tally(&slots->all[i]));
    stage_leave(outer);
    if (stages_on) {
        slots_times(slots->all, slots->count, slots->report.ns);
        stages_add_device(slots->report.ns);
    }
    return tally;
}

void slots_synchronize(void)
{
    for (int i = 0; i < gpus_used; i++) {
        CHECK(cudaSetDevice(gpu_index(i)));
        CHECK(cudaDeviceSynchronize());
    }
}

struct device_report slots_report(void *state)
{
    struct slots *slots = (struct slots *)state;
    CHECK(cudaSetDevice(0));
    slots->report.clock_mhz[1] = gpu_clock_mhz();
    slots_times(slots->all, slots->count, slots->report.ns);
    return slots->report;
}
