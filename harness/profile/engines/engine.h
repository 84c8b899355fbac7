/* Engines: the tools that profile one run of a variant, and the choice among them. */
#ifndef ENGINE_H
#define ENGINE_H

#include "profile/model/profile.h"
#include "system/run.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

/* What to profile. */
struct watch {
    char *const *command; /* the variant's program and its arguments, then NULL */
    const char *program;  /* its path, command[0] */
    const char *folder;   /* an existing, empty folder; the tool's raw data stays there */
    unsigned frequency;   /* samples per second of CPU time, for a tool that samples */
    uint64_t timeout_ns;
    bool deep; /* record more of each stack from the start, because less was not enough before */

    /* For a user's command, which prints no record: its input, and its exit code. NULL: a variant.
     */
    const struct run_streams *streams;
    int exit_code;
};

struct engine {
    const char *name;    /* as in --engine */
    const char *because; /* why to use it */
    bool samples;        /* it samples, so a short run says little */
    bool slow;           /* so slow that it gets only a slice of the text */

    /* Whether it works here; if not, `why` has the cause and the fix. */
    bool (*works)(char *why, size_t why_size);

    /* Runs the command under the tool and fills in what the tool saw: functions, whatever it knows
     * of edges, nodes, threads and lanes, and the unit, event, samples and so on. On failure,
     * returns false with why; then discard the profile. */
    bool (*look)(const struct watch *watch, struct profile *profile, char *why, size_t why_size);
};

extern const struct engine engine_perf;      /* times, stacks, threads: by sampling */
extern const struct engine engine_callgrind; /* exact counts of instructions and calls */
extern const struct engine engine_cupti;     /* what a GPU did, and the calls of its driver */

/* The engines of this build, then NULL. */
extern const struct engine *const engines[];

/* The engine of that name, or NULL. */
const struct engine *engines_find(const char *name);

/* Chooses the engine for a variant, which may use a GPU. `name` is an engine's name or "auto".
 * `why` says why it was chosen, or, if NULL is returned, why none works and what helps. Sets
 * *instead if it is not the first choice. */
const struct engine *engines_choose(const char *name, bool gpu, bool *instead, char *why,
                                    size_t why_size);

/* What helps if a folder can't be written to. */
#define PROFILE_ELSEWHERE "take another folder: --output DIR, or of a run --profile=DIR"

/* Whether the disk with the watch's folder is full; if so, says it in `why`. Tools that fail
 * because of a full disk seldom say so. */
bool engine_full(const struct watch *watch, char *why, size_t why_size);

/* Runs a program and returns its standard output as a nameless file in the watch's folder. argv[0]
 * is a path, or a name to look up in PATH. NULL with why if the program fails, or writes more than
 * `most` bytes or than `ulimit -f` allows. */
FILE *engine_output(const struct watch *watch, char *const argv[], uint64_t most, char *why,
                    size_t why_size);

/* Runs a tool's command line that ends in the watched command. argv[0] is a path, or a name to look
 * up in PATH. For a variant, sets profiled_ns from its record, and the environment is that of
 * variants, with `more` (environment.h). For a user's command, profiled_ns is the time of the whole
 * process, and the environment is the user's, with `more`. False with why if the tool or the
 * watched command fails. */
bool engine_run(const struct watch *watch, char *const argv[], char *const more[],
                struct profile *profile, char *why, size_t why_size);

/* A tool's `count` words followed by the watched command; free() the array. */
char **engine_command(char *const tool[], size_t count, const struct watch *watch);

#endif
