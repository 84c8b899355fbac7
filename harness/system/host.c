#include "system/host.h"
#include "base/strings.h"

#include <ctype.h>
#include <inttypes.h>
#include <math.h>
#include <sched.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define CPUS "/sys/devices/system/cpu"
#define CPUS_MOST 4096

static FILE *open_below(const char *root, const char *path)
{
    char *whole = format_string("%s%s", root, path);
    FILE *file = fopen(whole, "re");
    free(whole);
    return file;
}

char *host_line(const char *root, const char *path, const char *key)
{
    char *line = NULL, *found = NULL;
    size_t size = 0;
    FILE *file = open_below(root, path);
    while (file && !found && getline(&line, &size, file) >= 0) {
        if (strncmp(line, key, strlen(key)) != 0)
            continue;
        char *from = line + strlen(key);
        from += strspn(from, " \t:=\"");
        from[strcspn(from, "\"\n")] = '\0';
        found = copy_string(from);
    }
    free(line);
    if (file)
        fclose(file);
    return found;
}

double host_number(const char *root, const char *path, const char *key)
{
    char *line = host_line(root, path, key), *end = line;
    double number = line ? strtod(line, &end) : NAN;
    if (end == line || (*end && !isspace((unsigned char)*end)))
        number = NAN;
    free(line);
    return number;
}

static double number_of_cpu(const char *root, unsigned cpu, const char *file)
{
    char *path = format_string(CPUS "/cpu%u/%s", cpu, file);
    double number = host_number(root, path, "");
    free(path);
    return number;
}

/* --- time --- */

/* Adds the numbers of a line of /proc/stat. */
static bool add_time(const char *line, struct host_time *time)
{
    uint64_t user, nice, system, idle, disk, interrupts, soft, steal = 0;
    if (sscanf(line,
               "%" SCNu64 " %" SCNu64 " %" SCNu64 " %" SCNu64 " %" SCNu64 " %" SCNu64 " %" SCNu64
               " %" SCNu64,
               &user, &nice, &system, &idle, &disk, &interrupts, &soft, &steal) < 7)
        return false;
    uint64_t tick_ns = 1000000000 / (uint64_t)sysconf(_SC_CLK_TCK);
    time->busy_ns += (user + nice + system + interrupts + soft) * tick_ns;
    time->idle_ns += (idle + disk) * tick_ns;
    time->steal_ns += steal * tick_ns;
    return true;
}

bool host_time(const char *root, struct host_time *time)
{
    char *line = host_line(root, "/proc/stat", "cpu ");
    *time = (struct host_time){0};
    bool good = line && add_time(line, time);
    free(line);
    return good;
}

bool host_own_time(const char *root, struct host_time *time)
{
    cpu_set_t own;
    char *line = NULL;
    size_t size = 0;
    int found = 0;
    FILE *file =
        sched_getaffinity(0, sizeof own, &own) == 0 ? open_below(root, "/proc/stat") : NULL;
    *time = (struct host_time){0};
    while (file && getline(&line, &size, file) >= 0) {
        unsigned cpu;
        int name = 0;
        if (sscanf(line, "cpu%u %n", &cpu, &name) == 1 && cpu < CPU_SETSIZE && CPU_ISSET(cpu, &own))
            found += add_time(line + name, time);
    }
    free(line);
    if (file)
        fclose(file);
    return (found > 0 && found == CPU_COUNT(&own)) || host_time(root, time);
}

/* The kernel's count of idle time may go back a little. */
static double since(uint64_t from, uint64_t to)
{
    return to > from ? (double)(to - from) : 0;
}

double host_stolen(const struct host_time *from, const struct host_time *to)
{
    double steal = since(from->steal_ns, to->steal_ns),
           wanted = since(from->busy_ns, to->busy_ns) + steal;
    return wanted > 0 ? steal / wanted : NAN;
}

double host_busy_cores(const struct host_time *from, const struct host_time *to, unsigned cores)
{
    double busy = since(from->busy_ns, to->busy_ns),
           all = busy + since(from->idle_ns, to->idle_ns) + since(from->steal_ns, to->steal_ns);
    return all > 0 ? cores * busy / all : NAN;
}

double host_load(const char *root)
{
    return host_number(root, "/proc/loadavg", "");
}

/* --- cores --- */

struct cpus {
    unsigned count, ids[CPUS_MOST];
};

/* Those that are online: "0-3,8" are five, and the last is cpu8. */
static void read_cpus(const char *root, struct cpus *cpus)
{
    char *list = host_line(root, CPUS "/online", ""), *rest = list;
    cpus->count = 0;
    for (const char *part; rest && (part = strsep(&rest, ","));) {
        unsigned first, last;
        int parts = sscanf(part, "%u-%u", &first, &last);
        if (parts == 1)
            last = first;
        if (parts < 1 || last < first || last >= CPUS_MOST ||
            last - first >= CPUS_MOST - cpus->count) {
            cpus->count = 0;
            break;
        }
        for (unsigned id = first; id <= last; id++)
            cpus->ids[cpus->count++] = id;
    }
    free(list);
}

unsigned host_cores(const char *root)
{
    struct cpus cpus;
    read_cpus(root, &cpus);
    return cpus.count;
}

static char *cpu_line(const char *root, unsigned cpu, const char *file)
{
    char *path = format_string(CPUS "/cpu%u/%s", cpu, file);
    char *line = host_line(root, path, "");
    free(path);
    return line;
}

char *host_governor(const char *root)
{
    struct cpus cpus;
    char *governor = NULL;
    read_cpus(root, &cpus);
    for (unsigned i = 0; i < cpus.count; i++) {
        char *own = cpu_line(root, cpus.ids[i], "cpufreq/scaling_governor");
        if (!own)
            continue;
        free(governor);
        governor = own;
        if (strcmp(own, "performance") != 0)
            break;
    }
    return governor;
}

static enum host_switch switch_of(double number, bool reversed)
{
    return isnan(number) ? HOST_UNKNOWN : (number != 0) != reversed ? HOST_ON : HOST_OFF;
}

enum host_switch host_turbo(const char *root)
{
    enum host_switch turbo = switch_of(host_number(root, CPUS "/intel_pstate/no_turbo", ""), true);
    return turbo != HOST_UNKNOWN ? turbo
                                 : switch_of(host_number(root, CPUS "/cpufreq/boost", ""), false);
}

enum host_switch host_smt(const char *root)
{
    return switch_of(host_number(root, CPUS "/smt/active", ""), false);
}

double host_top_mhz(const char *root)
{
    struct cpus cpus;
    double top = NAN;
    read_cpus(root, &cpus);
    for (unsigned i = 0; i < cpus.count; i++)
        top = fmax(top, number_of_cpu(root, cpus.ids[i], "cpufreq/scaling_cur_freq") / 1000);
    return top;
}

double host_mhz(const char *root)
{
    struct cpus cpus;
    double sum = 0;
    unsigned count = 0;
    read_cpus(root, &cpus);
    for (unsigned i = 0; i < cpus.count; i++) {
        double khz = number_of_cpu(root, cpus.ids[i], "cpufreq/scaling_cur_freq");
        if (!isnan(khz)) {
            sum += khz / 1000;
            count++;
        }
    }
    return count ? sum / count : NAN;
}

/* A core's threads all count the core's events, so count only the first. */
static bool is_first_of_core(const char *root, unsigned cpu)
{
    unsigned first;
    char *threads = cpu_line(root, cpu, "topology/thread_siblings_list");
    bool known = threads && sscanf(threads, "%u", &first) == 1;
    free(threads);
    return !known || first == cpu;
}

uint64_t host_heat_stops(const char *root)
{
    struct cpus cpus;
    uint64_t stops = 0;
    read_cpus(root, &cpus);
    for (unsigned i = 0; i < cpus.count; i++) {
        double own = number_of_cpu(root, cpus.ids[i], "thermal_throttle/core_throttle_count");
        if (own > 0 && is_first_of_core(root, cpus.ids[i]))
            stops += (uint64_t)own;
    }
    return stops;
}

char *host_virtualization(const char *root)
{
    char *flags = host_line(root, "/proc/cpuinfo", "flags");
    bool guest = flags && strstr(flags, " hypervisor"), known = flags != NULL;
    free(flags);
    if (!guest)
        return copy_string(known ? "none" : "unknown");
    char *vendor = host_line(root, "/sys/class/dmi/id/sys_vendor", "");
    return vendor ? vendor : copy_string("a virtual machine, kind unknown");
}

/* The mode in force is in brackets: "always [madvise] never". */
char *host_huge_pages(const char *root)
{
    char *line = host_line(root, "/sys/kernel/mm/transparent_hugepage/enabled", "");
    char *from = line ? strchr(line, '[') : NULL, *mode = NULL;
    if (from)
        mode = format_string("%.*s", (int)strcspn(from + 1, "]"), from + 1);
    free(line);
    return mode;
}
