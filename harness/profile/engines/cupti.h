/* Reads CUPTI's recording of a run on a GPU (cuda/activity.h), and turns it into a profile. */
#ifndef CUPTI_H
#define CUPTI_H

#include "profile/model/profile.h"

#include <jansson.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

/* --- the lines --- */

/* A call of CUDA's libraries. */
struct activity_call {
    size_t function;
    int64_t thread;
    uint64_t correlation, start_ns, ns;
};

/* A kernel, a copy, or a fill. */
struct activity_work {
    size_t function;
    enum profile_span_category category;
    uint64_t device, context, stream, correlation, start_ns, ns, bytes;
};

struct activity_wait {
    uint64_t correlation, start_ns, ns;
};

struct activities {
    int64_t pid;
    char *source;
    struct activity_call *calls;
    struct activity_work *works;
    struct activity_wait *waits;
    size_t call_count, work_count, wait_count;
    json_t *threads; /* maps a number, as text, to a name */
    uint64_t dropped;
};

/* Reads all lines. Functions are added to `profile`, without times. Times are relative to
 * `start_ns` of CLOCK_MONOTONIC. False with why, also if the recording itself failed or is
 * incomplete. Call activities_free() in any case. */
bool activities_read(FILE *from, uint64_t start_ns, struct profile *profile,
                     struct activities *activities, char *why, size_t why_size);
void activities_free(struct activities *activities);

/* --- as a profile --- */

/* The profile has kernels and copies with the GPU's times, calls of CUDA's libraries with the
 * host's, and a lane of spans for each stream and each calling thread. A call's own time excludes
 * the calls that it made. The edge from a call to a kernel or copy that it started has the GPU's
 * time, which can be longer than the call. */

/* Reads a file of activity.h's lines. Times are relative to `start_ns` of CLOCK_MONOTONIC. False
 * with why. */
bool cupti_read(FILE *from, uint64_t start_ns, struct profile *profile, char *why, size_t why_size);

#endif
