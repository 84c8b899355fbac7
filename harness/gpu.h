/* What gpu_limits, a program of this build where CUDA is, says of the first GPU. */
#ifndef HARNESS_GPU_H
#define HARNESS_GPU_H

#include "machine_limits.h"

#include <jansson.h>

/* Whether it is the name of one of a GPU's limits. NULL is none. */
bool gpu_limit_is_known(const char *name);

/* Adds a GPU's limits to what is in limits[0..*count), and returns its facts: name, driver, clocks,
 * memory. NULL, with the reason in `why`, where there is no GPU, no such program, or its answer is
 * not to be used; nothing is then added. Takes a few seconds. */
json_t *gpu_measure(struct limit *limits, size_t *count, char *why, size_t why_size);

#endif
