#include "watch.h"
#include "clock.h"

#include <err.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>

static void look(struct watch *watch)
{
    double mhz = host_top_mhz(watch->root);
    watch->least_mhz = fmin(watch->least_mhz, mhz); /* of NAN and a number, the number */
    watch->most_mhz = fmax(watch->most_mhz, mhz);
    watch->from = worth_look(watch->root);
    watch->from_ns = clock_ns();
}

struct watch watch_start(const char *root, bool faults)
{
    struct watch watch = {.root = root,
                          .faults = faults,
                          .least_mhz = NAN,
                          .most_mhz = NAN,
                          .heat_stops = host_heat_stops(root)};
    watch.from = worth_look(root);
    watch.from_ns = clock_ns();
    return watch;
}

static void mark(struct sample *sample, const char *disturbed)
{
    if (!*sample->disturbed)
        snprintf(sample->disturbed, sizeof sample->disturbed, "%s", disturbed);
}

void watch_close(struct watch *watch)
{
    struct worth_look from = watch->from;
    char disturbed[DISTURBED_SIZE];
    look(watch);
    bool marks = worth_disturbed(&from, &watch->from, disturbed);
    for (size_t i = 0; marks && i < watch->open_count; i++)
        mark(&watch->open[i].row->samples[watch->open[i].sample], disturbed);
    watch->open_count = 0;
}

void watch_sample(struct watch *watch, struct row *row)
{
    struct sample *sample = &row->samples[row->sample_count - 1];
    char disturbed[DISTURBED_SIZE];
    if (watch->faults && worth_faulted(sample, disturbed))
        mark(sample, disturbed);
    watch->open = reallocarray(watch->open, watch->open_count + 1, sizeof watch->open[0]);
    if (!watch->open)
        err(1, "samples");
    watch->open[watch->open_count++] = (struct watched){row, row->sample_count - 1};
    if (clock_ns() - watch->from_ns >= WATCH_STRETCH_NS)
        watch_close(watch);
}

void watch_mark_round(struct results *results, unsigned round, const char *disturbed)
{
    for (size_t i = 0; i < results_entry_count(results); i++) {
        const struct row *row = results_entry(results, i);
        for (size_t j = 0; j < row->sample_count; j++)
            if (row->samples[j].round == round)
                mark(&row->samples[j], disturbed);
    }
}

void watch_judge(struct watch *watch, struct results *results)
{
    watch_close(watch);
    char *governor = host_governor(watch->root);
    const struct worth_run run = {.least_mhz = watch->least_mhz,
                                  .most_mhz = watch->most_mhz,
                                  .heat_stops = host_heat_stops(watch->root) - watch->heat_stops,
                                  .governor = governor};
    worth_judge(results, &run);
    free(governor);
    free(watch->open);
    watch->open = NULL;
}
