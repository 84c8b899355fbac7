#include "base/progress.h"
#include "common/standard_output.h"
#include "common/units.h"
#include "variants/clock.h"

#include <stdbool.h>
#include <stdio.h>
#include <unistd.h>

#define PROGRESS_NS (5 * NS_PER_S)

static bool plain;

static bool writes_over(void)
{
    return !plain && standard_output_obeys(STDERR_FILENO);
}

void progress_plain(void)
{
    plain = true;
}

void progress(const char *what, const char *name, uint64_t left_ns)
{
    static uint64_t last_ns;
    char left[UNITS_SIZE];
    bool terminal = writes_over();
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
    if (writes_over())
        fputs("\r\033[K", stderr);
}
