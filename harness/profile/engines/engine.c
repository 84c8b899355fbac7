#include "profile/engines/engine.h"

#include "base/strings.h"
#include "record/record.h"
#include "system/environment.h"
#include "system/programs.h"
#include "system/run.h"

#include <errno.h>
#include <inttypes.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/statvfs.h>
#include <unistd.h>

#define FULL_BYTES (64 << 10) /* with less space, a disk counts as full */

/* argv with its program's path, after room for `before` elements; NULL with why. */
static char **command_line(char *const argv[], size_t before, char *why, size_t why_size)
{
    char *tool = program_find(argv[0]);
    size_t count = 0;
    if (!tool) {
        snprintf(why, why_size, "%s is not installed", argv[0]);
        return NULL;
    }
    while (argv[count])
        count++;
    char **command = profile_room(before + count, sizeof *command);
    memcpy(command + before, argv, count * sizeof *command);
    command[before] = tool;
    return command;
}

static bool went_well(const struct run *run, uint64_t timeout_ns, char *why, size_t why_size)
{
    if (run->end == RUN_EXITED && run->code == 0)
        return true;
    run_explain(run, timeout_ns, why, why_size);
    return false;
}

bool engine_full(const struct watch *watch, char *why, size_t why_size)
{
    struct statvfs disk;
    if (statvfs(watch->folder, &disk) < 0 || disk.f_blocks == 0)
        return false;
    uint64_t blocks = geteuid() == 0 ? disk.f_bfree : disk.f_bavail;
    if (blocks * disk.f_frsize >= FULL_BYTES)
        return false;
    snprintf(why, why_size, "the disk of %s is full: make room, or " PROFILE_ELSEWHERE,
             watch->folder);
    return true;
}

/* A limit not above the present one: raising it may not be allowed. */
static uint64_t allowed_bytes(uint64_t most)
{
    struct rlimit limit;
    if (getrlimit(RLIMIT_FSIZE, &limit) == 0 && limit.rlim_cur != RLIM_INFINITY &&
        limit.rlim_cur < most)
        return limit.rlim_cur;
    return most;
}

FILE *engine_output(const struct watch *watch, char *const argv[], uint64_t most, char *why,
                    size_t why_size)
{
    static struct run run;
    enum {
        BEFORE = 5
    }; /* the shell sets the limit and becomes the program */
    most = allowed_bytes(most);
    char **command = command_line(argv, BEFORE, why, why_size);
    if (!command)
        return NULL;
    char *path = format_string("%s/output", watch->folder);
    char *blocks = format_string("%" PRIu64, most / 512);
    char script[] = "set -C && ulimit -f \"$1\" && exec >\"$0\" && shift && exec \"$@\"";
    char *const start[BEFORE] = {"/bin/sh", "-c", script, path, blocks};
    memcpy(command, start, sizeof start);
    FILE *output = NULL;
    run_program(command, watch->timeout_ns, &run);
    if (went_well(&run, watch->timeout_ns, why, why_size)) {
        output = fopen(path, "re");
        if (!output)
            snprintf(why, why_size, "%s: %s", path, strerror(errno));
    } else if (run.end == RUN_SIGNALLED && run.code == SIGXFSZ) {
        snprintf(why, why_size, "%s wrote more than %" PRIu64 " KiB", argv[0], most >> 10);
    } else {
        engine_full(watch, why, why_size); /* before its output is removed */
    }
    unlink(path);
    free(command[BEFORE]);
    free(command);
    free(blocks);
    free(path);
    return output;
}

/* What a variant printed. */
static bool take_record(const struct run *run, struct profile *profile, char *why, size_t why_size)
{
    struct record record;
    if (!record_parse(run->output, run->output_length, &record, why, why_size))
        return false;
    profile->how.profiled_ns = record.search_ns;
    record_drop(&record);
    return true;
}

/* A tool ends as what it watches ends. */
static bool run_users(const struct watch *watch, char *const command[], char *const more[],
                      struct run *run)
{
    char **environment = environment_of_user(more);
    struct run_streams streams = *watch->streams;
    streams.environment = environment;
    run_with_streams(command, &streams, watch->timeout_ns, run);
    free(environment);
    return run->end == RUN_EXITED && run->code == watch->exit_code;
}

static bool run_variants(const struct watch *watch, char *const command[], char *const more[],
                         struct run *run)
{
    char **environment = environment_of_variants(more);
    run_program_in(command, environment, watch->timeout_ns, run);
    free(environment);
    return run->end == RUN_EXITED && run->code == 0;
}

bool engine_run(const struct watch *watch, char *const argv[], char *const more[],
                struct profile *profile, char *why, size_t why_size)
{
    static struct run run;
    char **command = command_line(argv, 0, why, why_size);
    if (!command)
        return false;
    bool good = watch->streams ? run_users(watch, command, more, &run)
                               : run_variants(watch, command, more, &run);
    free(command[0]);
    free(command);
    if (!good)
        run_explain(&run, watch->timeout_ns, why, why_size);
    else if (watch->streams)
        profile->how.profiled_ns = run.wall_ns;
    else
        good = take_record(&run, profile, why, why_size);
    return good;
}

char **engine_command(char *const tool[], size_t count, const struct watch *watch)
{
    size_t more = 0;
    while (watch->command[more])
        more++;
    char **argv = profile_room(count + more, sizeof *argv);
    memcpy(argv, tool, count * sizeof *argv);
    memcpy(argv + count, watch->command, more * sizeof *argv);
    return argv;
}
