#include "stages.h"
#include "clock.h"

#include <err.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <string.h>

#if defined(__x86_64__)
#include <cpuid.h>
#include <x86intrin.h>
#endif

struct clock {
    struct stage_times times;
    uint64_t since; /* tick of the last switch */
    enum stage now;
    struct clock *next;
};

bool stages_on;

static bool use_tsc;
static _Thread_local struct clock *own;
static _Atomic(struct clock *) clocks;
static struct stage_times workers; /* handed back by worker processes */
static uint64_t device_ns[STAGE_COUNT];
static uint64_t start_ns, start_ticks;

static bool tsc_is_invariant(void)
{
#if defined(__x86_64__)
    unsigned eax, ebx, ecx, edx;
    return __get_cpuid(0x80000007, &eax, &ebx, &ecx, &edx) && (edx & (1U << 8));
#else
    return false;
#endif
}

static uint64_t ticks(void)
{
#if defined(__x86_64__)
    if (use_tsc)
        return __rdtsc();
#endif
    return clock_ns();
}

/* Clocks outlive their threads, so that the times of one that has ended still count. */
static struct clock *clock_of_this_thread(void)
{
    if (own)
        return own;
    own = calloc(1, sizeof *own);
    if (!own)
        err(1, "stage clock");
    own->since = ticks();
    own->next = atomic_load(&clocks);
    while (!atomic_compare_exchange_weak(&clocks, &own->next, own))
        ;
    return own;
}

const char *stage_name(enum stage stage)
{
    static const char *const names[STAGE_COUNT] = {
        [STAGE_OTHER] = "other",   [STAGE_READ] = "read",     [STAGE_COMPILE] = "compile",
        [STAGE_LOWER] = "lower",   [STAGE_SEARCH] = "search", [STAGE_MERGE] = "merge",
        [STAGE_UPLOAD] = "upload", [STAGE_KERNEL] = "kernel", [STAGE_DOWNLOAD] = "download",
    };
    return stage < STAGE_COUNT ? names[stage] : NULL;
}

void stages_enable(void)
{
    use_tsc = tsc_is_invariant();
    stages_on = true;
}

enum stage stages_switch(enum stage next)
{
    struct clock *clock = clock_of_this_thread();
    uint64_t now = ticks();
    enum stage left = clock->now;
    clock->times.spent[left] += now - clock->since;
    clock->since = now;
    clock->now = next;
    return left;
}

void stages_start(void)
{
    struct clock *clock = clock_of_this_thread();
    memset(&workers, 0, sizeof workers);
    memset(device_ns, 0, sizeof device_ns);
    for (struct clock *each = atomic_load(&clocks); each; each = each->next)
        memset(&each->times, 0, sizeof each->times);
    start_ns = clock_ns();
    start_ticks = clock->since = ticks();
    clock->now = STAGE_OTHER;
}

struct stage_times stages_take(void)
{
    struct clock *clock = clock_of_this_thread();
    struct stage_times taken = clock->times;
    memset(&clock->times, 0, sizeof clock->times);
    return taken;
}

void stages_add_worker(const struct stage_times *times)
{
    for (int i = 0; i < STAGE_COUNT; i++)
        workers.spent[i] += times->spent[i];
}

void stages_add_device(const uint64_t ns[STAGE_COUNT])
{
    for (int i = 0; i < STAGE_COUNT; i++)
        device_ns[i] += ns[i];
}

struct stage_times stages_stop(void)
{
    stages_switch(STAGE_OTHER);
    uint64_t end_ticks = own->since, end_ns = clock_ns();
    double ns_per_tick = end_ticks > start_ticks
                             ? (double)(end_ns - start_ns) / (double)(end_ticks - start_ticks)
                             : 0;

    size_t others = 0;
    for (struct clock *each = atomic_load(&clocks); each; each = each->next)
        if (each != own) {
            stages_add_worker(&each->times);
            others++;
        }
    /* A device counts as much as all threads together: what it does, it does once. */
    for (int i = 0; i < STAGE_COUNT && ns_per_tick > 0; i++)
        workers.spent[i] +=
            (uint64_t)((double)device_ns[i] / ns_per_tick * (double)(others > 0 ? others : 1));
    double busy = 0;
    for (int i = 0; i < STAGE_COUNT; i++)
        if (i != STAGE_OTHER)
            busy += (double)workers.spent[i];

    struct stage_times ns = {{0}};
    uint64_t charged = 0;
    double waited = (double)own->times.spent[STAGE_WAIT];
    for (int i = 0; i < STAGE_COUNT; i++) {
        if (i == STAGE_OTHER)
            continue;
        double spent = (double)own->times.spent[i];
        if (busy > 0)
            spent += waited * (double)workers.spent[i] / busy;
        ns.spent[i] = (uint64_t)(spent * ns_per_tick);
        charged += ns.spent[i];
    }
    uint64_t total = end_ns - start_ns;
    ns.spent[STAGE_OTHER] = total > charged ? total - charged : 0;
    return ns;
}
