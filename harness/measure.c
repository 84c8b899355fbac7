#include "measure.h"
#include "clock.h"
#include "rounds.h"
#include "run.h"
#include "units.h"

#include <err.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

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

static int by_search_time(const void *left, const void *right)
{
    double a = record_search_ns(&((const struct sample *)left)->record);
    double b = record_search_ns(&((const struct sample *)right)->record);
    return (a > b) - (a < b);
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
    if (row->status == STATUS_OK && count > 0) {
        qsort(samples, count, sizeof *samples, by_search_time);
        row->has_stages = true;
        row->stages = samples[count / 2].record.stages;
        bench->cost_ns[index] = samples[count / 2].wall_ns;
    }
    free(samples);
}

void measure_stages(struct bench *bench)
{
    struct results *results = &bench->results;
    for (size_t i = 0; i < results->row_count && !run_interrupted; i++) {
        char what[64];
        uint64_t spent_ns = clock_ns() - bench->start_ns, budget_ns = bench->options->budget_ns;
        if (results->rows[i].status != STATUS_OK)
            continue;
        snprintf(what, sizeof what, "stages, %zu of %zu", i + 1, results->row_count);
        progress(what, results->rows[i].name, budget_ns > spent_ns ? budget_ns - spent_ns : 0);
        take_stages(bench, i);
    }
    progress_end();
}

/* Samples still planned from this round on, in time. */
static uint64_t time_left(const struct bench *bench, unsigned round)
{
    uint64_t left = 0;
    for (size_t i = 0; i < bench->results.row_count; i++)
        if (bench->results.rows[i].status == STATUS_OK && bench->results.rows[i].rounds > round)
            left += (bench->results.rows[i].rounds - round) * bench->cost_ns[i];
    return left;
}

static void run_round(struct bench *bench, unsigned round, unsigned last)
{
    struct results *results = &bench->results;
    size_t count = results->row_count;
    size_t *order = calloc(count, sizeof *order);
    if (!order)
        err(1, "benchmark");
    rounds_order(results->seed, round, count, order);
    uint64_t left = time_left(bench, round);
    for (size_t i = 0; i < count && !run_interrupted; i++) {
        struct row *row = &results->rows[order[i]];
        struct sample sample;
        char what[64];
        if (row->status != STATUS_OK || round >= row->rounds)
            continue;
        snprintf(what, sizeof what, "round %u of %u", round + 1, last);
        progress(what, row->name, left);
        if (sample_take(row, &bench->sampling, false, &sample)) {
            sample.round = round + 1;
            sample.position = (unsigned)i + 1;
            row_add_sample(row, &sample);
            bench->cost_ns[order[i]] = (bench->cost_ns[order[i]] + sample.wall_ns) / 2;
        }
        left -= left > bench->cost_ns[order[i]] ? bench->cost_ns[order[i]] : left;
    }
    free(order);
}

void measure_plan(struct bench *bench)
{
    struct results *results = &bench->results;
    uint64_t spent = clock_ns() - bench->start_ns, budget = bench->options->budget_ns;
    unsigned *rounds = calloc(results->row_count + 1, sizeof *rounds), least = UINT32_MAX;
    if (!rounds)
        err(1, "benchmark");
    rounds_plan(bench->cost_ns, results->row_count, bench->options->rounds,
                budget > spent ? budget - spent : 0, rounds);
    for (size_t i = 0; i < results->row_count; i++) {
        results->rows[i].rounds = rounds[i];
        if (rounds[i] > 0 && rounds[i] < least)
            least = rounds[i];
    }
    if (least < ROUNDS_FOR_INTERVAL && least < bench->options->rounds) {
        char needed[UNITS_SIZE];
        uint64_t round_ns = 0;
        for (size_t i = 0; i < results->row_count; i++)
            round_ns += bench->cost_ns[i];
        warnx("only %u rounds fit the --budget: no verdicts, which take %d; --budget %ss would do",
              least, ROUNDS_FOR_INTERVAL,
              units_significant(needed, ceil((double)(spent + 7 * round_ns) / 1e9), 4));
    } else if (least < ROUNDS_FOR_INTERVAL) {
        warnx("only %u rounds: no intervals and no verdicts, which take %d", least,
              ROUNDS_FOR_INTERVAL);
    }
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

bool measure_rounds(struct bench *bench)
{
    unsigned last = 0;
    bool kept = true;
    for (size_t i = 0; i < bench->results.row_count; i++)
        if (bench->results.rows[i].rounds > last)
            last = bench->results.rows[i].rounds;
    for (unsigned round = 0; round < last && !run_interrupted && kept && fits(bench, round);
         round++) {
        run_round(bench, round, last);
        progress_end();
        kept = measure_keep(bench);
    }
    return kept;
}
