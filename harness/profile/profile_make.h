/* One variant's profile: which engine, on how much of the text, beside which clean runs. */
#ifndef PROFILE_MAKE_H
#define PROFILE_MAKE_H

#include "measure/reference.h"
#include "profile/model/profile.h"
#include "record/results.h"

/* What is the same for all variants. */
struct profiling {
    const char *engine; /* or "auto" */
    uint64_t lines;     /* of the text; 0: what suits the engine */
    unsigned frequency; /* 0: so that samples suffice */
    int threads;
    uint64_t timeout_ns;      /* of one run */
    const char *path;         /* of the text */
    const struct facts *data; /* what is known of it */
    const struct patterns *patterns;
    struct reference *reference; /* by which the first lines are counted */
    json_t *command;             /* an array of strings: ours */
};

/* Samples per second of CPU time that come to about 20,000 in a run of so many seconds, from 97 to
 * 4999; primes, so that they keep no step with anything in the program. */
unsigned profile_frequency(double cpu_s);

/* How often to search the text in one process, so that the searches come to `wanted_s`. */
uint64_t profile_repeat(double search_s, double wanted_s);

/* Runs a variant cleanly and under the engine, whose raw data goes to `folder`. What was used in
 * place of what, and what is missing in the profile, is said on standard error. NULL with why; or,
 * for a stopped run, with run_interrupted set. */
struct profile *profile_make(const struct profiling *how, struct row *row, const char *folder,
                             char *why, size_t why_size);

#endif
