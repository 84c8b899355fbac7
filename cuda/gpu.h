/* What the GPU rungs ask about a GPU before and after they use it. */
#ifndef GPU_H
#define GPU_H

#include "steps.h"

/* Why there are fewer GPUs than wanted (such as no driver, or no device); NULL if there are enough.
 */
const char *gpu_missing(int wanted);

/* CUDA's number for the i-th GPU of a workload. */
int gpu_index(int i);

/* NULL, or why its GPUs can't count this workload: they are missing, or a pattern is not a sequence
 * of byte classes. */
const char *gpu_unsupported(const struct workload *work);

/* The first part of a device_report: the current GPU's name, its driver, and its clock as
 * clock_mhz[0]. */
struct device_report gpu_report(void);

/* The clock of the current GPU's processors now, in MHz; 0 if the driver's library does not say.
 */
unsigned gpu_clock_mhz(void);

/* Bytes of the current GPU's last-level cache. */
size_t gpu_cache_bytes(void);

#endif
