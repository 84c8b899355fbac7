#include "perf_map.h"

#include <err.h>
#include <fcntl.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

/* -1 if there is none. */
static int open_map(const char *folder)
{
    char *path;
    if (asprintf(&path, "%s/perf-%d.map", folder, (int)getpid()) < 0)
        err(1, "PERF_MAP");
    int map = open(path, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0600);
    if (map < 0)
        warn("PERF_MAP: cannot make %s", path);
    free(path);
    return map;
}

/* PCRE2 doesn't say where its code is, but the kernel does: in executable mappings without a file.
 */
static void write_regions(int map, const char *name)
{
    char *line = NULL;
    size_t size = 0;
    FILE *maps = fopen("/proc/self/maps", "re");
    if (!maps || ftruncate(map, 0) < 0 || lseek(map, 0, SEEK_SET) < 0) {
        warn("PERF_MAP");
        maps = maps ? (fclose(maps), NULL) : NULL;
    }
    while (maps && getline(&line, &size, maps) > 0) {
        unsigned long start, end, inode;
        char access[5];
        int length = 0;
        if (sscanf(line, "%lx-%lx %4s %*s %*s %lu %n", &start, &end, access, &inode, &length) ==
                4 &&
            access[2] == 'x' && inode == 0 && !line[length] &&
            dprintf(map, "%lx %lx %s\n", start, end - start, name) < 0)
            warn("PERF_MAP: cannot write");
    }
    if (maps)
        fclose(maps);
    free(line);
}

void perf_map_write(const char *name)
{
    static int map = -1;
    static bool tried;
    const char *folder = getenv("PERF_MAP");
    if (!folder || !*folder)
        return;
    if (!tried)
        map = open_map(folder);
    tried = true;
    if (map >= 0)
        write_regions(map, name);
}
