#include "whole_file.h"
#include "copies.h"
#include "temporary.h"

#include <errno.h>
#include <fcntl.h>
#include <libgen.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

bool whole_file_is(const char *path, const char *other)
{
    struct stat one, two;
    return path && other && stat(path, &one) == 0 && stat(other, &two) == 0 &&
           one.st_dev == two.st_dev && one.st_ino == two.st_ino;
}

bool whole_file_can(const char *path)
{
    if (access(path, F_OK) == 0)
        return access(path, W_OK) == 0;
    char *folder = copy_string(path);
    bool can = access(dirname(folder), W_OK) == 0;
    free(folder);
    return can;
}

/* Without waiting for somebody to read a pipe. */
static int open_device(const char *path)
{
    int fd = open(path, O_WRONLY | O_CLOEXEC | O_NONBLOCK);
    if (fd >= 0)
        fcntl(fd, F_SETFL, 0);
    return fd;
}

bool whole_file_write(const char *path, bool (*put)(const void *what, FILE *to), const void *what,
                      char *why, size_t why_size)
{
    struct stat there;
    bool is_there = stat(path, &there) == 0;
    bool device = is_there && !S_ISREG(there.st_mode); /* /dev/null must stay */
    char *target = is_there ? realpath(path, NULL) : NULL, *temporary = NULL;
    const char *place = target ? target : path;
    int fd = device ? open_device(path) : temporary_open(place, &temporary);
    if (fd >= 0 && is_there && !device)
        fchmod(fd, there.st_mode & 07777);
    FILE *file = fd >= 0 ? fdopen(fd, "w") : NULL;
    bool good = file && put(what, file);
    if (file && fclose(file) != 0)
        good = false;
    good = good && (device || rename(temporary, place) == 0);
    if (!good) {
        snprintf(why, why_size, "cannot write %s: %s", path, strerror(errno));
        if (temporary)
            unlink(temporary);
    }
    free(temporary);
    free(target);
    return good;
}
