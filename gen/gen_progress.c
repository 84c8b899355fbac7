#include "gen_progress.h"
#include "common/standard_output.h"
#include "variants/clock.h"

#include <math.h>
#include <stdatomic.h>
#include <stdbool.h>
#include <stdio.h>
#include <unistd.h>

#define FIRST_NS 500000000
#define TERMINAL_NS 100000000
#define LINE_NS 5000000000
#define WIDTH 60

static struct {
    uint64_t total_bytes, start_ns;
    _Atomic uint64_t done_bytes, due_ns; /* when the next line is due */
    bool terminal;
    _Atomic bool shown;
} progress;

static void show(uint64_t done, uint64_t ns)
{
    char line[WIDTH + 1] = "flushing to disk";
    double share = (double)done / (double)progress.total_bytes;
    if (share < 1)
        snprintf(line, sizeof line, "%3.0f %%  %.2f GB/s  %.0f s left", 100 * share,
                 (double)done / (double)ns, ceil((double)ns * 1e-9 * (1 / share - 1)));
    if (progress.terminal)
        fprintf(stderr, "\r%-*s", WIDTH, line);
    else
        fprintf(stderr, "%s\n", line);
}

void progress_start(uint64_t total_bytes)
{
    progress.total_bytes = total_bytes;
    progress.terminal = standard_output_obeys(STDERR_FILENO);
    progress.start_ns = clock_ns();
    progress.due_ns = progress.start_ns + (progress.terminal ? FIRST_NS : LINE_NS);
}

void progress_add(uint64_t bytes)
{
    uint64_t done = atomic_fetch_add(&progress.done_bytes, bytes) + bytes, now_ns = clock_ns(),
             due_ns = progress.due_ns;
    bool last = done == progress.total_bytes && progress.shown;
    if (now_ns < due_ns && !last)
        return;
    /* If several threads come at the same time, one prints it. */
    if (!atomic_compare_exchange_strong(&progress.due_ns, &due_ns,
                                        now_ns + (progress.terminal ? TERMINAL_NS : LINE_NS)))
        return;
    progress.shown = true;
    show(done, now_ns - progress.start_ns);
}

void progress_stop(void)
{
    if (progress.shown && progress.terminal)
        fprintf(stderr, "\r%*s\r", WIDTH, "");
}
