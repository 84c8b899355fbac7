/* How large a buffer perf may have on each CPU. */
#include "profile/engines/perf.h"

#include <linux/perf_event.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <sys/syscall.h>
#include <unistd.h>

/* Maps a buffer on a CPU, as perf does: NULL if that CPU is offline, MAP_FAILED if not allowed. */
static void *map_on(long cpu, size_t length)
{
    struct perf_event_attr attr = {.type = PERF_TYPE_SOFTWARE,
                                   .size = sizeof attr,
                                   .config = PERF_COUNT_SW_CPU_CLOCK,
                                   .disabled = 1,
                                   .exclude_kernel = 1,
                                   .exclude_hv = 1};
    int event = (int)syscall(SYS_perf_event_open, &attr, 0, (int)cpu, -1, PERF_FLAG_FD_CLOEXEC);
    if (event < 0)
        return NULL;
    void *buffer = mmap(NULL, length, PROT_READ | PROT_WRITE, MAP_SHARED, event, 0);
    close(event);
    return buffer;
}

/* All CPUs at once, because the kernel limits their sum. */
static bool may_map(size_t bytes)
{
    long cpus = sysconf(_SC_NPROCESSORS_CONF), done = 0;
    size_t length = bytes + (size_t)sysconf(_SC_PAGESIZE); /* perf's first page is a header */
    void **buffers = cpus > 0 ? calloc((size_t)cpus, sizeof *buffers) : NULL;
    bool good = buffers;
    for (; good && done < cpus; done++) {
        buffers[done] = map_on(done, length);
        good = buffers[done] != MAP_FAILED;
    }
    while (done-- > 0)
        if (buffers[done] && buffers[done] != MAP_FAILED)
            munmap(buffers[done], length);
    free(buffers);
    return good;
}

const char *perf_buffer(void)
{
    static const char *const names[] = {"8M", "4M", "2M", "1M", "512K"};
    size_t i = 0, last = sizeof names / sizeof names[0] - 1;
    while (i < last && !may_map(((size_t)8 << 20) >> i))
        i++;
    return names[i];
}
