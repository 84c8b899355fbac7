/* Runs gpu_limits, a program that builds with CUDA have, to measure the first GPU. */
#ifndef GPU_LIMITS_H
#define GPU_LIMITS_H

#include "system/limits.h"

#include <jansson.h>

/* Whether this is the name of a GPU's limit. False for NULL. */
bool gpu_limits_know(const char *name);

/* Appends the GPU's limits to limits[0..*count), and returns its facts: name, driver, clocks,
 * memory. If there is no GPU or no such program, or its answer is unusable, adds nothing and
 * returns NULL, with the reason in `why`. Takes a few seconds. */
json_t *gpu_limits_measure(struct limit *limits, size_t *count, char *why, size_t why_size);

#endif
