#include "profile/engines/jit_map.h"

#include "base/strings.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

bool jit_map_name(const char *folder, uint64_t pid, uint64_t address, char *name, size_t size)
{
    char line[1024], *path = format_string("%s/perf-%" PRIu64 ".map", folder, pid);
    FILE *map = fopen(path, "re");
    bool found = false;
    while (map && !found && fgets(line, sizeof line, map)) {
        uint64_t start, length;
        int at = 0;
        line[strcspn(line, "\n")] = '\0';
        found = sscanf(line, "%" SCNx64 " %" SCNx64 " %n", &start, &length, &at) == 2 && at > 0 &&
                line[at] && address >= start && address - start < length;
        if (found)
            snprintf(name, size, "%s", line + at);
    }
    if (map)
        fclose(map);
    free(path);
    return found;
}
