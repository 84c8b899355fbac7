#include "measure/cold.h"
#include "base/strings.h"
#include "figures/trust.h"
#include "measure/data.h"

#include <errno.h>
#include <fcntl.h>
#include <libgen.h>
#include <linux/magic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/vfs.h>
#include <unistd.h>

/* A file beside the text that nobody else can open; -1, and errno says why. */
static int open_beside(const char *text)
{
    char *copy = copy_string(text);
    char *name = format_string("%s/cold.XXXXXX", dirname(copy));
    int fd = mkostemp(name, O_CLOEXEC);
    if (fd >= 0)
        unlink(name);
    free(name);
    free(copy);
    return fd;
}

static bool copy_all(int from, int to)
{
    ssize_t got;
    do
        got = copy_file_range(from, NULL, to, NULL, (size_t)1 << 30, 0);
    while (got > 0 || (got < 0 && errno == EINTR));
    return got == 0 && fdatasync(to) == 0;
}

bool cold_make(struct cold *cold, const char *text, char *why, size_t why_size)
{
    struct statfs system;
    double resident;
    int from = open(text, O_RDONLY | O_CLOEXEC);
    bool in_memory = from >= 0 && fstatfs(from, &system) == 0 && system.f_type == TMPFS_MAGIC;
    *why = '\0';
    cold->fd = from < 0 || in_memory ? -1 : open_beside(text);
    snprintf(cold->path, sizeof cold->path, "/proc/%d/fd/%d", getpid(), cold->fd);
    if (in_memory)
        snprintf(why, why_size,
                 "the text is in memory (tmpfs) and can't be read from a disk; put "
                 "it on one");
    else if (cold->fd < 0 || !copy_all(from, cold->fd))
        snprintf(why, why_size, "cannot make a copy of the text beside it: %s", strerror(errno));
    else if (data_cool(cold->path, &resident, why, why_size) && !(resident <= COLD_MOST))
        snprintf(why, why_size,
                 "a copy of the text beside it does not leave the page cache; put "
                 "the text on another disk");
    if (from >= 0)
        close(from);
    if (*why)
        cold_drop(cold);
    return !*why;
}

void cold_drop(struct cold *cold)
{
    if (cold->fd >= 0)
        close(cold->fd);
    cold->fd = -1;
}
