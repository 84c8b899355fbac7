#include "stages.h"
#include "clock.h"

#include <err.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <string.h>

#if defined(__x86_64__) && !defined(SIMULATED_CLOCK)
#define HAS_TSC
#include <cpuid.h>
#include <x86intrin.h>
#endif

/* Batches in which a switch is timed; the machine may be busy with other work in some. */
#define BATCHES 50
#define BATCH_PAIRS 2000

struct clock {
    struct stage_ticks ticks;
    uint64_t since; /* tick of the last switch */
    enum stage now;
    double owed; /* ticks of delay still due; negative: delayed too long */
    struct clock *next;
};

bool stages_on;

static bool use_tsc;
static double most_ticks;   /* of a switch in an empty loop */
static double switch_ticks; /* of a switch in the search, which is subtracted */
static enum stage delayed;
static double delay_fraction;
static _Thread_local struct clock *own;
static struct clock *time_line; /* of the thread that searches */
static _Atomic(struct clock *) clocks;
static struct stage_ticks workers; /* from worker processes */
static uint64_t device_ns[STAGE_COUNT];
static uint64_t start_ns, start_ticks;

static bool tsc_is_invariant(void)
{
#ifdef HAS_TSC
    unsigned eax, ebx, ecx, edx;
    return __get_cpuid(0x80000007, &eax, &ebx, &ecx, &edx) && (edx & (1U << 8));
#else
    return false;
#endif
}

static uint64_t now_ticks(void)
{
#ifdef HAS_TSC
    if (use_tsc)
        return __rdtsc();
#endif
    return clock_ns();
}

/* Clocks outlive their threads, so that ended threads still count. */
static struct clock *clock_of_this_thread(void)
{
    if (own)
        return own;
    own = calloc(1, sizeof *own);
    if (!own)
        err(1, "stage clock");
    own->since = now_ticks();
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

enum stage stage_named(const char *name)
{
    enum stage stage = 0;
    while (stage < STAGE_COUNT && (!name || strcmp(stage_name(stage), name) != 0))
        stage++;
    return stage;
}

void stages_delay(enum stage stage, double fraction)
{
    delayed = stage;
    delay_fraction = fraction;
}

double stage_delay(enum stage stage)
{
    return stage == delayed ? delay_fraction : 0;
}

/* Lengthens the visit that ends now, and returns its new end. Delays that are too short to spin
 * for, or were too long, are made up for later. */
static uint64_t lengthen(struct clock *clock, uint64_t now)
{
    enum stage stage = clock->now;
    if (stage == STAGE_UPLOAD || stage == STAGE_KERNEL || stage == STAGE_DOWNLOAD ||
        (stage == STAGE_OTHER && clock != time_line))
        return now;
    double length = (double)(now - clock->since) - most_ticks;
    if (length > 0)
        clock->owed += delay_fraction * length;
    const uint64_t start = now;
    while ((double)(now - start) < clock->owed)
        now = now_ticks();
    clock->owed -= (double)(now - start);
    return now;
}

enum stage stages_switch(enum stage next)
{
    struct clock *clock = clock_of_this_thread();
    uint64_t now = now_ticks();
    enum stage left = clock->now;
    if (delay_fraction > 0 && left == delayed)
        now = lengthen(clock, now);
    clock->ticks.spent[left] += now - clock->since;
    clock->ticks.stays[left]++;
    clock->since = now;
    clock->now = next;
    return left;
}

void stages_enable(void)
{
    use_tsc = tsc_is_invariant();
    stages_on = true;
    uint64_t best = UINT64_MAX;
    for (int i = 0; i < BATCHES; i++) {
        uint64_t start = now_ticks();
        for (int j = 0; j < BATCH_PAIRS; j++)
            stage_leave(stage_enter(STAGE_SEARCH));
        uint64_t took = now_ticks() - start;
        best = took < best ? took : best;
    }
    switch_ticks = most_ticks = (double)best / (2 * BATCH_PAIRS);
    stages_take();
}

/* --- a run --- */

void stages_start(void)
{
    struct clock *clock = time_line = clock_of_this_thread();
    memset(&workers, 0, sizeof workers);
    memset(device_ns, 0, sizeof device_ns);
    for (struct clock *each = atomic_load(&clocks); each; each = each->next)
        memset(&each->ticks, 0, sizeof each->ticks);
    start_ns = clock_ns();
    start_ticks = clock->since = now_ticks();
    clock->now = STAGE_OTHER;
}

struct stage_ticks stages_take(void)
{
    struct clock *clock = clock_of_this_thread();
    struct stage_ticks taken = clock->ticks;
    memset(&clock->ticks, 0, sizeof clock->ticks);
    return taken;
}

static void add(struct stage_ticks *sum, const struct stage_ticks *more)
{
    for (int i = 0; i <= STAGE_COUNT; i++) {
        sum->spent[i] += more->spent[i];
        sum->stays[i] += more->stays[i];
    }
}

void stages_add_worker(const struct stage_ticks *ticks)
{
    add(&workers, ticks);
}

void stages_add_device(const uint64_t ns[STAGE_COUNT])
{
    for (int i = 0; i < STAGE_COUNT; i++)
        device_ns[i] += ns[i];
}

struct stage_run stages_stop(void)
{
    stages_switch(STAGE_OTHER);
    uint64_t end_ticks = own->since, end_ns = clock_ns();
    struct stage_run run = {.own = own->ticks, .others = workers, .ns = end_ns - start_ns};
    if (end_ticks > start_ticks)
        run.ns_per_tick = (double)run.ns / (double)(end_ticks - start_ticks);
    memcpy(run.device_ns, device_ns, sizeof device_ns);
    for (struct clock *each = atomic_load(&clocks); each; each = each->next)
        if (each != own) {
            add(&run.others, &each->ticks);
            run.other_threads++;
        }
    return run;
}

/* --- what the clock took --- */

static uint64_t stays_of(const struct stage_ticks *ticks)
{
    uint64_t stays = 0;
    for (int i = 0; i <= STAGE_COUNT; i++)
        stays += ticks->stays[i];
    return stays;
}

double stages_most_clock(const struct stage_run *run)
{
    double ticks = most_ticks * (double)stays_of(&run->own);
    return run->ns > 0 ? ticks * run->ns_per_tick / (double)run->ns : 0;
}

void stages_calibrate(const struct stage_run *run, uint64_t with_ns, uint64_t without_ns)
{
    uint64_t stays = stays_of(&run->own);
    if (stays == 0 || stays_of(&run->others) > 0 || run->ns_per_tick == 0)
        return;
    double ns = with_ns > without_ns ? (double)(with_ns - without_ns) : 0;
    double measured = ns / run->ns_per_tick / (double)stays;
    switch_ticks = measured < most_ticks ? measured : most_ticks;
}

/* Subtracts the clock's cost from each stage, and returns the sum. */
static double take_out(struct stage_ticks *ticks)
{
    uint64_t sum = 0;
    for (int i = 0; i <= STAGE_COUNT; i++) {
        uint64_t cost = (uint64_t)((double)ticks->stays[i] * switch_ticks);
        cost = cost < ticks->spent[i] ? cost : ticks->spent[i];
        ticks->spent[i] -= cost;
        sum += cost;
    }
    return (double)sum;
}

struct stage_times stages_times(const struct stage_run *run)
{
    struct stage_ticks mine = run->own, others = run->others;
    double own_clock = take_out(&mine), others_clock = take_out(&others);

    /* A device counts as much as all threads together, because it does its work only once. */
    double copies = run->other_threads > 0 ? (double)run->other_threads : 1;
    double busy = others_clock;
    for (int i = 0; i < STAGE_COUNT; i++) {
        if (run->ns_per_tick > 0)
            others.spent[i] += (uint64_t)((double)run->device_ns[i] / run->ns_per_tick * copies);
        if (i != STAGE_OTHER)
            busy += (double)others.spent[i];
    }

    struct stage_times ns = {0};
    double waited = busy > 0 ? (double)mine.spent[STAGE_WAIT] / busy : 0; /* per tick of theirs */
    ns.clock = (uint64_t)((own_clock + waited * others_clock) * run->ns_per_tick);
    uint64_t charged = ns.clock;
    for (int i = 0; i < STAGE_COUNT; i++) {
        if (i == STAGE_OTHER)
            continue;
        double spent = (double)mine.spent[i] + waited * (double)others.spent[i];
        ns.spent[i] = (uint64_t)(spent * run->ns_per_tick);
        charged += ns.spent[i];
    }
    ns.spent[STAGE_OTHER] = run->ns > charged ? run->ns - charged : 0;
    return ns;
}
