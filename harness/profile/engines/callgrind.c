/* engine_callgrind: valgrind's callgrind, which counts every instruction and every call. */
#include "profile/engines/callgrind.h"
#include "base/strings.h"
#include "common/units.h"
#include "profile/engines/engine.h"
#include "system/programs.h"
#include "system/run.h"

#include <dirent.h>
#include <err.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define TRY_NS (20 * NS_PER_S)
#define OUTPUT "callgrind.out."

static bool works(char *why, size_t why_size)
{
    static struct run run;
    char *valgrind = program_find("valgrind"), *nothing = program_find("true");
    bool good = false;
    if (!valgrind) {
        snprintf(why, why_size,
                 "valgrind is not installed (Debian, Ubuntu: apt-get install valgrind)");
    } else {
        char *const argv[] = {
            valgrind, "--tool=callgrind", "--callgrind-out-file=/dev/null", "-q", nothing, NULL};
        run_program(argv, TRY_NS, &run);
        good = run.end == RUN_EXITED && run.code == 0;
        if (!good) {
            char how[160];
            run_explain(&run, 0, how, sizeof how);
            snprintf(why, why_size, "valgrind --tool=callgrind does not run here: %s", how);
        }
    }
    free(valgrind);
    free(nothing);
    return good;
}

/* Escapes a path for valgrind's options, in which % starts a pattern. */
static char *escaped(const char *path)
{
    char *copy = malloc(2 * strlen(path) + 1), *to = copy;
    if (!copy)
        err(1, "no memory for a path");
    do {
        if (*path == '%')
            *to++ = '%';
        *to++ = *path;
    } while (*path++);
    return copy;
}

static bool run_under_callgrind(const struct watch *watch, struct profile *profile, char *why,
                                size_t why_size)
{
    char *folder = escaped(watch->folder);
    char *maps = format_string("PERF_MAP=%s", watch->folder);
    char *output = format_string("--callgrind-out-file=%s/" OUTPUT "%%p", folder);
    char *log = format_string("--log-file=%s/valgrind.%%p.log", folder);
    char *const more[] = {
        "LD_BIND_NOW=1", /* otherwise the dynamic linker appears in each function's first call */
        maps, NULL};
    char *const tool[] = {
        "valgrind",
        "--tool=callgrind",
        output,
        log,
        "--trace-children=yes",
        "--smc-check=all-non-file", /* for JIT code, which may overwrite other code */
        "--show-below-main=yes",
        "--separate-callers=64", /* deep enough to make contexts a tree */
        "--separate-recs=2",     /* recursive calls are separate */
        "--skip-direct-rec=no",
        "--combine-dumps=yes",
        /* A child starts with its parent's counts: this makes them zero. */
        "--dump-before=_Fork",
    };
    char **argv = engine_command(tool, sizeof tool / sizeof tool[0], watch);
    bool good = engine_run(watch, argv, more, profile, why, why_size);
    free(argv);
    free(log);
    free(output);
    free(maps);
    free(folder);
    return good;
}

static int is_output(const struct dirent *entry)
{
    return strncmp(entry->d_name, OUTPUT, strlen(OUTPUT)) == 0;
}

/* One file for each process. */
static bool read_all(struct callgrind *seen, const char *folder, char *why, size_t why_size)
{
    struct dirent **files = NULL;
    int count = scandir(folder, &files, is_output, alphasort);
    bool good = count > 0;
    if (!good)
        snprintf(why, why_size, "callgrind wrote nothing into %s", folder);
    for (int i = 0; i < count; i++) {
        char *path = format_string("%s/%s", folder, files[i]->d_name);
        FILE *file = good ? fopen(path, "re") : NULL;
        if (file) {
            good = callgrind_read(seen, file, why, why_size);
            fclose(file);
        } else if (good) {
            snprintf(why, why_size, "cannot read %s: %s", path, strerror(errno));
            good = false;
        }
        free(path);
        free(files[i]);
    }
    free(files);
    return good;
}

static bool look(const struct watch *watch, struct profile *profile, char *why, size_t why_size)
{
    if (!run_under_callgrind(watch, profile, why, why_size))
        return false;
    struct callgrind *seen = callgrind_new();
    char *program = realpath(watch->program, NULL);
    bool good = read_all(seen, watch->folder, why, why_size);
    if (good)
        callgrind_fill(seen, program ? program : watch->program, watch->folder, profile);
    free(program);
    callgrind_free(seen);
    return good;
}

const struct engine engine_callgrind = {
    .name = "callgrind",
    .because = "it counts instructions, exactly, in a simulated processor",
    .slow = true,
    .works = works,
    .look = look};
