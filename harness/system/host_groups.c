/* The part of host.h that depends on control groups: CPU time and memory. */
#include "base/strings.h"
#include "system/host.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define NS_PER_US 1000

/* A counter's value; 0 if it can't be read. */
static uint64_t count_of(const char *root, const char *path, const char *key)
{
    double number = host_number(root, path, key);
    return number > 0 && number < 0x1p63 ? (uint64_t)number : 0;
}

/* The path of this process's group, including the folder where its controller is mounted; NULL if
 * there is none. In version 2 the controller is "". */
static char *group_of(const char *root, const char *kind)
{
    char *path = format_string("%s/proc/self/cgroup", root);
    FILE *file = fopen(path, "re");
    char *line = NULL, *found = NULL;
    size_t size = 0;
    while (file && !found && getline(&line, &size, file) >= 0) {
        char *rest = line;
        strsep(&rest, ":");
        const char *kinds = rest ? strsep(&rest, ":") : NULL;
        if (!rest)
            continue;
        rest[strcspn(rest, "\n")] = '\0';
        char *list = format_string(",%s,", kinds), *one = format_string(",%s,", kind);
        if (strstr(list, one))
            found = format_string("/sys/fs/cgroup%s%s%s", *kinds ? "/" : "", kinds,
                                  strcmp(rest, "/") == 0 ? "" : rest);
        free(list);
        free(one);
    }
    free(line);
    free(path);
    if (file)
        fclose(file);
    return found;
}

/* The parent group; false at the top. In a container the path may not exist: then the mounted
 * folder itself is the group. */
static bool group_up(char *group)
{
    char *slash = strrchr(group, '/');
    if (strlen(group) <= strlen("/sys/fs/cgroup") || !slash)
        return false;
    *slash = '\0';
    return true;
}

static double number_of_group(const char *root, const char *group, const char *file,
                              const char *key)
{
    char *path = format_string("%s/%s", group, file);
    double number = host_number(root, path, key);
    free(path);
    return number;
}

/* cpu.max is "max 100000" or "50000 100000". */
static double quota_of_group(const char *root, const char *group)
{
    double quota = number_of_group(root, group, "cpu.cfs_quota_us", "");
    double period = number_of_group(root, group, "cpu.cfs_period_us", "");
    char *path = format_string("%s/cpu.max", group), *line = host_line(root, path, "");
    if (line && sscanf(line, "%lf %lf", &quota, &period) != 2)
        quota = NAN;
    free(line);
    free(path);
    return quota > 0 && period > 0 ? quota / period : INFINITY;
}

struct host_quota host_quota(const char *root)
{
    struct host_quota all = {.cores = INFINITY};
    static const char *const kinds[] = {"cpu", ""};
    for (size_t i = 0; i < 2; i++) {
        char *group = group_of(root, kinds[i]);
        for (bool more = group; more; more = group_up(group)) {
            char *stat = format_string("%s/cpu.stat", group);
            all.cores = fmin(all.cores, quota_of_group(root, group));
            all.throttled += count_of(root, stat, "nr_throttled ");
            all.throttled_ns += count_of(root, stat, "throttled_time ") +
                                count_of(root, stat, "throttled_usec ") * NS_PER_US;
            free(stat);
        }
        free(group);
    }
    return all;
}

static void memory_of_group(const char *root, const char *group, struct host_memory *memory)
{
    double limit = fmin(number_of_group(root, group, "memory.max", ""),
                        number_of_group(root, group, "memory.limit_in_bytes", ""));
    double used = fmin(number_of_group(root, group, "memory.current", ""),
                       number_of_group(root, group, "memory.usage_in_bytes", ""));
    double cache = fmin(number_of_group(root, group, "memory.stat", "file "),
                        number_of_group(root, group, "memory.stat", "total_cache "));
    double kept = fmin(number_of_group(root, group, "memory.stat", "shmem "),
                       number_of_group(root, group, "memory.stat", "total_shmem "));
    if (isnan(limit) || isnan(used) || limit >= (double)memory->total_bytes)
        return;
    if (!isnan(kept)) /* tmpfs files count as cache, but can't be given up */
        cache -= kept;
    double left = limit - used + (isnan(cache) ? 0 : cache);
    memory->total_bytes = (uint64_t)limit;
    if (left < (double)memory->available_bytes)
        memory->available_bytes = left > 0 ? (uint64_t)left : 0;
}

bool host_memory(const char *root, struct host_memory *memory)
{
    static const char path[] = "/proc/meminfo";
    *memory = (struct host_memory){.total_bytes = count_of(root, path, "MemTotal:") << 10,
                                   .available_bytes = count_of(root, path, "MemAvailable:") << 10};
    uint64_t swap = count_of(root, path, "SwapTotal:"), left = count_of(root, path, "SwapFree:");
    memory->swap_used_bytes = (swap > left ? swap - left : 0) << 10;
    static const char *const kinds[] = {"memory", ""};
    for (size_t i = 0; i < 2 && memory->total_bytes > 0; i++) {
        char *group = group_of(root, kinds[i]);
        for (bool more = group; more; more = group_up(group))
            memory_of_group(root, group, memory);
        free(group);
    }
    return memory->total_bytes > 0;
}
