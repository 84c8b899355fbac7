/* What CUPTI recorded of a run on a GPU, as a profile: kernels and copies with the GPU's times, the
 * calls of CUDA's libraries with the host's, and a lane of spans for each stream and each thread
 * that called. A call's own time is less that of the calls that it made in turn; its edge to a
 * kernel or a copy that it started has the GPU's time, which the call itself need not have taken.
 */
#ifndef CUPTI_PROFILE_H
#define CUPTI_PROFILE_H

#include "profile/model/profile.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

/* From a file of activity.h's lines; times are since `start_ns` of CLOCK_MONOTONIC. False with
 * why. */
bool cupti_read(FILE *from, uint64_t start_ns, struct profile *profile, char *why, size_t why_size);

#endif
