#include "measure/host_watch.h"
#include "base/stats.h"
#include "common/units.h"
#include "variants/clock.h"

#include <err.h>
#include <inttypes.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>

#define TEXT_MATTERS 0.01
#define FAULT_NS 100e3

static uint64_t cpu_ns(int who)
{
    struct rusage usage;
    getrusage(who, &usage);
    return ((uint64_t)usage.ru_utime.tv_sec + (uint64_t)usage.ru_stime.tv_sec) * 1000000000 +
           ((uint64_t)usage.ru_utime.tv_usec + (uint64_t)usage.ru_stime.tv_usec) * 1000;
}

struct host_look host_watch_look(const char *root)
{
    struct host_look look = {.ours_ns = cpu_ns(RUSAGE_SELF) + cpu_ns(RUSAGE_CHILDREN),
                             .throttled = host_quota(root).throttled};
    look.has_time = host_own_time(root, &look.time);
    look.swapped_pages = host_number(root, "/proc/vmstat", "pswpin ") +
                         host_number(root, "/proc/vmstat", "pswpout ");
    return look;
}

/* Some of the kernel's counters may go back a little. */
static double since(uint64_t from, uint64_t to)
{
    return to > from ? (double)(to - from) : 0;
}

/* `usual`: the part of the time between the looks that is left if each sample takes only its usual
 * time. */
static bool disturbed_between(const struct host_look *from, const struct host_look *to,
                              double usual, char disturbed[DISTURBED_SIZE])
{
    double busy = since(from->time.busy_ns, to->time.busy_ns),
           idle = since(from->time.idle_ns, to->time.idle_ns),
           steal = since(from->time.steal_ns, to->time.steal_ns),
           others = fmax(busy - since(from->ours_ns, to->ours_ns), 0),
           pages = to->swapped_pages - from->swapped_pages, all = busy + idle + steal;
    bool known = from->has_time && to->has_time;
    disturbed[0] = '\0';
    if (to->throttled > from->throttled)
        snprintf(disturbed, DISTURBED_SIZE, "quota %" PRIu64 " times",
                 to->throttled - from->throttled);
    else if (known && steal >= HOST_WATCH_STEAL_LEAST_NS &&
             steal >= HOST_WATCH_STEAL * (busy + steal))
        snprintf(disturbed, DISTURBED_SIZE, "steal %.0f %%", 100 * steal / (busy + steal));
    else if (pages > HOST_WATCH_SWAPPED_PAGES)
        snprintf(disturbed, DISTURBED_SIZE, "swap %.0f pages", pages);
    else if (known && others >= HOST_WATCH_OTHERS_LEAST_NS &&
             others >= HOST_WATCH_OTHERS * usual * all)
        snprintf(disturbed, DISTURBED_SIZE, "others %.0f %%", 100 * others / all);
    return *disturbed;
}

bool host_watch_disturbed(const struct host_look *from, const struct host_look *to,
                          char disturbed[DISTURBED_SIZE])
{
    return disturbed_between(from, to, 1, disturbed);
}

static double typical(const struct sample *samples, size_t count,
                      double (*time_of)(const struct sample *sample))
{
    double *times = calloc(count + 1, sizeof *times);
    if (!times)
        err(1, "samples");
    for (size_t i = 0; i < count; i++)
        times[i] = time_of(&samples[i]);
    double median = stats_median(times, count);
    free(times);
    return median;
}

static double search_ns(const struct sample *sample)
{
    return (double)sample->record.search_ns;
}

static double wall_ns(const struct sample *sample)
{
    return (double)sample->wall_ns;
}

static bool is_of_faults(const struct sample *sample)
{
    return strncmp(sample->disturbed, "faults", strlen("faults")) == 0;
}

void host_watch_mark_faults(struct sample *samples, size_t count)
{
    uint64_t least = UINT64_MAX;
    double time_ns = typical(samples, count, search_ns);
    for (size_t i = 0; i < count; i++)
        if (samples[i].major_faults < least)
            least = samples[i].major_faults;
    for (size_t i = 0; i < count; i++) {
        struct sample *sample = &samples[i];
        uint64_t more = sample->major_faults - least;
        if (*sample->disturbed && !is_of_faults(sample))
            continue;
        *sample->disturbed = '\0';
        if (more >= HOST_WATCH_FAULTS_LEAST &&
            (double)more * FAULT_NS > HOST_WATCH_FAULTS * time_ns)
            snprintf(sample->disturbed, sizeof sample->disturbed, "faults %" PRIu64,
                     sample->major_faults);
    }
}

static void look(struct host_watch *watch)
{
    double mhz = host_top_mhz(watch->root);
    watch->least_mhz = fmin(watch->least_mhz, mhz); /* fmin() ignores NAN */
    watch->most_mhz = fmax(watch->most_mhz, mhz);
    watch->from = host_watch_look(watch->root);
    watch->from_ns = clock_ns();
}

struct host_watch host_watch_start(const char *root, bool faults)
{
    struct host_watch watch = {.root = root,
                               .faults = faults,
                               .least_mhz = NAN,
                               .most_mhz = NAN,
                               .heat_stops = host_heat_stops(root)};
    watch.from = host_watch_look(root);
    watch.from_ns = clock_ns();
    return watch;
}

/* Page faults may have another cause, and are counted again with each sample. */
static void mark(struct sample *sample, const char *disturbed)
{
    if (!*sample->disturbed || is_of_faults(sample))
        snprintf(sample->disturbed, sizeof sample->disturbed, "%s", disturbed);
}

static struct sample *sample_of(const struct looked_at *at)
{
    return at->is_probe ? &at->row->probes[at->index].sample : &at->row->samples[at->index];
}

/* The part of a stretch that is left if each sample takes only its row's usual time. */
static double usual_part(const struct host_watch *watch, uint64_t stretch_ns)
{
    double more_ns = 0;
    for (size_t i = 0; i < watch->open_count; i++) {
        const struct row *row = watch->open[i].row;
        if (!watch->open[i].is_probe)
            more_ns += fmax(0, wall_ns(sample_of(&watch->open[i])) -
                                   typical(row->samples, row->sample_count, wall_ns));
    }
    return 1 - fmin(more_ns / (double)stretch_ns, 1);
}

void host_watch_close(struct host_watch *watch)
{
    struct host_look from = watch->from;
    uint64_t from_ns = watch->from_ns;
    char disturbed[DISTURBED_SIZE];
    look(watch);
    bool marks = disturbed_between(&from, &watch->from,
                                   usual_part(watch, watch->from_ns - from_ns + 1), disturbed);
    for (size_t i = 0; marks && i < watch->open_count; i++)
        mark(sample_of(&watch->open[i]), disturbed);
    watch->open_count = 0;
}

static void add(struct host_watch *watch, struct looked_at at)
{
    watch->open = reallocarray(watch->open, watch->open_count + 1, sizeof watch->open[0]);
    if (!watch->open)
        err(1, "samples");
    watch->open[watch->open_count++] = at;
    if (clock_ns() - watch->from_ns >= HOST_WATCH_STRETCH_NS)
        host_watch_close(watch);
}

void host_watch_sample(struct host_watch *watch, struct row *row)
{
    if (watch->faults)
        host_watch_mark_faults(row->samples, row->sample_count);
    add(watch, (struct looked_at){row, false, row->sample_count - 1});
}

void host_watch_probe(struct host_watch *watch, struct row *row)
{
    add(watch, (struct looked_at){row, true, row->probe_count - 1});
}

void host_watch_mark_text(struct results *results, unsigned round, unsigned from,
                          uint64_t gone_bytes)
{
    char disturbed[DISTURBED_SIZE];
    char share[UNITS_SIZE];
    units_significant(share, 100 * (double)gone_bytes / (double)results->data.bytes, 2);
    snprintf(disturbed, sizeof disturbed, "text %.16s %% gone", share);
    for (size_t i = 0; i < results_entry_count(results); i++) {
        const struct row *row = results_entry(results, i);
        if (row->is.cold || /* it has a copy of its own */
            (double)gone_bytes <= TEXT_MATTERS * typical(row->samples, row->sample_count, wall_ns))
            continue;
        for (size_t j = 0; j < row->sample_count; j++) {
            struct sample *sample = &row->samples[j];
            if (sample->round == round && sample->position >= from)
                mark(sample, disturbed);
        }
    }
}

void host_watch_judge(struct host_watch *watch, struct results *results)
{
    host_watch_close(watch);
    char *governor = host_governor(watch->root);
    const struct trust_run run = {.least_mhz = watch->least_mhz,
                                  .most_mhz = watch->most_mhz,
                                  .heat_stops = host_heat_stops(watch->root) - watch->heat_stops,
                                  .governor = governor};
    trust_judge(results, &run);
    free(governor);
    free(watch->open);
    watch->open = NULL;
}
