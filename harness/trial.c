#include "trial.h"
#include "clock.h"
#include "copies.h"
#include "peers.h"
#include "plan.h"
#include "progress.h"
#include "run.h"
#include "stats.h"
#include "units.h"

#include <err.h>
#include <stdio.h>
#include <stdlib.h>

#define SLOW_NS (3 * NS_PER_S) /* on all of the text: too slow to be tried on it */
#define PEER_SLOW_TIMES 10
#define STAGE_RUNS 5                 /* of a variant, at most, */
#define STAGE_RUNS_NS (NS_PER_S / 2) /* and no new one after so long */
#define SLICE_RUNS 3

static int by_search_time(const void *left, const void *right)
{
    double a = record_search_ns(&((const struct sample *)left)->record);
    double b = record_search_ns(&((const struct sample *)right)->record);
    return (a > b) - (a < b);
}

/* Of `count` runs, the one with the median time. */
static const struct sample *middle(struct sample *samples, size_t count)
{
    qsort(samples, count, sizeof *samples, by_search_time);
    return &samples[count / 2];
}

/* On all of the text: several runs, where they are short. */
static void stages_of_all(struct bench *bench, struct row *row, struct sample *samples)
{
    uint64_t start_ns = clock_ns();
    size_t count = 0;
    while (count < STAGE_RUNS) {
        measure_cool(bench);
        if (!sample_take(row, &bench->sampling, true, &samples[count]))
            break;
        count++;
        if (clock_ns() - start_ns > STAGE_RUNS_NS)
            break;
    }
    if (!measure_text_holds(bench, row) || row->status != STATUS_OK || count == 0)
        return;
    const struct sample *median = middle(samples, count);
    row->has_stages = true;
    row->stages = median->record.stages;
    row->cost_ns = median->wall_ns;
}

/* On the first lines: whether that is all there is to do, since the variant is slow, or failed. */
static bool stages_of_slice(const struct bench *bench, struct row *row, struct sample *samples)
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
    size_t count = 0;
    while (count < SLICE_RUNS && sample_take(row, &how, true, &samples[count])) {
        if (record_search_ns(&samples[count++].record) * times < SLOW_NS)
            return false;
    }
    if (row->status != STATUS_OK && row->reason) {
        char *reason = copy_string(row->reason);
        row_fail(row, row->status, "on the first lines: %s", reason);
        free(reason);
    }
    if (row->status != STATUS_OK || count == 0)
        return true;
    const struct sample *median = middle(samples, count);
    double search_ns = record_search_ns(&median->record);
    row->has_stages = true;
    row->stages_bytes = excerpt->bytes;
    for (enum stage stage = 0; stage < STAGE_COUNT; stage++)
        row->stages.spent[stage] = (uint64_t)((double)median->record.stages.spent[stage] * times);
    row->cost_ns = median->wall_ns + (uint64_t)(search_ns * (times - 1));
    return true;
}

void trial_stages(struct bench *bench)
{
    struct results *results = &bench->results;
    struct sample *samples = calloc(STAGE_RUNS, sizeof *samples);
    if (!samples)
        err(1, "benchmark");
    if (!bench->options
             ->cold) /* the first lines are in memory, and how they got there is not timed */
        bench->excerpt = excerpt_of(bench->data, &results->data);
    for (size_t i = 0; i < results->row_count && !measure_stops(bench); i++) {
        struct row *row = &results->rows[i];
        char what[64];
        if (row->status != STATUS_OK)
            continue;
        snprintf(what, sizeof what, "stages, %zu of %zu", i + 1, results->row_count);
        progress(what, row->name, plan_budget_left(bench));
        if (!stages_of_slice(bench, row, samples) && !run_interrupted)
            stages_of_all(bench, row, samples);
    }
    progress_end();
    free(samples);
}

/* A peer takes part with all of the text unless that takes long, for itself and beside the fastest
 * variant. */
static bool is_slow(const struct bench *bench, uint64_t whole_ns)
{
    uint64_t fastest_ns = UINT64_MAX / PEER_SLOW_TIMES;
    for (size_t i = 0; i < bench->results.row_count; i++)
        if (bench->results.rows[i].status == STATUS_OK &&
            bench->results.rows[i].cost_ns < fastest_ns)
            fastest_ns = bench->results.rows[i].cost_ns;
    return whole_ns > SLOW_NS && whole_ns > PEER_SLOW_TIMES * fastest_ns;
}

/* The time of a peer on an empty text, the median of three; 0 for one that fails there, which it
 * may. It took `most_ns` on the first lines. */
static uint64_t start_up(const struct bench *bench, struct peer *peer, uint64_t most_ns)
{
    double times[3] = {0};
    struct sample *sample = malloc(sizeof *sample);
    if (!sample)
        err(1, "peers");
    for (size_t i = 0; i < 3 && !run_interrupted; i++)
        if (peer_sample_take(peer, bench->excerpt.empty_path, 0, most_ns, sample))
            times[i] = (double)sample->wall_ns;
        else
            row_clear(&peer->row);
    free(sample);
    return (uint64_t)stats_median(times, 3);
}

/* On the first lines, and where these show that it is fast enough, on all of the text from then on.
 */
static void try_peer(struct bench *bench, struct peer *peer)
{
    uint64_t bytes = bench->results.data.bytes;
    struct sample *sample = malloc(sizeof *sample);
    if (!sample)
        err(1, "peers");
    measure_cool(bench);
    peer->bytes = bench->excerpt.fd >= 0 ? bench->excerpt.bytes : bytes;
    if (measure_take_peer(bench, peer, sample)) {
        peer->row.cost_ns = sample->wall_ns;
        if (peer->bytes < bytes) {
            peer->start_ns = start_up(bench, peer, sample->wall_ns);
            uint64_t whole_ns = peer_whole_ns(peer, bytes, sample->wall_ns);
            if (!is_slow(bench, whole_ns)) {
                peer->bytes = bytes;
                peer->row.cost_ns = whole_ns;
                peer->start_ns = 0;
            }
        }
    }
    free(sample);
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
        progress(what, peer->row.name, plan_budget_left(bench));
        try_peer(bench, peer);
        measure_text_holds(bench, &peer->row);
    }
    progress_end();
}
