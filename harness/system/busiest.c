#include "system/busiest.h"
#include "base/printable.h"
#include "base/strings.h"
#include "system/host.h"

#include <ctype.h>
#include <dirent.h>
#include <err.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define SHOWN_MOST 3
#define SHOWN_LEAST 0.02 /* cores */

struct process {
    int pid;
    char name[16];
    unsigned long long ticks; /* of all its threads */
};

struct busiest {
    struct process *all;
    size_t count;
};

/* "12 (a name) S 1 ...": the 14th and 15th fields are its user and system time. */
static bool read_process(const char *root, const char *pid, struct process *process)
{
    char *path = format_string("/proc/%s/stat", pid), *line = host_line(root, path, ""),
         *open = line ? strchr(line, '(') : NULL, *close = line ? strrchr(line, ')') : NULL;
    unsigned long long user, system;
    bool good = open && close > open &&
                sscanf(close + 1, " %*c %*d %*d %*d %*d %*d %*u %*u %*u %*u %*u %llu %llu", &user,
                       &system) == 2;
    if (good) {
        *process = (struct process){.pid = atoi(pid), .ticks = user + system};
        snprintf(process->name, sizeof process->name, "%.*s", (int)(close - open - 1), open + 1);
        printable_ascii(process->name);
    }
    free(line);
    free(path);
    return good;
}

struct busiest *busiest_look(const char *root)
{
    struct busiest *look = calloc(1, sizeof *look);
    char *path = format_string("%s/proc", root);
    DIR *folder = opendir(path);
    if (!look)
        err(1, "processes");
    for (struct dirent *entry; folder && (entry = readdir(folder));) {
        struct process process;
        if (!isdigit((unsigned char)entry->d_name[0]) ||
            !read_process(root, entry->d_name, &process))
            continue;
        look->all = reallocarray(look->all, look->count + 1, sizeof process);
        if (!look->all)
            err(1, "processes");
        look->all[look->count++] = process;
    }
    if (folder)
        closedir(folder);
    free(path);
    return look;
}

void busiest_free(struct busiest *before)
{
    free(before->all);
    free(before);
}

static unsigned long long ticks_before(const struct busiest *before, const struct process *process)
{
    for (size_t i = 0; i < before->count; i++)
        if (before->all[i].pid == process->pid && before->all[i].ticks <= process->ticks)
            return before->all[i].ticks;
    return 0; /* it is new */
}

static int by_ticks(const void *left, const void *right)
{
    const struct process *a = left, *b = right;
    return (a->ticks < b->ticks) - (a->ticks > b->ticks);
}

/* Subtracts the earlier look, and merges processes of the same name. */
static void reduce(struct busiest *now, const struct busiest *before)
{
    size_t count = 0;
    for (size_t i = 0; i < now->count; i++) {
        struct process process = now->all[i];
        size_t same = 0;
        process.ticks -= ticks_before(before, &process);
        if (process.pid == getpid())
            continue;
        while (same < count && strcmp(now->all[same].name, process.name) != 0)
            same++;
        if (same < count)
            now->all[same].ticks += process.ticks;
        else
            now->all[count++] = process;
    }
    now->count = count;
}

char *busiest_since(const char *root, const struct busiest *before, uint64_t ns)
{
    struct busiest *now = busiest_look(root);
    char *names = NULL;
    double tick_ns = 1e9 / (double)sysconf(_SC_CLK_TCK);
    reduce(now, before);
    if (now->count > 0)
        qsort(now->all, now->count, sizeof now->all[0], by_ticks);
    for (size_t i = 0; i < now->count && i < SHOWN_MOST; i++) {
        double cores = (double)now->all[i].ticks * tick_ns / (double)ns;
        if (cores < SHOWN_LEAST)
            break;
        names = append_string(names, "%s %.2f", now->all[i].name, cores);
    }
    busiest_free(now);
    return names;
}
