#include "base/progress.h"
#include "common/standard_output.h"
#include "common/units.h"
#include "variants/clock.h"

#include <stdio.h>
#include <unistd.h>

#define PROGRESS_NS (5 * NS_PER_S)

void progress(const char *what, const char *name, uint64_t left_ns)
{
    static uint64_t last_ns;
    char left[UNITS_SIZE];
    bool terminal = standard_output_obeys(STDERR_FILENO);
    uint64_t now_ns = clock_ns();
    if (!terminal && last_ns && now_ns - last_ns < PROGRESS_NS)
        return;
    last_ns = now_ns;
    fprintf(stderr, "%s%s: %s, %s left%s", terminal ? "\r\033[K" : "", what, name,
            units_duration(left, left_ns), terminal ? "" : "\n");
    fflush(stderr);
}

void progress_end(void)
{
    if (standard_output_obeys(STDERR_FILENO))
        fputs("\r\033[K", stderr);
}
