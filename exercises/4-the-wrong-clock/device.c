#include "exercises/4-the-wrong-clock/device.h"
#include "cuda/worker.h"
#include "exercises/exercise.h"
#include "variants/clock.h"

#include <err.h>
#include <stdlib.h>
#include <string.h>

struct device {
    struct worker *worker;
    char *bytes; /* the device's memory */
    size_t length, capacity;
    uint64_t offset;
    struct tally tally;
    uint64_t kernel_ns;
};

void *device_open(const struct workload *work)
{
    (void)work;
    struct device *device = calloc(1, sizeof *device);
    if (!device)
        err(1, "the simulated device");
    device->worker = worker_start();
    return device;
}

void device_close(void *state)
{
    struct device *device = state;
    worker_stop(device->worker);
    free(device->bytes);
    free(device);
}

void device_reset(struct device *device)
{
    device_wait(device);
    device->tally = (struct tally){0};
    device->kernel_ns = 0;
}

void device_upload(struct device *device, struct span lines)
{
    device_wait(device);
    if (lines.length > device->capacity) {
        free(device->bytes);
        device->bytes = malloc(lines.length);
        if (!device->bytes)
            err(1, "the simulated device");
        device->capacity = lines.length;
    }
    memcpy(device->bytes, lines.bytes, lines.length);
    device->length = lines.length;
    device->offset = lines.offset;
}

static void kernel(void *argument)
{
    struct device *device = argument;
    uint64_t start = clock_ns();
    device->tally = (struct tally){0};
    for (size_t i = 0; i + 4 <= device->length; i++)
        if (is_match(device->bytes + i))
            tally_add(&device->tally, match_at(device->offset + i));
    device->kernel_ns += clock_ns() - start;
}

void device_count(struct device *device)
{
    worker_call(device->worker, kernel, device);
}

void device_wait(struct device *device)
{
    worker_wait(device->worker);
}

struct tally device_download(struct device *device)
{
    device_wait(device);
    return device->tally;
}

struct device_report device_report(void *state)
{
    struct device *device = state;
    device_wait(device);
    return (struct device_report){.name = "simulated: a thread of this CPU",
                                  .driver = "none",
                                  .ns = {[STAGE_KERNEL] = device->kernel_ns}};
}
