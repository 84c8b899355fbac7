/* ./harness profile, and run, with engines that do what they are told, so that the command can be
 * tested on any machine. FAKE_PERF and FAKE_CALLGRIND say what each does:
 *
 *   (nothing)  runs the variant, and has seen what profile_samples.c makes up
 *   absent     is not there
 *   blind      sees nothing
 *   breaks     fails with a line, once it has run
 *   uncounted  knows no calls
 *   nameless   knows few functions' names, and has lost samples
 *   glimpses   takes one sample
 *   stops      asks the harness to stop, as Ctrl-C does, while it runs
 *   fills      writes to its folder until the disk is full */
#include "base/strings.h"
#include "commands/commands.h"
#include "common/standard_output.h"
#include "profile/engines/engine.h"
#include "system/machine.h"
#include "system/run.h"
#include "tests/support/profile_samples.h"

#include <argp.h>
#include <err.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static bool does(const char *variable, const char *what)
{
    const char *value = getenv(variable);
    return value && strcmp(value, what) == 0;
}

static bool there(const char *variable, const char *fix, char *why, size_t why_size)
{
    if (!does(variable, "absent"))
        return true;
    snprintf(why, why_size, "%s", fix);
    return false;
}

/* What the tool leaves behind: the command it was given, and how often it was to look. */
static bool leave_raw(const struct watch *watch, const char *name, size_t blocks, char *why,
                      size_t why_size)
{
    char *path = format_string("%s/%s", watch->folder, name);
    FILE *to = fopen(path, "wex");
    bool good = to != NULL;
    for (char *const *word = watch->command; good && *word; word++)
        good = fprintf(to, "%s\n", *word) > 0;
    good = good && fprintf(to, "%u Hz\n", watch->frequency) > 0;
    while (good && blocks-- > 0)
        good = fprintf(to, "%4096s\n", "") > 0;
    if (to && fclose(to) != 0)
        good = false;
    if (!good)
        snprintf(why, why_size, "cannot write %s", path);
    free(path);
    return good;
}

static bool look(const struct watch *watch, struct profile *profile, const char *variable,
                 void (*fill)(struct profile *profile), char *why, size_t why_size)
{
    if (!engine_run(watch, watch->command, NULL, profile, why, why_size))
        return false;
    uint64_t profiled_ns = profile->how.profiled_ns;
    if (!leave_raw(watch, "data", does(variable, "fills") ? 1000 : 0, why, why_size))
        return false;
    if (does(variable, "breaks")) {
        snprintf(why, why_size, "my pencil is broken");
        return false;
    }
    if (does(variable, "stops")) {
        bool good = true;
        raise(SIGINT); /* blocked until a program runs, and is waited for */
        while (good && !run_interrupted)
            good = engine_run(watch, watch->command, NULL, profile, why, why_size);
        return good;
    }
    if (does(variable, "blind"))
        return true;
    fill(profile);
    if (does(variable, "nameless")) {
        profile->how.unattributed = 0.4;
        profile->how.lost = 12;
        size_t most = profile_function(profile, "[unknown]", "libnameless.so", PROFILE_LIBRARY);
        profile->functions[most].self = 40e6;
        json_array_insert_new(profile->how.unsymbolized, 0, json_string("libfirst.so"));
    }
    if (does(variable, "glimpses"))
        profile->how.samples = 1;
    for (size_t i = 0; does(variable, "uncounted") && i < profile->function_count; i++)
        profile->functions[i].has_calls = false;
    profile->how.profiled_ns = profiled_ns;
    return true;
}

static bool perf_works(char *why, size_t why_size)
{
    return there("FAKE_PERF", "the kernel forbids it: sysctl kernel.pencils=2", why, why_size);
}

static bool perf_looks(const struct watch *watch, struct profile *profile, char *why,
                       size_t why_size)
{
    return look(watch, profile, "FAKE_PERF", profile_sample_fill, why, why_size);
}

static bool callgrind_works(char *why, size_t why_size)
{
    return there("FAKE_CALLGRIND", "not installed: get it", why, why_size);
}

static bool callgrind_looks(const struct watch *watch, struct profile *profile, char *why,
                            size_t why_size)
{
    return look(watch, profile, "FAKE_CALLGRIND", profile_sample_fill_counted, why, why_size);
}

const struct engine *const engines[] = {&(const struct engine){.name = "perf",
                                                               .because = "it is sharp",
                                                               .samples = true,
                                                               .works = perf_works,
                                                               .look = perf_looks},
                                        &(const struct engine){.name = "callgrind",
                                                               .because = "it counts",
                                                               .slow = true,
                                                               .works = callgrind_works,
                                                               .look = callgrind_looks},
                                        NULL};

int main(int argc, char **argv)
{
    standard_output_watch();
    argp_err_exit_status = 2;
    machine_keep_command(argc, argv);
    bool runs = argc > 1 && strcmp(argv[1], "run") == 0;
    return runs ? run_command(argc - 1, argv + 1) : profile_command(argc, argv);
}
