/* Tools that look at one run of a variant, what they saw as a profile, and which of them to use. */
#ifndef ENGINE_H
#define ENGINE_H

#include "profile/model/profile.h"
#include "system/run.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

/* What is to be looked at. */
struct watch {
    char *const *command; /* the variant's program and its arguments, then NULL */
    const char *program;  /* its path, command[0] */
    const char *folder;   /* exists, empty; the tool's raw data stays there */
    unsigned frequency;   /* samples per second of CPU time, for a tool that samples */
    uint64_t timeout_ns;
    bool deep; /* more of each stack is to be seen from the start: less of it was not enough */

    /* Of a command of the user's own, which prints no record: its input, and how it ends. NULL: a
     * variant. */
    const struct run_streams *streams;
    int exit_code;
};

struct engine {
    const char *name;    /* as in --engine */
    const char *because; /* what speaks for it */
    bool samples;        /* so that a short run tells little */
    bool slow;           /* a run takes so long that it gets a slice of the text */

    /* Whether it works here; if not, one line with the cause and the fix. */
    bool (*works)(char *why, size_t why_size);

    /* Runs the command under the tool and fills in what the tool saw: functions, and what it knows
     * of edges, nodes, threads and lanes; unit, event, samples and the like. False with why, the
     * profile then half-filled and to be thrown away. */
    bool (*look)(const struct watch *watch, struct profile *profile, char *why, size_t why_size);
};

extern const struct engine engine_perf;      /* times, stacks, threads: by sampling */
extern const struct engine engine_callgrind; /* exact counts of instructions and calls */
extern const struct engine engine_cupti;     /* what a GPU did, and what its driver was asked for */

/* Those of this build; ends with NULL. */
extern const struct engine *const engines[];

/* The engine of that name, or NULL. */
const struct engine *engines_find(const char *name);

/* The engine for a variant that uses a GPU or not: `name` is one's own, or "auto". `why` gets a
 * line that says why this one; where NULL is returned, why none works and what helps. *instead is
 * set where another than the first choice was taken. */
const struct engine *engines_choose(const char *name, bool gpu, bool *instead, char *why,
                                    size_t why_size);

/* What helps where a folder cannot be written to. */
#define PROFILE_ELSEWHERE "take another folder: --output DIR, or of a run --profile=DIR"

/* Whether the disk that a watch's folder is on is full: tools that fail for that seldom say so.
 * `why` then does, and else stays. */
bool engine_full(const struct watch *watch, char *why, size_t why_size);

/* Runs a program, argv[0] a path or a name to be looked up in PATH, and opens what it wrote to its
 * standard output: a file without a name, in the watch's folder. NULL with why where the program
 * failed, or wrote more than `most` bytes, or than `ulimit -f` allows. */
FILE *engine_output(const struct watch *watch, char *const argv[], uint64_t most, char *why,
                    size_t why_size);

/* Runs a tool's command line, argv[0] a path or a name to be looked up in PATH, that ends in the
 * watched command, whose record it reads: profiled_ns is set from it. It runs in the environment of
 * variants with `more` (environment.h). Of a user's command profiled_ns is the time of all of it,
 * and the environment is the user's, with `more`. False with why where the tool or what it watches
 * failed. */
bool engine_run(const struct watch *watch, char *const argv[], char *const more[],
                struct profile *profile, char *why, size_t why_size);

/* A tool's own words, `count` of them, and behind them the watched command; free() the array. */
char **engine_command(char *const tool[], size_t count, const struct watch *watch);

#endif
