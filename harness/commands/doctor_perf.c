#include "commands/doctor_parts.h"

#include <errno.h>
#include <linux/perf_event.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>
#include <sys/syscall.h>
#include <unistd.h>

#define PERIOD 1000000
#define LEVEL "/proc/sys/kernel/perf_event_paranoid"

/* As a profiler does it, on this process, for an event that is then closed. */
static int try(uint32_t type, uint64_t event, bool kernel)
{
    struct perf_event_attr attributes = {.type = type,
                                         .size = sizeof attributes,
                                         .config = event,
                                         .sample_period = PERIOD,
                                         .sample_type = PERF_SAMPLE_IP | PERF_SAMPLE_TID,
                                         .disabled = 1,
                                         .exclude_kernel = !kernel,
                                         .exclude_hv = 1};
    long fd = syscall(SYS_perf_event_open, &attributes, 0, -1, -1, PERF_FLAG_FD_CLOEXEC);
    if (fd < 0)
        return errno;
    close((int)fd);
    return 0;
}

struct doctor_perf doctor_perf_try(void)
{
    return (struct doctor_perf){.clock = try(PERF_TYPE_SOFTWARE, PERF_COUNT_SW_CPU_CLOCK, false),
                                .kernel = try(PERF_TYPE_SOFTWARE, PERF_COUNT_SW_CPU_CLOCK, true),
                                .cycles = try(PERF_TYPE_HARDWARE, PERF_COUNT_HW_CPU_CYCLES, false)};
}

static bool forbidden(int error)
{
    return error == EACCES || error == EPERM;
}

static void let(struct checks *checks, const struct doctor_host *host, double level)
{
    double is = host_number(host->root, LEVEL, "");
    if (is > level)
        checks_fix(checks, "%ssysctl kernel.perf_event_paranoid=%.0f", host->sudo, level);
    else /* not the kernel's own rule */
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
                   "no cycle counter is seen here; the CPU clock takes its place");
        if (guest)
            checks_fix(checks, "only whoever runs the virtual machine can pass it through "
                               "(QEMU: -cpu host,pmu=on)");
        free(machine);
    }
}

void doctor_perf(struct checks *checks, const struct doctor_host *host,
                 const struct doctor_perf *perf)
{
    checks->part = "For profiles";
    sampling(checks, host, perf->clock);
    kernel(checks, host, perf->kernel);
    counters(checks, host, perf->cycles);
}
