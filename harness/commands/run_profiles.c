#include "commands/run_profiles.h"
#include "base/strings.h"
#include "common/standard_output.h"
#include "common/units.h"
#include "figures/landmarks.h"
#include "profile/engines/engine.h"
#include "profile/model/profile_verdict.h"
#include "profile/profile_kept.h"
#include "system/machine.h"
#include "system/run.h"

#include <err.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>

#define SEARCH_NS 0.5e9 /* slower variants are profiled on the text's first lines */

static uint64_t lines_of(const struct row_figures *row, const struct facts *data)
{
    double part = SEARCH_NS / row->time.median_ns;
    return part < 1 ? (uint64_t)ceil(part * (double)data->lines) : 0;
}

static void show(const struct profile *profile, const void *with)
{
    char *seen = profile_verdict_seen(profile);
    terminal_text(with, format_string("%s: %s", profile->variant, seen));
    free(seen);
    standard_output_flush();
}

void run_profiles(const struct bench *bench, const struct terminal *terminal)
{
    const struct row_figures *rows[LANDMARKS_MOST];
    bool instead;
    char why[4400];
    if (!engines_choose("auto", false, &instead, why, sizeof why)) {
        warnx("no profiles: %s", why);
        return;
    }
    struct figures figures = figures_of(&bench->results);
    size_t count = landmarks_of(&figures, rows);
    struct profiling how = {.engine = "auto",
                            .patterns = &bench->results.patterns,
                            .reference = bench->reference,
                            .threads = bench->options->threads,
                            .timeout_ns = bench->options->timeout_ns,
                            .path = bench->data,
                            .data = &bench->results.data,
                            .command = bench->results.command};
    if (count > 0)
        terminal_title(terminal, copy_string("Profiles: where the time goes inside"));
    for (size_t i = 0; i < count && !measure_stops(bench); i++) {
        if (rows[i]->row->is.own) {
            warnx("no profile of %s: %s try profiles programs that are not this build's",
                  rows[i]->row->is.name, machine_self());
            continue;
        }
        struct row row = {.is = rows[i]->row->is}; /* failures must not affect the run's results */
        how.lines = lines_of(rows[i], how.data);
        fprintf(stderr, "profiling %s, %zu of %zu, stop with Ctrl-C\n", row.is.name, i + 1, count);
        if (!profile_kept(&how, &row, bench->options->profiles, show, terminal, why, sizeof why) &&
            !run_interrupted)
            warnx("no profile of %s: %s", row.is.name, why);
        free(row.reason);
    }
    figures_free(&figures);
}
