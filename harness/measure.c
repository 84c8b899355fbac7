#include "measure.h"
#include "clock.h"
#include "data.h"
#include "peers.h"
#include "precision.h"
#include "rounds.h"
#include "run.h"
#include "stats.h"
#include "units.h"

#include <err.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#define PEER_SLOW_NS (3 * NS_PER_S)
#define PEER_SLOW_TIMES 10
#define PROGRESS_NS (5 * NS_PER_S)
#define STAGE_RUNS 5                 /* of a variant, at most, */
#define STAGE_RUNS_NS (NS_PER_S / 2) /* and no new one after so long */

/* On a terminal one line that is written over; elsewhere a line now and then. */
static void progress(const char *what, const char *name, uint64_t left_ns)
{
    static uint64_t last_ns;
    char left[UNITS_SIZE];
    bool terminal = isatty(STDERR_FILENO);
    uint64_t now_ns = clock_ns();
    if (!terminal && last_ns && now_ns - last_ns < PROGRESS_NS)
        return;
    last_ns = now_ns;
    fprintf(stderr, "%s%s: %s, %s left%s", terminal ? "\r\033[K" : "", what, name,
            units_duration(left, left_ns), terminal ? "" : "\n");
    fflush(stderr);
}

static void progress_end(void)
{
    if (isatty(STDERR_FILENO))
        fputs("\r\033[K", stderr);
}

static uint64_t budget_left(const struct bench *bench)
{
    uint64_t spent_ns = clock_ns() - bench->start_ns, budget_ns = bench->options->budget_ns;
    return budget_ns > spent_ns ? budget_ns - spent_ns : 0;
}

static int by_search_time(const void *left, const void *right)
{
    double a = record_search_ns(&((const struct sample *)left)->record);
    double b = record_search_ns(&((const struct sample *)right)->record);
    return (a > b) - (a < b);
}

bool measure_stops(const struct bench *bench)
{
    return run_interrupted || bench->changed;
}

/* Whether the text is still what it was. If not, what a row was just found to be says nothing of
 * its variant. */
static bool text_holds(struct bench *bench, struct row *row)
{
    bench->changed = data_change(bench->data, &bench->text);
    if (bench->changed) {
        const struct facts *data = &bench->results.data;
        row_clear(row);
        row->matches = row->sample_count ? data->matches : 0;
        row->digest = row->sample_count ? data->digest : 0;
    }
    return !bench->changed;
}

/* Where one variant's time goes: the median of several stage runs, where they are short. */
static void take_stages(struct bench *bench, size_t index)
{
    struct row *row = &bench->results.rows[index];
    struct sample *samples = calloc(STAGE_RUNS, sizeof *samples);
    uint64_t start_ns = clock_ns();
    size_t count = 0;
    if (!samples)
        err(1, "benchmark");
    while (count < STAGE_RUNS && sample_take(row, &bench->sampling, true, &samples[count])) {
        count++;
        if (clock_ns() - start_ns > STAGE_RUNS_NS)
            break;
    }
    if (text_holds(bench, row) && row->status == STATUS_OK && count > 0) {
        qsort(samples, count, sizeof *samples, by_search_time);
        row->has_stages = true;
        row->stages = samples[count / 2].record.stages;
        row->cost_ns = samples[count / 2].wall_ns;
    }
    free(samples);
}

void measure_stages(struct bench *bench)
{
    struct results *results = &bench->results;
    for (size_t i = 0; i < results->row_count && !measure_stops(bench); i++) {
        char what[64];
        if (results->rows[i].status != STATUS_OK)
            continue;
        snprintf(what, sizeof what, "stages, %zu of %zu", i + 1, results->row_count);
        progress(what, results->rows[i].name, budget_left(bench));
        take_stages(bench, i);
    }
    progress_end();
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
    return whole_ns > PEER_SLOW_NS && whole_ns > PEER_SLOW_TIMES * fastest_ns;
}

static bool take_peer(struct bench *bench, struct peer *peer, struct sample *sample)
{
    uint64_t bytes = bench->results.data.bytes;
    bool part = peer->bytes < bytes;
    bool good = peer_sample_take(peer, part ? bench->excerpt.path : bench->data,
                                 part ? bench->excerpt.matches : bench->results.data.matches,
                                 bench->options->timeout_ns, sample);
    sample->record.search_ns[0] = peer_whole_ns(peer, bytes, sample->wall_ns);
    return good;
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
    peer->bytes = bench->excerpt.fd >= 0 ? bench->excerpt.bytes : bytes;
    if (take_peer(bench, peer, sample)) {
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

void measure_peers(struct bench *bench)
{
    struct results *results = &bench->results;
    if (results->peer_count > 0)
        bench->excerpt = excerpt_of(bench->data, &results->data);
    for (size_t i = 0; i < results->peer_count && !measure_stops(bench); i++) {
        struct peer *peer = &results->peers[i];
        char what[64];
        snprintf(what, sizeof what, "peers, %zu of %zu", i + 1, results->peer_count);
        if (peer->row.status != STATUS_OK)
            continue;
        progress(what, peer->row.name, budget_left(bench));
        try_peer(bench, peer);
        text_holds(bench, &peer->row);
    }
    progress_end();
}

/* Samples still planned from this round on, in time. */
static uint64_t time_left(const struct bench *bench, unsigned round)
{
    uint64_t left = 0;
    for (size_t i = 0; i < results_entry_count(&bench->results); i++) {
        const struct row *row = results_entry(&bench->results, i);
        if (row->status == STATUS_OK && row->rounds > round)
            left += (row->rounds - round) * row->cost_ns;
    }
    return left;
}

static void run_round(struct bench *bench, unsigned round, unsigned last)
{
    struct results *results = &bench->results;
    size_t count = results_entry_count(results);
    size_t *order = calloc(count, sizeof *order);
    struct sample *sample = malloc(sizeof *sample);
    if (!order || !sample)
        err(1, "benchmark");
    rounds_order(results->seed, round, count, order);
    uint64_t left = time_left(bench, round);
    for (size_t i = 0; i < count && !measure_stops(bench); i++) {
        struct row *row = results_entry(results, order[i]);
        struct peer *peer = results_entry_peer(results, order[i]);
        char what[64];
        if (row->status != STATUS_OK || round >= row->rounds)
            continue;
        snprintf(what, sizeof what, "round %u of %u", round + 1, last);
        progress(what, row->name, left);
        bool good = peer ? take_peer(bench, peer, sample)
                         : sample_take(row, &bench->sampling, false, sample);
        if (text_holds(bench, row) && good) {
            sample->round = round + 1;
            sample->position = (unsigned)i + 1;
            row_add_sample(row, sample);
            row->cost_ns = (row->cost_ns + sample->wall_ns) / 2;
        }
        left -= left > row->cost_ns ? row->cost_ns : left;
    }
    free(sample);
    free(order);
}

void measure_plan(struct bench *bench)
{
    size_t count = results_entry_count(&bench->results);
    uint64_t left_ns = budget_left(bench), round_ns = 0;
    unsigned *rounds = calloc(count + 1, sizeof *rounds), least = UINT32_MAX;
    uint64_t *cost_ns = calloc(count + 1, sizeof *cost_ns);
    if (!rounds || !cost_ns)
        err(1, "benchmark");
    for (size_t i = 0; i < count; i++) {
        const struct row *row = results_entry(&bench->results, i);
        cost_ns[i] = row->status == STATUS_OK ? row->cost_ns : 0;
        round_ns += cost_ns[i];
    }
    rounds_plan(cost_ns, count, bench->options->rounds, left_ns, rounds);
    for (size_t i = 0; i < count; i++) {
        results_entry(&bench->results, i)->rounds = rounds[i];
        if (rounds[i] > 0 && rounds[i] < least)
            least = rounds[i];
    }
    if (least < ROUNDS_FOR_INTERVAL && least < bench->options->rounds) {
        char needed[UNITS_SIZE];
        uint64_t spent_ns = clock_ns() - bench->start_ns;
        warnx(
            "only %u round%s fit%s the --budget: no verdicts, which take %d; --budget %ss would do",
            least, least == 1 ? "" : "s", least == 1 ? "s" : "", ROUNDS_FOR_INTERVAL,
            units_significant(needed, ceil((double)(spent_ns + 7 * round_ns) / 1e9), 4));
    } else if (least < ROUNDS_FOR_INTERVAL) {
        warnx("only %u round%s: no intervals and no verdicts, which take %d", least,
              least == 1 ? "" : "s", ROUNDS_FOR_INTERVAL);
    }
    free(cost_ns);
    free(rounds);
}

bool measure_keep(const struct bench *bench)
{
    char why[4400];
    if (results_write(&bench->results, bench->output, why, sizeof why))
        return true;
    warnx("%s", why);
    return false;
}

/* Whether another round fits the budget. Those that an interval takes are never given up: they were
 * planned to fit, and a machine that has slowed since gets them all the same. */
static bool fits(const struct bench *bench, unsigned round)
{
    uint64_t next_ns = time_left(bench, round) - time_left(bench, round + 1);
    return round < ROUNDS_FOR_INTERVAL ||
           clock_ns() - bench->start_ns + next_ns <= bench->options->budget_ns;
}

void measure_keep_warm(struct bench *bench)
{
    double resident;
    char why[4400];
    if (!data_warm(bench->data, &resident, why, sizeof why))
        warnx("%s", why);
    else if (resident < bench->results.data.resident)
        bench->results.data.resident = resident; /* the least of all rounds */
}

/* What ends the rounds before round `round`, from 0, if anything does. */
static enum rounds_end ended_by(const struct bench *bench, unsigned round, unsigned last,
                                unsigned *narrow)
{
    if (measure_stops(bench))
        return ROUNDS_END_STOPPED;
    if (round >= last && last >= bench->options->rounds)
        return ROUNDS_END_ROUNDS;
    if (round >= last || !fits(bench, round))
        return ROUNDS_END_BUDGET;
    if (precision_reached(&bench->results, round, narrow))
        return ROUNDS_END_PRECISION;
    return ROUNDS_END_UNKNOWN;
}

bool measure_rounds(struct bench *bench)
{
    unsigned last = 0, narrow = 0;
    bool kept = true;
    enum rounds_end *end = &bench->results.rounds_end;
    for (size_t i = 0; i < results_entry_count(&bench->results); i++)
        if (results_entry(&bench->results, i)->rounds > last)
            last = results_entry(&bench->results, i)->rounds;
    for (unsigned round = 0;
         kept && (*end = ended_by(bench, round, last, &narrow)) == ROUNDS_END_UNKNOWN; round++) {
        measure_keep_warm(bench);
        limits_measure_round(bench->data, bench->results.limits, bench->results.limit_count, round);
        run_round(bench, round, last);
        progress_end();
        kept = measure_keep(bench);
    }
    return kept;
}
