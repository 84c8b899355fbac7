#include "base/whole_file.h"
#include "base/strings.h"
#include "common/standard_output.h"
#include "common/temporary.h"

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
    if (!path || !other)
        return false;
    if (stat(path, &one) < 0 || stat(other, &two) < 0)
        return strcmp(path, other) == 0;
    return one.st_dev == two.st_dev && one.st_ino == two.st_ino;
}

/* 1 or 2 if a file is the target of standard output or error, as /dev/stdout is; else -1. */
static int stream_of(const struct stat *file)
{
    struct stat stream;
    for (int fd = STDOUT_FILENO; fd <= STDERR_FILENO; fd++)
        if (fstat(fd, &stream) == 0 && stream.st_dev == file->st_dev &&
            stream.st_ino == file->st_ino)
            return fd;
    return -1;
}

bool whole_file_can(const char *path)
{
    struct stat there;
    bool is_there = stat(path, &there) == 0;
    if (is_there && S_ISDIR(there.st_mode)) {
        errno = EISDIR;
        return false;
    }
    if (is_there && (access(path, W_OK) < 0 || !S_ISREG(there.st_mode) || stream_of(&there) >= 0))
        return access(path, W_OK) == 0;
    char *folder = copy_string(path);
    bool can = access(dirname(folder), W_OK) == 0;
    free(folder);
    return can;
}

/* Doesn't wait for a pipe's reader. */
static int open_device(const char *path)
{
    int fd = open(path, O_WRONLY | O_CLOEXEC | O_NONBLOCK);
    if (fd >= 0)
        fcntl(fd, F_SETFL, 0);
    return fd;
}

/* Opens what must not be replaced: a device, or the target of this program's own output. */
static int open_in_place(const char *path, const struct stat *there)
{
    int stream = stream_of(there);
    if (stream < 0)
        return open_device(path);
    standard_output_flush();
    return dup(stream);
}

bool whole_file_write(const char *path, bool (*put)(const void *what, FILE *to), const void *what,
                      char *why, size_t why_size)
{
    struct stat there;
    bool is_there = stat(path, &there) == 0;
    bool in_place = is_there && (!S_ISREG(there.st_mode) || stream_of(&there) >= 0);
    char *temporary = NULL;
    int fd = in_place ? open_in_place(path, &there) : temporary_open(path, &temporary);
    FILE *file = fd >= 0 ? fdopen(fd, "w") : NULL;
    int lock = fd >= 0 ? fcntl(fd, F_DUPFD_CLOEXEC, 0) : -1; /* until it has its name */
    errno = file ? 0 : errno;
    bool good = file && put(what, file);
    if (good && is_there && !in_place && there.st_uid == geteuid())
        fchmod(fd, there.st_mode & 0777);
    int error = errno;
    if (file && fclose(file) != 0) {
        good = false;
        error = errno;
    } else if (!file && fd >= 0) {
        close(fd);
    }
    if (good && !in_place && rename(temporary, path) < 0) {
        good = false;
        error = errno;
    }
    if (!good) {
        snprintf(why, why_size, "cannot write %s%s%s%s", path, error ? ": " : "",
                 error ? strerror(error) : "", whole_file_remedy(error));
        if (temporary)
            unlink(temporary);
    }
    if (lock >= 0)
        close(lock);
    free(temporary);
    return good;
}

const char *whole_file_remedy(int error)
{
    return error == EFBIG ? "; raise the limit on a file's size (ulimit -f)" : "";
}
