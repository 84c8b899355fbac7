#include "commands/run_shares.h"
#include "base/command_line.h"
#include "base/progress.h"
#include "base/strings.h"
#include "figures/ladder.h"
#include "profile/try_profile.h"
#include "system/machine.h"

#include <stdlib.h>

/* What try_profile() found, or why nothing. */
static void take_share(struct profiled *profiled, json_t *side, const char *why)
{
    json_int_t samples = 0;
    const char *none = why;
    if (json_unpack(side, "{s:{s:I, s:{s:f, s:f, s:f}}}", "profile", "samples", &samples, "share",
                    "share", &profiled->share, "low", &profiled->low, "high",
                    &profiled->high) != 0 ||
        samples <= 0) {
        json_unpack(side, "{s?s}", "no_profile", &none);
        profiled->reason = copy_string(none);
        return;
    }
    profiled->samples = (uint64_t)samples;
}

/* On as much of the text as its samples search. Whether there is a profile, even without the share.
 */
static bool look(const struct bench *bench, const struct row *parent, struct own_program *own)
{
    char why[600] = "its share in the profile is not known";
    size_t entry = (size_t)(parent - bench->results.rows);
    const struct job *job = &bench->schedule.jobs[entry];
    struct tries tries = {.timeout_ns = bench->options->timeout_ns,
                          .commands = {parent->is.name},
                          .words = {sample_command(parent, &bench->sampling,
                                                   &(struct request){.prefix = &job->prefix})},
                          .cpu_s = {(double)job->cost_ns / 1e9}};
    json_t *side = try_profile(&tries, 0, own->functions, why, sizeof why);
    take_share(&own->profiled, side, why);
    bool seen = !json_object_get(side, "no_profile");
    json_decref(side);
    command_line_free(tries.words[0]);
    return seen;
}

void run_shares(struct bench *bench)
{
    struct results *results = &bench->results;
    for (size_t i = 0; i < results->row_count && !measure_stops(bench); i++) {
        const struct row *row = &results->rows[i], *parent = ladder_parent(results, row);
        struct own_program *own = row->is.own;
        if (!own || !own->functions || !parent || parent->status != STATUS_OK ||
            row->status != STATUS_OK)
            continue;
        progress("first look, profile", parent->is.name, schedule_budget_left(&bench->schedule));
        bool seen = look(bench, parent, own);
        if (!own->profiled.reason || measure_stops(bench))
            continue;
        char *remedy = seen ? copy_string("name functions that perf sees there: what a compiler "
                                          "inlined, or an interpreter runs, it does not")
                            : format_string("%s doctor says how to get profiles", machine_self());
        results_warn(results, false,
                     format_string("no ceiling for %s: no share of %s in %s: %s", row->is.name,
                                   own->functions, parent->is.name, own->profiled.reason),
                     remedy);
        free(remedy);
    }
    progress_end();
}
