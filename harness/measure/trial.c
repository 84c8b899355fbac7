#include "measure/trial.h"
#include "base/progress.h"
#include "base/stats.h"
#include "common/units.h"
#include "measure/data.h"
#include "measure/peers.h"
#include "measure/probes.h"
#include "system/run.h"

#include <err.h>
#include <stdio.h>
#include <stdlib.h>

#define SLOW_NS NS_PER_S /* on the whole text: slower variants search only a part in each round */
#define COLD_SLOW_NS (5 * (double)NS_PER_S) /* a disk gets up to its speed only on the way */
#define PEER_SLOW_NS (3 * NS_PER_S)
#define PEER_SLOW_TIMES 10
#define SLOW_BYTES ((uint64_t)16 << 20)  /* what a slow variant searches in a round, */
#define LESS_BYTES ((uint64_t)4 << 20)   /* and to find its start-up time */
#define ALONE_BYTES ((uint64_t)4 << 20)  /* a step by itself */
#define LARGE_BYTES ((uint64_t)64 << 20) /* for a fast variant with a stage left out */

/* A stage run, or without a stage clock a plain one. False if it failed. */
static bool take_stages(struct bench *bench, struct row *row, const struct prefix *prefix,
                        struct probe *probe)
{
    struct request request = {.prefix = prefix, .stages = !row->is.clockless};
    *probe = (struct probe){.kind = PROBE_STAGES};
    if (measure_warm_is_old(bench))
        measure_keep_warm(bench);
    measure_cool(bench, row);
    bool good = sample_take(row, &bench->sampling, &request, &probe->sample);
    return measure_text_holds(bench, row) && good;
}

/* Runs it on the first lines, and, if it is fast enough, on the whole text. */
static void try_row(struct bench *bench, size_t index)
{
    struct row *row = &bench->results.rows[index];
    struct job *job = &bench->schedule.jobs[index];
    struct probe probe;
    job->prefix = identity_counts(&row->is) && !bench->slow.path ? bench->whole : bench->slow;
    if (!take_stages(bench, row, &job->prefix, &probe))
        return;
    double times = (double)bench->results.data.bytes / (double)job->prefix.bytes;
    double slow_ns = row->is.cold ? COLD_SLOW_NS : SLOW_NS;
    if (job->prefix.bytes > 0 && (double)probe.sample.record.search_ns * times < slow_ns) {
        job->prefix = bench->whole;
        record_drop(&probe.sample.record);
        if (!take_stages(bench, row, &job->prefix, &probe))
            return;
    }
    job->cost_ns = probe.sample.wall_ns;
    if (!row->is.clockless)
        row_add_probe(row, &probe);
}

/* For commands, which can't be told how much of the text to search. In memory they are never cold.
 */
static void copy_prefixes(struct bench *bench)
{
    bool any = false;
    for (size_t i = 0; i < bench->results.row_count; i++)
        any |= identity_counts(&bench->results.rows[i].is);
    if (!any || bench->options->cold)
        return;
    bench->slow_file = excerpt_of_prefix(bench->data, &bench->slow);
    bench->less_file = excerpt_of_prefix(bench->data, &bench->less);
    if (bench->slow_file.fd >= 0 && bench->less_file.fd >= 0) {
        bench->slow.path = bench->slow_file.path;
        bench->less.path = bench->less_file.path;
    }
}

static void cut_prefixes(struct bench *bench)
{
    const struct facts *data = &bench->results.data;
    bench->whole = prefix_of(bench->data, data, data->bytes, bench->reference);
    bench->slow = prefix_of(bench->data, data, SLOW_BYTES, bench->reference);
    bench->less = prefix_of(bench->data, data, LESS_BYTES, bench->reference);
    bench->alone = prefix_of(bench->data, data, ALONE_BYTES, bench->reference);
    bench->large = prefix_of(bench->data, data, LARGE_BYTES, bench->reference);
    copy_prefixes(bench);
    if (bench->large.bytes > 0 || data->bytes <= LARGE_BYTES) /* never a second gigabyte */
        bench->lowered =
            lowered_of(bench->data, bench->large.bytes ? bench->large.bytes : data->bytes);
    bench->sampling.lowered_path = bench->lowered.path;
    double resident;
    char why[4400];
    if (bench->lowered.fd >= 0 && !data_warm(bench->lowered.path, &resident, why, sizeof why))
        warnx("%s", why);
}

void trial_stages(struct bench *bench)
{
    struct results *results = &bench->results;
    cut_prefixes(bench);
    for (size_t i = 0; i < results->row_count && !measure_stops(bench); i++) {
        if (results->rows[i].status != STATUS_OK)
            continue;
        progress("first look", results->rows[i].is.name, schedule_budget_left(&bench->schedule));
        try_row(bench, i);
    }
    for (size_t i = 0; i < results->row_count; i++)
        probes_plan(bench, i);
    probes_try(bench);
}

/* A peer searches the whole text unless that takes long, both in itself and compared with the
 * fastest variant. */
static bool is_slow(const struct bench *bench, uint64_t whole_ns)
{
    uint64_t fastest_ns = UINT64_MAX / PEER_SLOW_TIMES;
    for (size_t i = 0; i < bench->results.row_count; i++)
        if (bench->results.rows[i].status == STATUS_OK &&
            schedule_whole_ns(&bench->schedule, i) < fastest_ns)
            fastest_ns = schedule_whole_ns(&bench->schedule, i);
    return whole_ns > PEER_SLOW_NS && whole_ns > PEER_SLOW_TIMES * fastest_ns;
}

/* A peer's time on an empty text, the median of three; 0 if it fails there, which is allowed. It
 * took `most_ns` on the first lines. */
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

/* Runs it on the first lines, and, if it is fast enough, on the whole text from then on. */
static void try_peer(struct bench *bench, struct peer *peer, struct job *job)
{
    uint64_t bytes = bench->results.data.bytes;
    struct sample sample;
    measure_cool(bench, NULL);
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
    if (!bench->options->cold && results->peer_count > 0)
        bench->excerpt = excerpt_of(bench->data, &results->data, bench->reference);
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
