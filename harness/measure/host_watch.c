#include "measure/host_watch.h"
#include "base/units.h"
#include "variants/clock.h"

#include <err.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>

#define TEXT_MATTERS 0.01

static void look(struct host_watch *lookout)
{
    double mhz = host_top_mhz(lookout->root);
    lookout->least_mhz = fmin(lookout->least_mhz, mhz); /* of NAN and a number, the number */
    lookout->most_mhz = fmax(lookout->most_mhz, mhz);
    lookout->from = trust_look(lookout->root);
    lookout->from_ns = clock_ns();
}

struct host_watch host_watch_start(const char *root, bool faults)
{
    struct host_watch lookout = {.root = root,
                                 .faults = faults,
                                 .least_mhz = NAN,
                                 .most_mhz = NAN,
                                 .heat_stops = host_heat_stops(root)};
    lookout.from = trust_look(root);
    lookout.from_ns = clock_ns();
    return lookout;
}

static void mark(struct sample *sample, const char *disturbed)
{
    if (!*sample->disturbed)
        snprintf(sample->disturbed, sizeof sample->disturbed, "%s", disturbed);
}

void host_watch_close(struct host_watch *lookout)
{
    struct trust_look from = lookout->from;
    char disturbed[DISTURBED_SIZE];
    look(lookout);
    bool marks = trust_disturbed(&from, &lookout->from, disturbed);
    for (size_t i = 0; marks && i < lookout->open_count; i++)
        mark(&lookout->open[i].row->samples[lookout->open[i].sample], disturbed);
    lookout->open_count = 0;
}

void host_watch_sample(struct host_watch *lookout, struct row *row)
{
    struct sample *sample = &row->samples[row->sample_count - 1];
    char disturbed[DISTURBED_SIZE];
    if (lookout->faults && trust_faulted(sample, disturbed))
        mark(sample, disturbed);
    lookout->open = reallocarray(lookout->open, lookout->open_count + 1, sizeof lookout->open[0]);
    if (!lookout->open)
        err(1, "samples");
    lookout->open[lookout->open_count++] = (struct looked_at){row, row->sample_count - 1};
    if (clock_ns() - lookout->from_ns >= HOST_WATCH_STRETCH_NS)
        host_watch_close(lookout);
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
        for (size_t j = 0; j < row->sample_count; j++) {
            struct sample *sample = &row->samples[j];
            if (sample->round == round && sample->position >= from &&
                (double)gone_bytes > TEXT_MATTERS * (double)sample->wall_ns)
                mark(sample, disturbed);
        }
    }
}

void host_watch_judge(struct host_watch *lookout, struct results *results)
{
    host_watch_close(lookout);
    char *governor = host_governor(lookout->root);
    const struct trust_run run = {.least_mhz = lookout->least_mhz,
                                  .most_mhz = lookout->most_mhz,
                                  .heat_stops =
                                      host_heat_stops(lookout->root) - lookout->heat_stops,
                                  .governor = governor};
    trust_judge(results, &run);
    free(governor);
    free(lookout->open);
    lookout->open = NULL;
}
