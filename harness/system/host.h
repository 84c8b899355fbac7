/* The state of the machine, as its kernel reports it in /proc and /sys. Every function takes the
 * folder that contains these two: "" for the machine itself, another for a test's fake. Values that
 * can't be known, as in many virtual machines, are NULL, NAN or HOST_UNKNOWN. */
#ifndef HOST_H
#define HOST_H

#include <stdbool.h>
#include <stdint.h>

enum host_switch {
    HOST_OFF,
    HOST_ON,
    HOST_UNKNOWN,
};

/* A file's first line, or the value after the first `key` at the start of a line, without blanks,
 * separators and quotes. NULL if there is none; free() it. */
char *host_line(const char *root, const char *path, const char *key);

/* The same as a number; NAN if it is not one. */
double host_number(const char *root, const char *path, const char *key);

/* --- time: to be looked at twice --- */

/* The time since boot that all CPUs together spent working, idle, or waiting while the hypervisor
 * ran another guest. In steps of 10 ms. */
struct host_time {
    uint64_t busy_ns, idle_ns, steal_ns;
};

bool host_time(const char *root, struct host_time *time);

/* The same for only the CPUs that this process may run on (a container's cpuset, taskset). */
bool host_own_time(const char *root, struct host_time *time);

/* Between two readings: the share that was stolen of the time in which cores had work to do (an
 * idle core has nothing stolen); and how many cores were busy on average. NAN if there was no such
 * time. */
double host_stolen(const struct host_time *from, const struct host_time *to);
double host_busy_cores(const struct host_time *from, const struct host_time *to, unsigned cores);

/* The load average of about the last minute: processes that run, or wait for a core or a disk. */
double host_load(const char *root);

/* --- cores --- */

/* The number of online CPUs; 0: unknown. */
unsigned host_cores(const char *root);

/* The CPU quota of the control groups (cgroup version 1 or 2, such as a container's --cpus): how
 * many cores' worth of time this process may use (INFINITY without a quota), and how often and how
 * long it was stopped for using that up since its group was made. */
struct host_quota {
    double cores;
    uint64_t throttled, throttled_ns;
};

struct host_quota host_quota(const char *root);

/* The governor that sets the CPUs' clocks: the first that is not "performance", if any; free() it.
 */
char *host_governor(const char *root);

/* Whether the clock may rise above its nominal rate (turbo, boost). */
enum host_switch host_turbo(const char *root);

/* Whether cores have second threads. */
enum host_switch host_smt(const char *root);

/* The clock of the fastest CPU now, which is one that works or has just worked. */
double host_top_mhz(const char *root);

/* The mean clock of the CPUs now; how often cores were slowed down for heat since boot. */
double host_mhz(const char *root);
uint64_t host_heat_stops(const char *root);

/* "none", the hypervisor's vendor or "a virtual machine, kind unknown", or "unknown"; free() it. */
char *host_virtualization(const char *root);

/* --- memory --- */

/* `available` is what programs can get without swapping; that includes page cache that would be
 * given up. If the control group has less than the machine, both values are the group's. */
struct host_memory {
    uint64_t total_bytes, available_bytes, swap_used_bytes;
};

bool host_memory(const char *root, struct host_memory *memory);

/* Transparent huge pages: "always", "madvise" or "never"; free() it. */
char *host_huge_pages(const char *root);

#endif
