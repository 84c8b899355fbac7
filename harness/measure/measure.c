#include "measure/measure.h"
#include "base/progress.h"
#include "base/stats.h"
#include "base/strings.h"
#include "common/units.h"
#include "figures/document.h"
#include "measure/data.h"
#include "measure/peers.h"
#include "measure/probes.h"
#include "measure/rerun.h"
#include "measure/rounds.h"
#include "measure/schedule.h"
#include "record/try_record.h"
#include "system/disk_limits.h"
#include "system/run.h"
#include "variants/clock.h"

#include <err.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define WARM_NS NS_PER_S /* how old warming may be when a sample starts */
#define AGAIN_IN_VAIN 3  /* give up after so many repeated rounds that were disturbed, too */

bool measure_stops(const struct bench *bench)
{
    bool failed = false;
    for (size_t i = 0; bench->tries && i < bench->results.row_count; i++)
        failed |= bench->results.rows[i].status != STATUS_OK;
    return run_interrupted || bench->changed || failed;
}

bool measure_text_holds(struct bench *bench, struct row *row)
{
    bench->changed = bench->data ? data_change(bench->data, &bench->text) : NULL;
    if (bench->changed) {
        const struct facts *data = &bench->results.data;
        row_clear(row);
        row->matches = row->sample_count ? data->matches : 0;
        row->digest = row->sample_count ? data->digest : 0;
        if (row->is.own)
            row_fail(row, STATUS_FAILED, "the text %s while it ran", bench->changed);
    }
    return !bench->changed;
}

bool measure_take_peer(const struct bench *bench, struct peer *peer, struct sample *sample)
{
    uint64_t bytes = bench->results.data.bytes;
    bool part = peer->bytes < bytes;
    bool good = peer_sample_take(peer, part ? bench->excerpt.path : bench->data,
                                 part ? bench->excerpt.matches : bench->results.data.matches,
                                 bench->options->timeout_ns, sample);
    sample->record.search_ns = peer_whole_ns(peer, bytes, sample->wall_ns);
    return good;
}

/* A round to run. */
struct turn {
    unsigned number; /* from 1 */
    unsigned order;  /* this round's order, from 0 */
    const char *what;
    uint64_t cost_ns;
    const bool *only; /* who runs again; NULL: a planned round */
};

/* Compares how much of the text is in the page cache with the last time it was warmed: something
 * may have evicted it. Affects samples of the round from a position on. */
static void look_after(struct bench *bench, unsigned round, unsigned from)
{
    if (bench->options->cold || !bench->data)
        return;
    double gone = bench->warm - data_resident(bench->data);
    if (gone > 0)
        host_watch_mark_text(&bench->results, round, from,
                             (uint64_t)(gone * (double)bench->results.data.bytes));
}

/* Of an entry, whatever it is. False as of sample_take(). */
static bool take(struct bench *bench, size_t entry, struct sample *sample)
{
    struct row *row = results_entry(&bench->results, entry);
    struct peer *peer = results_entry_peer(&bench->results, entry);
    if (bench->tries)
        return tries_sample(bench->tries, strcmp(row->is.name, TRY_AFTER) == 0, row, sample);
    if (peer)
        return measure_take_peer(bench, peer, sample);
    const struct request request = {.program = measure_program(bench, entry),
                                    .prefix = &bench->schedule.jobs[entry].prefix};
    return sample_take(row, &bench->sampling, &request, sample);
}

/* Whether any sample was taken. */
static bool run_round(struct bench *bench, const struct turn *turn)
{
    bool any = false;
    struct results *results = &bench->results;
    size_t count = results_entry_count(results);
    size_t *order = calloc(count, sizeof *order);
    struct sample sample;
    if (!order)
        err(1, "benchmark");
    rounds_order(results->seed, turn->order, count, order);
    uint64_t left = turn->cost_ns;
    unsigned warm_from = 1;
    for (size_t i = 0; i < count && !measure_stops(bench); i++) {
        struct row *row = results_entry(results, order[i]);
        struct job *job = &bench->schedule.jobs[order[i]];
        if (row->status != STATUS_OK || (turn->only && !turn->only[order[i]]))
            continue;
        progress(turn->what, row->is.name, left);
        if (measure_warm_is_old(bench)) {
            look_after(bench, turn->number, warm_from);
            measure_keep_warm(bench);
            warm_from = (unsigned)i + 1;
        }
        measure_cool(bench, row);
        bool good = take(bench, order[i], &sample);
        if (measure_text_holds(bench, row) && good) {
            sample.round = turn->number;
            sample.position = (unsigned)i + 1;
            row_add_sample(row, &sample);
            host_watch_sample(&bench->watch, row);
            any = true;
            job->cost_ns = (job->cost_ns + sample.wall_ns) / 2;
        } else if (good && !results_entry_peer(results, order[i])) {
            record_drop(&sample.record);
        }
        left -= left > job->cost_ns ? job->cost_ns : left;
    }
    if (!measure_stops(bench))
        look_after(bench, turn->number, warm_from);
    free(order);
    return any;
}

static bool has_samples(const struct results *results)
{
    for (size_t i = 0; i < results_entry_count(results); i++)
        if (results_entry(results, i)->sample_count > 0)
            return true;
    return false;
}

bool measure_keep(struct bench *bench)
{
    char why[4400];
    if (!bench->output)
        return true;
    if (results_write(document_of_run(&bench->results), bench->output, why, sizeof why)) {
        bench->kept_samples = has_samples(&bench->results);
        return true;
    }
    warnx("%s", why);
    return false;
}

bool measure_warm_is_old(const struct bench *bench)
{
    return bench->data && !bench->options->cold && clock_ns() - bench->warm_ns > WARM_NS;
}

void measure_keep_warm(struct bench *bench)
{
    double resident;
    char why[4400];
    uint64_t start_ns = clock_ns();
    if (bench->options->cold || !bench->data)
        return;
    if (!data_warm(bench->data, &resident, why, sizeof why))
        warnx("%s", why);
    else if (resident < bench->results.data.resident)
        bench->results.data.resident = resident; /* the smallest of all */
    bench->warm = resident;
    bench->warm_ns = clock_ns();
    bench->warming_ns += bench->warm_ns - start_ns;
}

/* `*most` is the most of all samples that stayed in the page cache, or NAN. */
static void cool(const char *path, double *most)
{
    double resident;
    char why[4400];
    if (!data_cool(path, &resident, why, sizeof why))
        warnx("%s", why);
    else if (!(resident <= *most))
        *most = resident;
}

void measure_cool(struct bench *bench, const struct row *row)
{
    struct facts *data = &bench->results.data;
    if (row && row->is.cold)
        cool(bench->cold.path, &data->cold_resident);
    else if (bench->options->cold)
        cool(bench->data, &data->resident);
}

const char *measure_program(const struct bench *bench, size_t entry)
{
    const struct row *row = results_entry(&bench->results, entry);
    return bench->layouts ? layouts_program(bench->layouts, row->is.program) : NULL;
}

/* Whether any program has this round's layout. */
static bool any_is_linked(const struct bench *bench)
{
    for (size_t i = 0; i < bench->results.row_count; i++) {
        const struct row *row = &bench->results.rows[i];
        if (row->status == STATUS_OK && !layouts_missing(bench->layouts, row->is.program))
            return true;
    }
    return false;
}

/* Links what can be for a round. False if none of it was to be. */
static bool link_anew(struct bench *bench, const struct turn *turn)
{
    struct results *results = &bench->results;
    if (!bench->layouts)
        return true;
    progress(turn->what, "a fresh layout", turn->cost_ns);
    if (!layouts_round(bench->layouts, results, turn->number))
        return false;
    if (any_is_linked(bench))
        results_add_layout(results, layout_drawn(results->seed, turn->number));
    return true;
}

static bool whole_round(struct bench *bench, const struct turn *turn)
{
    uint64_t start_ns = clock_ns();
    if (!link_anew(bench, turn))
        return true;
    measure_keep_warm(bench);
    if (bench->data && !bench->options->cold)
        limits_measure_round(bench->data, bench->results.limits, bench->results.limit_count,
                             turn->number - 1);
    if (bench->results.data.has_cold_copy)
        disk_limits_measure_round(bench->cold.path, bench->results.limits,
                                  bench->results.limit_count, turn->number - 1);
    uint64_t before_ns = clock_ns() - start_ns, warming_ns = bench->warming_ns;
    bool any = run_round(bench, turn);
    if (!turn->only && !measure_stops(bench))
        probes_take(bench, turn->order);
    bench->schedule.beside_ns = before_ns + bench->warming_ns - warming_ns;
    bench->results.rounds_again += turn->only && any;
    progress_end();
    return measure_keep(bench);
}

/* Repeats disturbed rounds, in the same order, for entries whose comparisons need it. They are new
 * rounds after the others, since nothing measured is removed. If there are too few rounds for an
 * interval, no sample is excluded, and --rounds is kept. */
static bool run_again(struct bench *bench, unsigned taken)
{
    unsigned most = taken < STATS_INTERVAL_LEAST ? taken : taken + (taken + 1) / 2,
             *orders = calloc(most + 1, sizeof *orders), vain = 0;
    bool *only = calloc(results_entry_count(&bench->results) + 1, sizeof *only), kept = true;
    if (!orders || !only)
        err(1, "benchmark");
    for (unsigned i = 0; i < taken; i++)
        orders[i] = i;
    for (unsigned number = 1; number <= taken && taken < most && vain < AGAIN_IN_VAIN; number++) {
        uint64_t cost_ns = rerun_who(&bench->schedule, number, only);
        if (cost_ns == 0 || cost_ns > schedule_budget_left(&bench->schedule))
            continue;
        char what[64];
        snprintf(what, sizeof what, "round %u again", orders[number - 1] + 1);
        struct turn turn = {taken + 1, orders[number - 1], what, cost_ns, only};
        orders[taken++] = turn.order;
        kept = whole_round(bench, &turn);
        host_watch_close(&bench->watch);
        if (!kept || measure_stops(bench))
            break;
        vain = rerun_who(&bench->schedule, turn.number, only) ? vain + 1 : 0;
    }
    free(orders);
    free(only);
    return kept;
}

/* Why the rounds end before round `round`, from 0; ROUNDS_END_UNKNOWN: they don't. */
static enum rounds_end ended_by(struct bench *bench, unsigned round, unsigned *narrow)
{
    const struct schedule *schedule = &bench->schedule;
    if (measure_stops(bench))
        return ROUNDS_END_STOPPED;
    if (round >= bench->options->rounds)
        return ROUNDS_END_ROUNDS;
    if (round >= schedule->rounds || !schedule_goes_on(schedule, round))
        return ROUNDS_END_BUDGET;
    if (schedule_is_precise(schedule, round, narrow))
        return ROUNDS_END_PRECISION;
    return ROUNDS_END_UNKNOWN;
}

/* Warns about programs of the build, or of the user's own, that were not linked again: differences
 * between them may come from their layouts. */
static void tell_layouts(struct bench *bench, bool own)
{
    struct results *results = &bench->results;
    char *names = NULL;
    const char *why = NULL;
    for (size_t i = 0; i < results->row_count; i++) {
        const struct row *row = &results->rows[i];
        const char *missing =
            row->status == STATUS_OK && row->sample_count > 0 && (row->is.own != NULL) == own
                ? layouts_missing(bench->layouts, row->is.program)
                : NULL;
        if (!missing)
            continue;
        why = own ? "only the build's programs are linked anew" : missing;
        names = append_string(names, "%s", row->is.name);
    }
    if (names)
        results_warn(results, false, format_string("one code layout only for %s: %s", names, why),
                     "don't trust differences of a few per cent: code layout alone can cause them");
    free(names);
}

bool measure_rounds(struct bench *bench)
{
    bool kept = true;
    unsigned round = 0, narrow = 0;
    enum rounds_end *end = &bench->results.rounds_end;
    bench->watch = host_watch_start(bench->host_root, !bench->options->cold);
    bench->layouts = bench->tries ? NULL : layouts_open();
    for (; kept; round++) {
        char what[64];
        *end = ended_by(bench, round, &narrow);
        if (*end != ROUNDS_END_UNKNOWN)
            break;
        snprintf(what, sizeof what, "round %u of %u", round + 1, bench->schedule.rounds);
        struct turn turn = {round + 1, round, what, schedule_time_left(&bench->schedule, round),
                            NULL};
        kept = whole_round(bench, &turn);
    }
    host_watch_close(&bench->watch);
    if (kept && !measure_stops(bench))
        kept = run_again(bench, round);
    if (bench->layouts) {
        tell_layouts(bench, false);
        tell_layouts(bench, true);
        layouts_close(bench->layouts);
        bench->layouts = NULL;
    }
    host_watch_judge(&bench->watch, &bench->results);
    return kept;
}
