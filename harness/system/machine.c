#include "system/machine.h"
#include "base/strings.h"
#include "base/whole_file.h"
#include "build_info.h"
#include "build_revision.h"
#include "system/host.h"

#include <err.h>
#include <math.h>
#include <sched.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/utsname.h>
#include <time.h>
#include <unistd.h>

#define INSTALLED "bottleneck"

int machine_cores(void)
{
    cpu_set_t set;
    if (sched_getaffinity(0, sizeof set, &set) == 0)
        return CPU_COUNT(&set);
    long online = sysconf(_SC_NPROCESSORS_ONLN);
    return online > 0 ? (int)online : 1;
}

int machine_last_core(void)
{
    cpu_set_t set;
    int last = 0;
    if (sched_getaffinity(0, sizeof set, &set) == 0)
        for (int core = 0; core < CPU_SETSIZE; core++)
            if (CPU_ISSET((size_t)core, &set))
                last = core;
    return last;
}

/* Cuts the program's path to the nearest folder above it that has the list of variants (a test's
 * program lies deeper). NULL if there is none, as for a program that was copied by itself. */
static char *build_around(char *path)
{
    for (char *slash; path && (slash = strrchr(path, '/'));) {
        *slash = '\0';
        char *list = format_string("%s/ladder.json", path);
        bool found = access(list, F_OK) == 0;
        free(list);
        if (found)
            return path;
    }
    return NULL;
}

const char *machine_build_dir(void)
{
    static const char *folder;
    if (!folder) {
        char *self = realpath("/proc/self/exe", NULL);
        folder = build_around(self);
        if (!folder) {
            free(self);
            folder = BUILD_BINARY_DIR;
        }
    }
    return folder;
}

bool machine_is_installed(void)
{
    static int is = -1;
    if (is < 0) {
        char *self = realpath("/proc/self/exe", NULL);
        const char *name = self ? strrchr(self, '/') : NULL;
        is = name && strcmp(name, "/" INSTALLED) == 0;
        free(self);
    }
    return is;
}

const char *machine_self(void)
{
    return machine_is_installed() ? INSTALLED : "./harness";
}

const char *machine_results_dir(void)
{
    static char *folder;
    if (!folder)
        folder = machine_is_installed() ? copy_string(INSTALLED "-results")
                                        : format_string("%s/results", machine_source_dir());
    return folder;
}

char *machine_own_results_dir(void)
{
    return format_string("%s%s", machine_results_dir(), machine_is_installed() ? "" : "/local");
}

const char *machine_data_dir(void)
{
    static char *folder;
    const char *cache = getenv("XDG_CACHE_HOME"), *home = getenv("HOME");
    if (!folder)
        folder = !machine_is_installed()  ? format_string("%s/data", machine_source_dir())
                 : cache && *cache == '/' ? format_string("%s/" INSTALLED, cache)
                 : home && *home          ? format_string("%s/.cache/" INSTALLED, home)
                                          : copy_string(INSTALLED "-results");
    return folder;
}

const char *machine_source_dir(void)
{
    static const char *folder;
    if (!folder && machine_is_installed())
        folder = machine_build_dir(); /* the scripts came with it */
    if (!folder) {
        char *there = format_string("%s/%s", machine_build_dir(), BUILD_TO_SOURCE);
        folder = *BUILD_TO_SOURCE ? realpath(there, NULL) : NULL;
        free(there);
        if (!folder)
            folder = BUILD_SOURCE_DIR;
    }
    return folder;
}

bool machine_was_moved(void)
{
    return !whole_file_is(machine_build_dir(), BUILD_BINARY_DIR);
}

const char *machine_compiled_dir(void)
{
    return BUILD_SOURCE_DIR;
}

char *machine_short_path(const char *path)
{
    char *whole = realpath(path, NULL);
    const char *source = machine_source_dir();
    size_t root = strlen(source);
    const char *from = path;
    if (whole && strncmp(whole, source, root) == 0 && whole[root] == '/')
        from = whole + root + 1;
    char *shorter = copy_string(from);
    free(whole);
    return shorter;
}

/* Takes a string; JSON null if that is NULL. */
static json_t *fact(char *text)
{
    json_t *fact = text ? json_string(text) : NULL;
    free(text);
    return fact ? fact : json_null();
}

static json_t *command;

void machine_keep_command(int argc, char **argv)
{
    command = json_pack("[s]", machine_self());
    for (int i = 1; i < argc; i++)
        if (json_array_append_new(command, json_string(argv[i])) < 0)
            json_array_append_new(command, json_string("(not UTF-8)"));
}

json_t *machine_command(void)
{
    return json_incref(command);
}

char *machine_time(time_t when, char to[MACHINE_TIME_SIZE])
{
    struct tm utc;
    strftime(to, MACHINE_TIME_SIZE, "%Y-%m-%dT%H:%M:%SZ", gmtime_r(&when, &utc));
    return to;
}

json_t *machine_facts(void)
{
    struct utsname name;
    uname(&name);
    json_t *cpu = fact(host_line("", "/proc/cpuinfo", "model name"));
    double quota = host_quota("").cores;
    json_int_t memory = (json_int_t)sysconf(_SC_PHYS_PAGES) * sysconf(_SC_PAGESIZE);
    return json_pack(
        "{s:o, s:i, s:o, s:I, s:s, s:s, s:o, s:o, s:o, s:n}", "cpu",
        json_is_string(cpu) ? cpu : json_string(name.machine), "cores", machine_cores(),
        "quota_cores", isfinite(quota) ? json_real(quota) : json_null(), "memory_bytes", memory,
        "architecture", name.machine, "kernel", name.release, "system",
        fact(host_line("", "/etc/os-release", "PRETTY_NAME")), "governor", fact(host_governor("")),
        "virtualization", fact(host_virtualization("")), "gpu");
}

const char *machine_version(void)
{
    return BUILD_VERSION ", revision " BUILD_REVISION;
}

json_t *machine_build(void)
{
    return json_pack("{s:s, s:s, s:s, s:s, s:s, s:s, s:s, s:s}", "compiler", BUILD_COMPILER,
                     "flags", BUILD_FLAGS, "sanitize", BUILD_SANITIZE, "pcre2", BUILD_PCRE2,
                     "hyperscan", BUILD_HYPERSCAN, "cuda", BUILD_CUDA, "jansson", BUILD_JANSSON,
                     "revision", BUILD_REVISION);
}
