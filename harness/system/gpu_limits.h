/* What gpu_limits, a program of this build where CUDA is, says of the first GPU. */
#ifndef GPU_LIMITS_H
#define GPU_LIMITS_H

#include "system/limits.h"

#include <jansson.h>

/* Whether it is the name of one of a GPU's limits. NULL is none. */
bool gpu_limits_know(const char *name);

/* Adds a GPU's limits to what is in limits[0..*count), and returns its facts: name, driver, clocks,
 * memory. NULL, with the reason in `why`, where there is no GPU, no such program, or its answer is
 * not to be used; nothing is then added. Takes a few seconds. */
json_t *gpu_limits_measure(struct limit *limits, size_t *count, char *why, size_t why_size);

#endif
