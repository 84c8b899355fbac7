/* A device with a memory and a queue of its own, simulated by a thread of this CPU. As on a GPU,
 * a step that is queued returns at once, and what the host's clock says of it means nothing. */
#ifndef DEVICE_H
#define DEVICE_H

#include "variants/text.h"
#include "variants/variant.h"

struct device;

/* For `prepare` and `release`. */
void *device_open(const struct workload *work);
void device_close(void *device);

/* Forgets all counts and times. */
void device_reset(struct device *device);

/* Copies lines to the device's memory, and returns when they are there. */
void device_upload(struct device *device, struct span lines);

/* Queues the count of these lines: the kernel. Returns at once. */
void device_count(struct device *device);

/* Returns when all that was queued is done. */
void device_wait(struct device *device);

/* Copies the tally of the last count back: 16 bytes. Like any copy to the host, it returns when
 * all that was queued before is done. */
struct tally device_download(struct device *device);

/* For `report`: how long the kernel took, by the device's own clock. */
struct device_report device_report(void *device);

#endif
