#include "base/strings.h"
#include "commands/doctor.h"
#include "common/units.h"
#include "measure/host_watch.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#define CPUS "/sys/devices/system/cpu"
#define CLOCK_SOURCES "/sys/devices/system/clocksource/clocksource0"

/* Reports from this part on of what marks a sample as disturbed (host_watch.h). */
#define LIMITED 0.5

#define BESIDE_TEXT ((uint64_t)256 << 20) /* memory for variants, beside the text */
#define DISK_BESIDE ((uint64_t)64 << 20)
#define SWAP_LIMITED ((uint64_t)64 << 20) /* less is just memory that nobody has used for long */

/* "22.6 GiB". */
static const char *gib(char to[UNITS_SIZE], uint64_t bytes)
{
    snprintf(to, UNITS_SIZE, "%.1f GiB", (double)bytes / 0x1p30);
    return to;
}

/* --- cores --- */

static void cores(struct checks *checks, const struct doctor_host *host)
{
    unsigned online = host_cores(host->root);
    if (online <= host->cores) {
        checks_add(checks, "cores", CHECK_OK, "%u, all for this process", host->cores);
        return;
    }
    checks_add(checks, "cores", CHECK_LIMITED, "this process may run on %u of the %u online",
               host->cores, online);
    checks_fix(checks, "taskset -cp 0-%u $$ (or a container's --cpuset-cpus)", online - 1);
}

static void quota(struct checks *checks, const struct doctor_host *host)
{
    double may = host_quota(host->root).cores;
    if (may >= host->cores) {
        checks_add(checks, "CPU quota", CHECK_OK, "none that is below the cores");
        return;
    }
    checks_add(checks, "CPU quota", CHECK_SPOILS,
               "the control group may use %.4g of %u %s, and is stopped when it has", may,
               host->cores, units_plural(host->cores, "core", "cores"));
    checks_fix(checks, "start it without: docker run --cpus=%u, systemd-run -p CPUQuota=%u00%%",
               host->cores, host->cores);
}

static enum check_state state_of(double share, double spoils)
{
    return share >= spoils ? CHECK_SPOILS : share >= LIMITED * spoils ? CHECK_LIMITED : CHECK_OK;
}

static void others(struct checks *checks, const struct doctor_host *host)
{
    unsigned online = host_cores(host->root), all = online > 0 ? online : host->cores;
    double busy = host_busy_cores(&host->idle[0], &host->idle[1], all),
           load = host_load(host->root), spoils = HOST_WATCH_OTHERS * all;
    if (isnan(busy)) {
        checks_add(checks, "others", CHECK_LIMITED, "how much CPU they use is unknown");
        return;
    }
    checks_add(checks, "others", state_of(busy, spoils),
               "they keep %.2f of %u %s busy%s%s%s; mean load of the last minute %.2f", busy, all,
               units_plural(all, "core", "cores"), host->others ? " (those that stay: " : "",
               host->others ? host->others : "", host->others ? ")" : "", load);
    if (busy >= LIMITED * spoils)
        checks_fix(checks, "stop them, or wait until they are done");
}

static void steal(struct checks *checks, const struct doctor_host *host)
{
    double stolen = host_stolen(&host->busy[0], &host->busy[1]);
    if (isnan(stolen)) {
        checks_add(checks, "steal", CHECK_LIMITED, "not to be known");
        return;
    }
    checks_add(checks, "steal", state_of(stolen, HOST_WATCH_STEAL),
               "%.1f %% of the time of cores that worked went to other virtual machines",
               100 * stolen);
    if (stolen >= LIMITED * HOST_WATCH_STEAL)
        checks_fix(checks, "measure at another time, or on a machine with cores of its own");
}

static void virtualization(struct checks *checks, const struct doctor_host *host)
{
    char *kind = host_virtualization(host->root);
    bool named = !strstr(kind, "virtual machine");
    if (strcmp(kind, "none") == 0)
        checks_add(checks, "hardware", CHECK_OK, "no virtual machine");
    else if (strcmp(kind, "unknown") == 0)
        checks_add(checks, "hardware", CHECK_LIMITED, "whether it is a virtual machine is unknown");
    else
        checks_add(checks, "hardware", CHECK_LIMITED,
                   "a virtual machine%s%s%s: what its neighbours do to caches and memory is not "
                   "seen here",
                   named ? " (" : "", named ? kind : "", named ? ")" : "");
    free(kind);
}

/* --- their clock --- */

/* With drivers that leave the clock to the processor, "powersave" still lets it rise at once; with
 * others, it is the lowest clock. */
static void governor(struct checks *checks, const struct doctor_host *host)
{
    char *is = host_governor(host->root),
         *driver = host_line(host->root, CPUS "/cpu0/cpufreq/scaling_driver", "");
    bool by_processor = driver && (strcmp(driver, "intel_pstate") == 0 ||
                                   strncmp(driver, "amd-pstate", strlen("amd-pstate")) == 0);
    if (!is)
        checks_add(checks, "governor", CHECK_LIMITED,
                   "unknown: the clock's settings can't be seen here");
    else if (strcmp(is, "performance") == 0)
        checks_add(checks, "governor", CHECK_OK, "performance");
    else if (strcmp(is, "powersave") == 0 && !by_processor)
        checks_add(checks, "governor", CHECK_SPOILS, "powersave: the lowest clock there is");
    else
        checks_add(checks, "governor", CHECK_LIMITED,
                   "%s: the clock follows the load, so short runs are measured slower", is);
    if (is && strcmp(is, "performance") != 0)
        checks_fix(checks, "echo performance | %stee " CPUS "/cpu*/cpufreq/scaling_governor",
                   host->sudo);
    free(driver);
    free(is);
}

static void turbo(struct checks *checks, const struct doctor_host *host)
{
    enum host_switch is = host_turbo(host->root);
    bool intel = !isnan(host_number(host->root, CPUS "/intel_pstate/no_turbo", ""));
    if (is == HOST_UNKNOWN)
        checks_add(checks, "turbo", CHECK_LIMITED, "not to be seen here");
    else if (is == HOST_OFF)
        checks_add(checks, "turbo", CHECK_OK, "off");
    else
        checks_add(checks, "turbo", CHECK_LIMITED,
                   "on: the clock depends on heat, and on how many cores work");
    if (is == HOST_ON)
        checks_fix(checks, "echo %d | %stee %s", intel ? 1 : 0, host->sudo,
                   intel ? CPUS "/intel_pstate/no_turbo" : CPUS "/cpufreq/boost");
}

static void heat(struct checks *checks, const struct doctor_host *host)
{
    if (host->heat_stops == 0)
        return;
    checks_add(checks, "heat", CHECK_SPOILS, "cores were slowed down just now because of it");
    checks_fix(checks, "let the machine cool down, and check its fan");
}

static void smt(struct checks *checks, const struct doctor_host *host)
{
    if (host_smt(host->root) != HOST_ON) {
        checks_add(checks, "SMT", CHECK_OK, "off: each core seen here is one thread's");
        return;
    }
    checks_add(checks, "SMT", CHECK_LIMITED,
               "on: two threads share a core, and gain less than two cores");
    checks_fix(checks, "echo off | %stee " CPUS "/smt/control", host->sudo);
}

/* Reading one of these needs no system call. */
static void clock_source(struct checks *checks, const struct doctor_host *host)
{
    static const char *const quick[] = {"tsc", "kvm-clock", "arch_sys_counter",
                                        "hyperv_clocksource_tsc_page"};
    char *is = host_line(host->root, CLOCK_SOURCES "/current_clocksource", ""),
         *others = host_line(host->root, CLOCK_SOURCES "/available_clocksource", "");
    bool good = false;
    for (size_t i = 0; is && i < sizeof quick / sizeof quick[0]; i++)
        good |= strcmp(is, quick[i]) == 0;
    if (good)
        checks_add(checks, "clock", CHECK_OK, "%s", is);
    else if (is)
        checks_add(checks, "clock", CHECK_LIMITED,
                   "%s: slow to read, which the stage clock's overhead will show", is);
    else
        checks_add(checks, "clock", CHECK_LIMITED, "which one it is is unknown");
    if (!good && others && strstr(others, "tsc"))
        checks_fix(checks, "echo tsc | %stee " CLOCK_SOURCES "/current_clocksource", host->sudo);
    free(others);
    free(is);
}

/* --- memory and disk --- */

static void memory(struct checks *checks, const struct doctor_host *host)
{
    struct host_memory memory;
    char there[UNITS_SIZE], text[UNITS_SIZE], swapped[UNITS_SIZE];
    if (!host_memory(host->root, &memory)) {
        checks_add(checks, "memory", CHECK_LIMITED, "how much is free is unknown");
        return;
    }
    bool enough = memory.available_bytes >= host->text_bytes + BESIDE_TEXT;
    checks_add(checks, "memory", enough ? CHECK_OK : CHECK_SPOILS,
               "%s available, the text has %s%s", gib(there, memory.available_bytes),
               gib(text, host->text_bytes), enough ? "" : " and cannot stay in the page cache");
    if (!enough)
        checks_fix(checks,
                   "stop programs that use it, or measure a smaller text (--quick, --data FILE)");

    bool in_use = memory.swap_used_bytes > SWAP_LIMITED;
    if (in_use)
        checks_add(checks, "swap", CHECK_LIMITED, "%s in use: memory is short, or was",
                   gib(swapped, memory.swap_used_bytes));
    else
        checks_add(checks, "swap", CHECK_OK, "next to none in use");
    if (in_use && memory.available_bytes > memory.swap_used_bytes)
        checks_fix(checks, "%sswapoff -a && %sswapon -a", host->sudo, host->sudo);
    else if (in_use)
        checks_fix(checks, "end what uses memory");
}

static void huge_pages(struct checks *checks, const struct doctor_host *host)
{
    char *mode = host_huge_pages(host->root);
    bool off = !mode || strcmp(mode, "never") == 0;
    if (!off)
        checks_add(checks, "huge pages", CHECK_OK, "%s", mode);
    else
        checks_add(checks, "huge pages", CHECK_LIMITED,
                   "%s: rungs that map the text pay for each small page",
                   mode ? "never" : "the kernel has none");
    if (mode && off)
        checks_fix(checks, "echo madvise | %stee /sys/kernel/mm/transparent_hugepage/enabled",
                   host->sudo);
    free(mode);
}

static void disk(struct checks *checks, const struct doctor_host *host)
{
    char left[UNITS_SIZE], text[UNITS_SIZE];
    uint64_t needed = DISK_BESIDE + (host->text_is_there ? 0 : host->text_bytes);
    bool enough = host->disk_free_bytes >= needed;
    checks_add(checks, "disk", enough ? CHECK_OK : CHECK_SPOILS, "%s free in %s, the text%s%s",
               gib(left, host->disk_free_bytes), host->text_folder,
               host->text_is_there ? " is there" : " is to be made and needs ",
               host->text_is_there ? "" : gib(text, host->text_bytes));
    if (!enough)
        checks_fix(checks, "make room there, or measure a text that lies elsewhere (--data FILE)");
}

static void build(struct checks *checks, const struct doctor_host *host)
{
    if (!*host->sanitize) {
        checks_add(checks, "build", CHECK_OK, "as it is to be measured");
        return;
    }
    checks_add(checks, "build", CHECK_SPOILS, "slowed by sanitizers: %s", host->sanitize);
    checks_fix(checks, "make, and then build/harness");
}

void doctor_times(struct checks *checks, const struct doctor_host *host)
{
    checks->part = "For trustworthy times";
    virtualization(checks, host);
    cores(checks, host);
    quota(checks, host);
    others(checks, host);
    steal(checks, host);
    governor(checks, host);
    turbo(checks, host);
    heat(checks, host);
    smt(checks, host);
    clock_source(checks, host);
    memory(checks, host);
    huge_pages(checks, host);
    disk(checks, host);
    build(checks, host);
}
