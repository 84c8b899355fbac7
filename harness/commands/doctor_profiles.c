#include "base/strings.h"
#include "build_info.h"
#include "commands/doctor.h"
#include "profile/engines/engine.h"
#include "system/gpu_limits.h"
#include "system/programs.h"

#include <errno.h>
#include <jansson.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#define LEVEL "/proc/sys/kernel/perf_event_paranoid"

/* --- what may be sampled --- */

static bool forbidden(int error)
{
    return error == EACCES || error == EPERM;
}

static void let(struct checks *checks, const struct doctor_host *host, double level)
{
    double is = host_number(host->root, LEVEL, "");
    if (is > level)
        checks_fix(checks, "%ssysctl kernel.perf_event_paranoid=%.0f", host->sudo, level);
    else /* not the kernel's default */
        checks_fix(checks, "a container's filter: start it with --cap-add PERFMON, or with "
                           "--security-opt seccomp=unconfined");
}

static void sampling(struct checks *checks, const struct doctor_host *host, int error)
{
    static const char name[] = "sampling";
    char *level = host_line(host->root, LEVEL, "");
    if (error == 0)
        checks_add(checks, name, CHECK_OK, "programs, by the CPU clock (perf_event_paranoid %s)",
                   level ? level : "unknown");
    else if (forbidden(error))
        checks_add(checks, name, CHECK_MISSING, "forbidden (perf_event_paranoid %s)",
                   level ? level : "unknown");
    else if (error == ENOSYS || error == ENOENT)
        checks_add(checks, name, CHECK_MISSING, "this kernel was built without perf events");
    else
        checks_add(checks, name, CHECK_MISSING, "perf_event_open: %s", strerror(error));
    if (forbidden(error))
        let(checks, host, 2);
    free(level);
}

static void kernel(struct checks *checks, const struct doctor_host *host, int error)
{
    static const char name[] = "kernel";
    double hidden = host_number(host->root, "/proc/sys/kernel/kptr_restrict", "");
    bool may_see = hidden == 0 || isnan(hidden) || (hidden == 1 && !*host->sudo);
    if (error != 0) {
        checks_add(checks, name, CHECK_LIMITED, "its time is not sampled, only the programs' own");
        if (forbidden(error))
            let(checks, host, 1);
    } else if (may_see) {
        checks_add(checks, name, CHECK_OK, "its functions are sampled, too");
    } else {
        checks_add(checks, name, CHECK_LIMITED, "sampled, but its functions' names are hidden");
        checks_fix(checks, "%ssysctl kernel.kptr_restrict=0", host->sudo);
    }
}

static void counters(struct checks *checks, const struct doctor_host *host, int error)
{
    static const char name[] = "counters";
    if (error == 0) {
        checks_add(checks, name, CHECK_OK, "the processor's cycles are counted");
    } else if (forbidden(error)) {
        checks_add(checks, name, CHECK_MISSING, "forbidden");
        let(checks, host, 2);
    } else {
        char *machine = host_virtualization(host->root);
        bool guest = strcmp(machine, "none") != 0 && strcmp(machine, "unknown") != 0;
        checks_add(checks, name, CHECK_MISSING,
                   "there is no cycle counter here; perf uses the CPU clock instead");
        if (guest)
            checks_fix(checks, "only whoever runs the virtual machine can pass it through "
                               "(QEMU: -cpu host,pmu=on)");
        free(machine);
    }
}

void doctor_perf(struct checks *checks, const struct doctor_host *host,
                 const struct perf_events *perf)
{
    checks->part = "For profiles";
    sampling(checks, host, perf->clock);
    kernel(checks, host, perf->kernel);
    counters(checks, host, perf->cycles);
}

/* --- programs, and the GPU --- */

static void install(struct checks *checks, const struct doctor_host *host, const char *package)
{
    char *apt = program_find("apt-get");
    if (apt)
        checks_fix(checks, "%sapt-get install %s", host->sudo, package);
    else
        checks_fix(checks, "install %s", package);
    free(apt);
}

/* Ubuntu's perf is a script that looks for the running kernel's perf. */
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
        /* Graphviz's version ends in brackets; binutils' continues after them */
        const char *closed = version ? strchr(version, ')') : NULL;
        if (version && (!closed || !closed[1]))
            version[strcspn(version, "(")] = '\0';
        checks_add(checks, name, CHECK_OK, "%s", version ? version : path);
    } else {
        checks_add(checks, name, silent ? CHECK_LIMITED : CHECK_MISSING, "%s%s",
                   silent ? "it is installed, but does not run; " : "", without);
        install(checks, host, package);
    }
    free(version);
    free(path);
}

/* A missing tool that perf's profiles need; if none is missing, the last one. */
static const char *binutils_lack(void)
{
    char *nm = program_find("nm");
    const char *lack = nm ? "addr2line" : "nm";
    free(nm);
    return lack;
}

/* This also measures the limits, and ignores them. */
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
            checks_fix(checks, "install NVIDIA's driver on a machine with an NVIDIA GPU");
    }
    json_decref(gpu);
}

/* CUPTI, which profiles kernels and copies. After a semicolon, the reason says what to do. */
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
         "no profiles of times; callgrind counts instructions instead");
    tool(checks, host, "binutils", binutils_lack(), "binutils",
         "no profiles of times: perf needs nm and addr2line");
    tool(checks, host, "valgrind", "valgrind", "valgrind", "no counts of calls and instructions");
    tool(checks, host, "Graphviz", "dot", "graphviz",
         "call graphs are text only, without a picture");
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
