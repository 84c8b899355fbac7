#include "temporary.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

int temporary_open(const char *path, char **name)
{
    if (asprintf(name, "%s.XXXXXX", path) < 0) {
        *name = NULL;
        errno = ENOMEM;
        return -1;
    }
    const int descriptor = mkostemp(*name, O_CLOEXEC);
    if (descriptor < 0) {
        free(*name);
        *name = NULL;
        return -1;
    }
    const mode_t mask = umask(0); /* the only way to ask for it sets it */
    umask(mask);
    fchmod(descriptor, 0666 & ~mask); /* where it fails the owner still reads and writes */
    return descriptor;
}
