/* What the machine's kernel says of its state, read from /proc and /sys. Every function takes the
 * folder that these two are in: "" on the machine itself, another for a test's fake of one. What is
 * not to be known, as in many virtual machines, is NULL, NAN or HOST_UNKNOWN. */
#ifndef HOST_H
#define HOST_H

#include <stdbool.h>
#include <stdint.h>

enum host_switch {
    HOST_OFF,
    HOST_ON,
    HOST_UNKNOWN,
};

/* A file's first line, or what stands behind the first `key` that starts a line of it, less blanks,
 * separators and quotes. NULL where there is none; free() it. */
char *host_line(const char *root, const char *path, const char *key);

/* The same as a number; NAN where it is none. */
double host_number(const char *root, const char *path, const char *key);

/* --- time: to be looked at twice --- */

/* What all CPUs together did since the start: work, nothing, or wait while the hypervisor gave them
 * to another guest. In steps of 10 ms. */
struct host_time {
    uint64_t busy_ns, idle_ns, steal_ns;
};

bool host_time(const char *root, struct host_time *time);

/* The same of those CPUs only that this process may run on (a container's cpuset, taskset). */
bool host_own_time(const char *root, struct host_time *time);

/* From one look to a later one: the stolen share of the time in which cores had something to do
 * (one that has nothing to do has nothing stolen), and how many were busy on average; NAN where
 * there was no such time. */
double host_stolen(const struct host_time *from, const struct host_time *to);
double host_busy_cores(const struct host_time *from, const struct host_time *to, unsigned cores);

/* Processes that run or wait for a core or a disk, a mean of about the last minute. */
double host_load(const char *root);

/* --- cores --- */

/* CPUs that are online; 0 where not to be known. */
unsigned host_cores(const char *root);

/* The control groups' word on CPU time (cgroup, version 1 or 2; a container's --cpus): how many
 * cores' worth this process may use, INFINITY without a quota, and how often and how long it was
 * stopped for having used them up, since its group was made. */
struct host_quota {
    double cores;
    uint64_t throttled, throttled_ns;
};

struct host_quota host_quota(const char *root);

/* Who sets the CPUs' clock: the first governor that is not "performance", of a CPU's; free() it. */
char *host_governor(const char *root);

/* Whether the clock may rise above its nominal rate (turbo, boost). */
enum host_switch host_turbo(const char *root);

/* Whether cores have second threads. */
enum host_switch host_smt(const char *root);

/* The clock of the fastest CPU now, which is one that works, or has just done so. */
double host_top_mhz(const char *root);

/* The mean clock of the CPUs now; how often cores were slowed down for heat since the start. */
double host_mhz(const char *root);
uint64_t host_heat_stops(const char *root);

/* "none", the hypervisor's vendor or "a virtual machine, kind unknown", or "unknown"; free() it. */
char *host_virtualization(const char *root);

/* --- memory --- */

/* Available is what programs can get without swapping, page cache given up for it included. Where
 * the control group has less than the machine, total and available are the group's. */
struct host_memory {
    uint64_t total_bytes, available_bytes, swap_used_bytes;
};

bool host_memory(const char *root, struct host_memory *memory);

/* Transparent huge pages: "always", "madvise" or "never"; free() it. */
char *host_huge_pages(const char *root);

#endif
