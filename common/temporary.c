#include "temporary.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <libgen.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#define UNFINISHED ".unfinished."
#define DIGITS "XXXXXX"

static bool is_unfinished(const char *name)
{
    const size_t ending = strlen(UNFINISHED DIGITS), length = strlen(name);
    return length > ending && strncmp(name + length - ending, UNFINISHED, strlen(UNFINISHED)) == 0;
}

/* Removes a file unless somebody is still writing it. */
static void sweep_file(int folder, const char *name)
{
    struct stat file;
    const int descriptor = openat(folder, name, O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC);
    if (descriptor < 0)
        return;
    if (fstat(descriptor, &file) == 0 && S_ISREG(file.st_mode) && file.st_uid == geteuid() &&
        flock(descriptor, LOCK_EX | LOCK_NB) == 0)
        unlinkat(folder, name, 0);
    close(descriptor);
}

static void sweep_folder_of(const char *path)
{
    char *copy = strdup(path);
    DIR *folder = copy ? opendir(dirname(copy)) : NULL;
    free(copy);
    if (!folder)
        return;
    for (const struct dirent *file; (file = readdir(folder));)
        if (is_unfinished(file->d_name))
            sweep_file(dirfd(folder), file->d_name);
    closedir(folder);
}

/* Another process may have swept between our creating and locking the file: then it is gone. */
static bool is_ours(int descriptor)
{
    struct stat file;
    flock(descriptor, LOCK_EX); /* if this fails, nobody can get a lock to sweep it */
    return fstat(descriptor, &file) == 0 && file.st_nlink > 0;
}

static int open_locked(const char *path, char **name)
{
    for (;;) {
        if (asprintf(name, "%s" UNFINISHED DIGITS, path) < 0) {
            *name = NULL;
            errno = ENOMEM;
            return -1;
        }
        const int descriptor = mkostemp(*name, O_CLOEXEC);
        if (descriptor >= 0 && is_ours(descriptor))
            return descriptor;
        free(*name);
        *name = NULL;
        if (descriptor < 0)
            return -1;
        close(descriptor);
    }
}

int temporary_open(const char *path, char **name)
{
    sweep_folder_of(path);
    const int descriptor = open_locked(path, name);
    if (descriptor < 0)
        return -1;
    const mode_t mask = umask(0); /* the only way to ask for it sets it */
    umask(mask);
    fchmod(descriptor, 0666 & ~mask); /* if this fails, the owner can still read and write */
    return descriptor;
}
