#include "measure/trial.h"
#include "base/progress.h"
#include "base/stats.h"
#include "base/strings.h"
#include "common/units.h"
#include "figures/trust.h"
#include "measure/host_watch.h"
#include "measure/peers.h"
#include "system/run.h"
#include "variants/clock.h"

#include <err.h>
#include <stdio.h>
#include <stdlib.h>

#define SLOW_NS (3 * NS_PER_S) /* on all of the text: too slow to be tried on it */
#define PEER_SLOW_TIMES 10
#define STAGE_RUNS 5                 /* of a variant, at most, */
#define STAGE_RUNS_NS (2 * NS_PER_S) /* and no new one after so long */
#define STAGE_PASSES (STAGE_RUNS + 3)
#define SLICE_RUNS 3

/* A variant's stage runs. */
struct stage_runs {
    struct sample samples[STAGE_PASSES];
    size_t count;
    size_t undisturbed;
    uint64_t spent_ns;
    uint64_t cost_ns; /* what a sample of it takes */
    bool over;
};

static int by_search_time(const void *left, const void *right)
{
    uint64_t a = ((const struct sample *)left)->record.search_ns;
    uint64_t b = ((const struct sample *)right)->record.search_ns;
    return (a > b) - (a < b);
}

/* The run with the median time, of those that nothing disturbed, if there are any. */
static const struct sample *middle(struct stage_runs *runs)
{
    size_t count = 0;
    host_watch_mark_faults(runs->samples, runs->count);
    for (size_t i = 0; i < runs->count && runs->undisturbed > 0; i++)
        if (!*runs->samples[i].disturbed)
            runs->samples[count++] = runs->samples[i];
    if (count == 0)
        count = runs->count;
    qsort(runs->samples, count, sizeof runs->samples[0], by_search_time);
    return &runs->samples[count / 2];
}

/* A run, and whether something had a part in it. False as of sample_take(). */
static bool take(const struct bench *bench, struct row *row, const struct sampling *how,
                 struct sample *sample)
{
    struct host_look from = host_watch_look(bench->host_root), to;
    if (!sample_take(row, how, true, sample))
        return false;
    to = host_watch_look(bench->host_root);
    host_watch_disturbed(&from, &to, sample->disturbed);
    return true;
}

static void add_run(struct stage_runs *runs)
{
    const struct sample *last = &runs->samples[runs->count++];
    runs->undisturbed += !*last->disturbed;
    runs->spent_ns += last->wall_ns;
}

/* A run on all of the text, which is in memory then, as a sample's is. */
static void stages_of_all(struct bench *bench, struct row *row, struct stage_runs *runs)
{
    if (measure_warm_is_old(bench))
        measure_keep_warm(bench);
    measure_cool(bench);
    bool good = take(bench, row, &bench->sampling, &runs->samples[runs->count]);
    if (!measure_text_holds(bench, row) || !good)
        return;
    add_run(runs);
    runs->over = runs->undisturbed == STAGE_RUNS || runs->spent_ns > STAGE_RUNS_NS;
}

/* On the first lines: whether that is all there is to do, since the variant is slow, or failed. */
static bool stages_of_slice(const struct bench *bench, struct row *row, struct stage_runs *runs)
{
    const struct excerpt *excerpt = &bench->excerpt;
    if (excerpt->fd < 0)
        return false;
    const struct facts first = {
        .bytes = excerpt->bytes, .matches = excerpt->matches, .digest = excerpt->digest};
    struct sampling how = bench->sampling;
    how.path = excerpt->path;
    how.data = &first;
    double times = (double)bench->results.data.bytes / (double)excerpt->bytes;
    while (runs->count < SLICE_RUNS && take(bench, row, &how, &runs->samples[runs->count])) {
        add_run(runs);
        if ((double)runs->samples[0].record.search_ns * times < SLOW_NS) {
            *runs = (struct stage_runs){.count = 0};
            return false;
        }
    }
    runs->over = true;
    if (row->status != STATUS_OK && row->reason) {
        char *reason = copy_string(row->reason);
        row_fail(row, row->status, "on the first lines: %s", reason);
        free(reason);
    }
    if (row->status != STATUS_OK || runs->count == 0)
        return true;
    const struct sample *median = middle(runs);
    double search_ns = (double)median->record.search_ns;
    row->has_stages = true;
    row->stages_bytes = excerpt->bytes;
    for (enum stage stage = 0; stage < STAGE_COUNT; stage++)
        row->stages.spent[stage] = (uint64_t)((double)median->record.stages.spent[stage] * times);
    runs->cost_ns = median->wall_ns + (uint64_t)(search_ns * (times - 1));
    return true;
}

void trial_stages(struct bench *bench)
{
    struct results *results = &bench->results;
    struct stage_runs *all = calloc(results->row_count + 1, sizeof *all);
    if (!all)
        err(1, "benchmark");
    if (!bench->options
             ->cold) /* the first lines are in memory, and how they got there is not timed */
        bench->excerpt = excerpt_of(bench->data, &results->data);
    /* Pass by pass, so that what disturbs the machine for a while has a part in few runs of each.
     */
    for (size_t pass = 0; pass < STAGE_PASSES; pass++)
        for (size_t i = 0; i < results->row_count && !measure_stops(bench); i++) {
            struct row *row = &results->rows[i];
            char what[64];
            if (row->status != STATUS_OK || all[i].over)
                continue;
            snprintf(what, sizeof what, "stages, run %zu", pass + 1);
            progress(what, row->is.name, schedule_budget_left(&bench->schedule));
            if (pass > 0 || (!stages_of_slice(bench, row, &all[i]) && !measure_stops(bench)))
                stages_of_all(bench, row, &all[i]);
        }
    for (size_t i = 0; i < results->row_count; i++) {
        struct row *row = &results->rows[i];
        if (row->status == STATUS_OK && all[i].count > 0 && !row->stages_bytes) {
            const struct sample *median = middle(&all[i]);
            row->has_stages = true;
            row->stages = median->record.stages;
            all[i].cost_ns = median->wall_ns;
        }
        bench->schedule.jobs[i].cost_ns = all[i].cost_ns;
    }
    progress_end();
    free(all);
}

/* A peer takes part with all of the text unless that takes long, for itself and beside the fastest
 * variant. */
static bool is_slow(const struct bench *bench, uint64_t whole_ns)
{
    uint64_t fastest_ns = UINT64_MAX / PEER_SLOW_TIMES;
    for (size_t i = 0; i < bench->results.row_count; i++)
        if (bench->results.rows[i].status == STATUS_OK &&
            bench->schedule.jobs[i].cost_ns < fastest_ns)
            fastest_ns = bench->schedule.jobs[i].cost_ns;
    return whole_ns > SLOW_NS && whole_ns > PEER_SLOW_TIMES * fastest_ns;
}

/* The time of a peer on an empty text, the median of three; 0 for one that fails there, which it
 * may. It took `most_ns` on the first lines. */
static uint64_t start_up(const struct bench *bench, struct peer *peer, uint64_t most_ns)
{
    double times[3] = {0};
    struct sample sample;
    for (size_t i = 0; i < 3 && !run_interrupted; i++)
        if (peer_sample_take(peer, bench->excerpt.empty_path, 0, most_ns, &sample))
            times[i] = (double)sample.wall_ns;
        else
            row_clear(&peer->row);
    return (uint64_t)stats_median(times, 3);
}

/* On the first lines, and where these show that it is fast enough, on all of the text from then on.
 */
static void try_peer(struct bench *bench, struct peer *peer, struct job *job)
{
    uint64_t bytes = bench->results.data.bytes;
    struct sample sample;
    measure_cool(bench);
    peer->bytes = bench->excerpt.fd >= 0 ? bench->excerpt.bytes : bytes;
    if (measure_take_peer(bench, peer, &sample)) {
        job->cost_ns = sample.wall_ns;
        if (peer->bytes < bytes) {
            peer->start_ns = start_up(bench, peer, sample.wall_ns);
            uint64_t whole_ns = peer_whole_ns(peer, bytes, sample.wall_ns);
            if (!is_slow(bench, whole_ns)) {
                peer->bytes = bytes;
                job->cost_ns = whole_ns;
                peer->start_ns = 0;
            }
        }
    }
}

void trial_peers(struct bench *bench)
{
    struct results *results = &bench->results;
    if (bench->options->cold && results->peer_count > 0)
        warnx("--cold: every peer searches all of the text, which slow ones take long for: its "
              "first lines are kept in memory, and are never cold");
    for (size_t i = 0; i < results->peer_count && !measure_stops(bench); i++) {
        struct peer *peer = &results->peers[i];
        char what[64];
        snprintf(what, sizeof what, "peers, %zu of %zu", i + 1, results->peer_count);
        if (peer->row.status != STATUS_OK)
            continue;
        progress(what, peer->row.is.name, schedule_budget_left(&bench->schedule));
        try_peer(bench, peer,
                 &bench->schedule.jobs[results_entry_count(results) - results->peer_count + i]);
        measure_text_holds(bench, &peer->row);
    }
    progress_end();
}
