/* Loaded before a program (LD_PRELOAD): whoever reads beyond the first 3 MiB of a file gets EIO. */
#include <errno.h>
#include <sys/syscall.h>
#include <sys/types.h>
#include <unistd.h>

#define FAILS_AT (3 << 20)

ssize_t pread64(int fd, void *to, size_t length, off_t offset);

ssize_t pread64(int fd, void *to, size_t length, off_t offset)
{
    if (offset >= FAILS_AT) {
        errno = EIO;
        return -1;
    }
    return syscall(SYS_pread64, fd, to, length, offset);
}
