/* Makes one variant's profile: chooses the engine and the part of the text, and adds runs without
 * the engine. */
#ifndef PROFILE_MAKE_H
#define PROFILE_MAKE_H

#include "measure/reference.h"
#include "profile/model/profile.h"
#include "record/results.h"

/* Settings for all variants. */
struct profiling {
    const char *engine; /* or "auto" */
    uint64_t lines;     /* of the text to profile; 0: suitable for the engine */
    unsigned frequency; /* 0: enough for the samples needed */
    int threads;
    uint64_t timeout_ns;      /* for one run */
    const char *path;         /* of the text */
    const struct facts *data; /* what is known of it */
    const struct patterns *patterns;
    struct reference *reference; /* counts the first lines */
    json_t *command;             /* our own command line, an array of strings */
};

/* How many samples per second of CPU time make about 20,000 in a run of so many seconds: 97 to
 * 4999. Always a prime, so that sampling doesn't fall into step with the program. */
unsigned profile_frequency(double cpu_s);

/* How often to search the text in one process to reach `wanted_s` in all. */
uint64_t profile_repeat(double search_s, double wanted_s);

/* Runs a variant without and with the engine, whose raw data goes to `folder`. Messages on standard
 * error say what was substituted, and what the profile lacks. NULL with why, or, if the run was
 * stopped, with run_interrupted set. */
struct profile *profile_make(const struct profiling *how, struct row *row, const char *folder,
                             char *why, size_t why_size);

#endif
