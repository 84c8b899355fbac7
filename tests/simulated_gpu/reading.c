/* Linked with --wrap=pread64: reading takes simulated time, too, SIMULATED_READ ns for 1,000 bytes.
 */
#include "tests/support/simulated_clock.h"

#include <stdlib.h>
#include <sys/types.h>

ssize_t __real_pread64(int file, void *to, size_t length, off_t offset);
ssize_t __wrap_pread64(int file, void *to, size_t length, off_t offset);

ssize_t __wrap_pread64(int file, void *to, size_t length, off_t offset)
{
    const char *rate = getenv("SIMULATED_READ");
    ssize_t got = __real_pread64(file, to, length, offset);
    if (got > 0)
        simulated_spend(strtoull(rate ? rate : "100", NULL, 10) * (uint64_t)got / 1000);
    return got;
}
