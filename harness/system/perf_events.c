#include "system/perf_events.h"

#include <errno.h>
#include <linux/perf_event.h>
#include <stdbool.h>
#include <stdint.h>
#include <sys/syscall.h>
#include <unistd.h>

#define PERIOD 1000000

/* Opens an event on this process, as a profiler would, and closes it. */
static int try(uint32_t type, uint64_t event, bool kernel)
{
    struct perf_event_attr attributes = {.type = type,
                                         .size = sizeof attributes,
                                         .config = event,
                                         .sample_period = PERIOD,
                                         .sample_type = PERF_SAMPLE_IP | PERF_SAMPLE_TID,
                                         .disabled = 1,
                                         .exclude_kernel = !kernel,
                                         .exclude_hv = 1};
    long fd = syscall(SYS_perf_event_open, &attributes, 0, -1, -1, PERF_FLAG_FD_CLOEXEC);
    if (fd < 0)
        return errno;
    close((int)fd);
    return 0;
}

struct perf_events perf_events_try(void)
{
    return (struct perf_events){.clock = try(PERF_TYPE_SOFTWARE, PERF_COUNT_SW_CPU_CLOCK, false),
                                .kernel = try(PERF_TYPE_SOFTWARE, PERF_COUNT_SW_CPU_CLOCK, true),
                                .cycles = try(PERF_TYPE_HARDWARE, PERF_COUNT_HW_CPU_CYCLES, false)};
}
