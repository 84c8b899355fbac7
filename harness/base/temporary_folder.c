#include "base/temporary_folder.h"
#include "base/strings.h"

#include <dirent.h>
#include <err.h>
#include <fcntl.h>
#include <ftw.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <sys/statvfs.h>
#include <unistd.h>

#define DIGITS ".XXXXXX"

struct temporary_folder {
    char *path;
    int lock; /* on it, so that nobody takes it for that of a program that was killed */
    struct temporary_folder *next;
};

static struct temporary_folder *opened;

static int remove_inside(const char *path, const struct stat *status, int kind, struct FTW *where)
{
    (void)status;
    (void)kind;
    return where->level > 0 ? remove(path) : 0;
}

void folder_empty(const char *path)
{
    nftw(path, remove_inside, 8, FTW_DEPTH | FTW_PHYS);
}

void folder_remove(const char *path)
{
    folder_empty(path);
    rmdir(path);
}

/* Locks a folder of this user; the lock ends with the process; -1 if another has it, or if it is
 * gone. */
static int lock_folder(const char *path)
{
    struct stat status;
    int lock = open(path, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
    if (lock >= 0 && flock(lock, LOCK_EX | LOCK_NB) == 0 && fstat(lock, &status) == 0 &&
        status.st_uid == geteuid() && status.st_nlink > 0)
        return lock;
    if (lock >= 0)
        close(lock);
    return -1;
}

/* Removes the folders of programs that were killed. */
static void sweep(const char *place, const char *name)
{
    DIR *folder = opendir(place);
    if (!folder)
        return;
    for (const struct dirent *file; (file = readdir(folder));) {
        size_t length = strlen(name);
        if (strncmp(file->d_name, name, length) != 0 || file->d_name[length] != DIGITS[0] ||
            strlen(file->d_name) != length + strlen(DIGITS))
            continue;
        char *path = format_string("%s/%s", place, file->d_name);
        int lock = lock_folder(path);
        if (lock >= 0) {
            folder_remove(path);
            close(lock);
        }
        free(path);
    }
    closedir(folder);
}

static void remove_all(void)
{
    for (const struct temporary_folder *folder = opened; folder; folder = folder->next)
        folder_remove(folder->path);
}

static struct temporary_folder *add(char *path, int lock)
{
    static bool registered;
    struct temporary_folder *folder = malloc(sizeof *folder);
    if (!folder)
        err(1, "a temporary folder");
    *folder = (struct temporary_folder){.path = path, .lock = lock, .next = opened};
    opened = folder;
    if (!registered)
        atexit(remove_all);
    registered = true;
    return folder;
}

struct temporary_folder *temporary_folder_open(const char *name)
{
    const char *const places[] = {getenv("TMPDIR"), "/dev/shm", "/tmp"};
    for (size_t i = 0; i < sizeof places / sizeof places[0]; i++) {
        struct statvfs system;
        if (!places[i] || *places[i] != '/' || statvfs(places[i], &system) < 0 ||
            system.f_flag & ST_NOEXEC)
            continue;
        sweep(places[i], name);
        char *path = format_string("%s/%s" DIGITS, places[i], name);
        int lock = mkdtemp(path) ? lock_folder(path) : -1;
        if (lock >= 0)
            return add(path, lock);
        free(path);
    }
    return NULL;
}

void temporary_folder_close(struct temporary_folder *folder)
{
    if (!folder)
        return;
    struct temporary_folder **at = &opened;
    while (*at != folder)
        at = &(*at)->next;
    *at = folder->next;
    folder_remove(folder->path);
    close(folder->lock);
    free(folder->path);
    free(folder);
}

const char *temporary_folder_path(const struct temporary_folder *folder)
{
    return folder ? folder->path : NULL;
}
