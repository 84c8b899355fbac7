#include "base/strings.h"
#include "build_info.h"
#include "commands/doctor_parts.h"
#include "profile/engines/engine.h"
#include "system/gpu_limits.h"
#include "system/programs.h"

#include <jansson.h>
#include <stdlib.h>
#include <string.h>

static void install(struct checks *checks, const struct doctor_host *host, const char *package)
{
    char *apt = program_find("apt-get");
    if (apt)
        checks_fix(checks, "%sapt-get install %s", host->sudo, package);
    else
        checks_fix(checks, "install %s", package);
    free(apt);
}

/* Ubuntu's perf is a script that looks for the one of the running kernel. */
static const char *perf_package(const struct doctor_host *host)
{
    char *system = host_line(host->root, "/etc/os-release", "ID=");
    bool ubuntu = system && strcmp(system, "ubuntu") == 0;
    free(system);
    return ubuntu ? "linux-tools-$(uname -r)" : "linux-perf";
}

static void tool(struct checks *checks, const struct doctor_host *host, const char *name,
                 const char *program, const char *package, const char *without)
{
    char *path = program_find(program), *version = path ? program_version(path) : NULL;
    bool silent = path && !version && strcmp(program, "perf") == 0;
    if (path && !silent) {
        /* Graphviz ends with a build in brackets; binutils goes on behind them */
        const char *closed = version ? strchr(version, ')') : NULL;
        if (version && (!closed || !closed[1]))
            version[strcspn(version, "(")] = '\0';
        checks_add(checks, name, CHECK_OK, "%s", version ? version : path);
    } else {
        checks_add(checks, name, silent ? CHECK_LIMITED : CHECK_MISSING, "%s%s",
                   silent ? "it is there, but does not run; " : "", without);
        install(checks, host, package);
    }
    free(version);
    free(path);
}

/* Of those that perf's profiles need, one that is not there; else the last. */
static const char *binutils_lack(void)
{
    char *nm = program_find("nm");
    const char *lack = nm ? "addr2line" : "nm";
    free(nm);
    return lack;
}

/* The limits are measured on the way, and not looked at. */
static void gpu(struct checks *checks)
{
    struct limit limits[LIMITS_MOST];
    size_t count = 0;
    char why[300];
    json_t *gpu = gpu_limits_measure(limits, &count, why, sizeof why);
    const char *name = json_string_value(json_object_get(gpu, "name")),
               *driver = json_string_value(json_object_get(gpu, "driver"));
    if (gpu) {
        checks_add(checks, "GPU", CHECK_OK, "%s, driver %s", name ? name : "unknown",
                   driver ? driver : "unknown");
    } else {
        checks_add(checks, "GPU", CHECK_MISSING, "%s", why);
        if (strstr(why, "driver"))
            checks_fix(checks, "install NVIDIA's driver, on a machine with a GPU of theirs");
    }
    json_decref(gpu);
}

/* Of what profiles kernels and copies. The reason ends with what to do, behind a semicolon. */
static void cupti(struct checks *checks)
{
    char why[300];
    if (engine_cupti.works(why, sizeof why)) {
        checks_add(checks, "CUPTI", CHECK_OK, "records what the GPU does");
        return;
    }
    char *fix = strstr(why, "; ");
    if (fix)
        *fix = '\0';
    checks_add(checks, "CUPTI", CHECK_MISSING, "%s", why);
    if (fix)
        checks_fix(checks, "%s", fix + 2);
}

void doctor_tools(struct checks *checks, const struct doctor_host *host)
{
    checks->part = "For profiles";
    tool(checks, host, "perf", "perf", perf_package(host),
         "no profiles of times; callgrind's of instructions take their place");
    tool(checks, host, "binutils", binutils_lack(), "binutils",
         "no profiles of times: perf's need nm and addr2line");
    tool(checks, host, "valgrind", "valgrind", "valgrind", "no counts of calls and instructions");
    tool(checks, host, "Graphviz", "dot", "graphviz", "call graphs stay text, without a picture");
    if (*BUILD_CUDA)
        checks_add(checks, "CUDA", CHECK_OK, "built with %s", BUILD_CUDA);
    else {
        checks_add(checks, "CUDA", CHECK_MISSING, "this build has none");
        checks_fix(
            checks,
            "install the CUDA Toolkit 12 or 13 from NVIDIA, with nvcc in PATH, then make again");
    }
    gpu(checks);
    cupti(checks);
}
