#include "base/folder.h"

#include "base/strings.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

bool folder_make(const char *path)
{
    char *part = copy_string(path);
    bool good = true;
    for (char *at = part + 1; good && *part; at++) {
        char was = *at;
        if (was != '/' && was)
            continue;
        *at = '\0';
        good = mkdir(part, 0777) == 0 || errno == EEXIST;
        *at = was;
        if (!was)
            break;
    }
    free(part);
    return good;
}
