#include "measure/cold.h"
#include "base/strings.h"
#include "base/whole_file.h"
#include "figures/trust.h"
#include "measure/data.h"
#include "system/run.h"

#include <errno.h>
#include <fcntl.h>
#include <libgen.h>
#include <linux/magic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/sendfile.h>
#include <sys/stat.h>
#include <sys/vfs.h>
#include <unistd.h>

#define COPY_BYTES ((size_t)64 << 20) /* so that Ctrl-C need not wait long */

/* Creates a file without a name beside the text; -1 with errno. Follows links first, because they
 * may be on another file system. */
static int open_beside(const char *text)
{
    char *whole = realpath(text, NULL);
    if (!whole)
        return -1;
    char *name = format_string("%s/cold.XXXXXX", dirname(whole));
    int fd = mkostemp(name, O_CLOEXEC);
    if (fd >= 0)
        unlink(name);
    free(name);
    free(whole);
    return fd;
}

static bool copy_all(int from, int to)
{
    ssize_t got;
    struct stat text, copy;
    do
        got = sendfile(to, from, NULL, COPY_BYTES); /* also from one file system to another */
    while (!run_interrupted && (got > 0 || (got < 0 && errno == EINTR)));
    if (run_interrupted)
        errno = EINTR;
    if (got != 0 || fstat(from, &text) < 0 || fstat(to, &copy) < 0)
        return false;
    errno = EIO; /* the text was cut in the meantime */
    return text.st_size == copy.st_size && fdatasync(to) == 0;
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
        snprintf(why, why_size, "cannot copy the text into its folder: %s%s", strerror(errno),
                 errno == EFBIG ? whole_file_remedy(errno)
                                : "; that takes as much room again, and permission to write");
    else if (data_cool(cold->path, &resident, why, why_size) && !(resident <= COLD_MOST))
        snprintf(why, why_size,
                 "a copy of the text beside it does not leave the page cache; put "
                 "the text on another disk");
    else if (!*why)
        data_warm(cold->path, &resident, why, why_size); /* the first read may take longer */
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
