#include "bench.h"
#include "copies.h"
#include "data.h"
#include "lineup.h"
#include "machine.h"
#include "machine_limits.h"
#include "rounds.h"
#include "run.h"
#include "rungs.h"
#include "sample.h"
#include "units.h"
#include "views.h"

#include <err.h>
#include <errno.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#define EXIT_FAILED 1
#define EXIT_SKIPPED 77

struct bench {
    const struct run_options *options;
    struct results results;
    uint64_t *cost_ns; /* of one sample, by row */
    char *data, *output;
    struct sampling sampling;
    uint64_t start_ns;
};

static uint64_t now_ns(void)
{
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return (uint64_t)now.tv_sec * NS_PER_S + (uint64_t)now.tv_nsec;
}

/* --- progress --- */

static void progress(const char *what, const char *name, uint64_t left_ns)
{
    char left[UNITS_SIZE];
    bool terminal = isatty(STDERR_FILENO);
    fprintf(stderr, "%s%s: %s, %s left%s", terminal ? "\r\033[K" : "", what, name,
            units_duration(left, left_ns), terminal ? "" : "\n");
    fflush(stderr);
}

static void progress_end(void)
{
    if (isatty(STDERR_FILENO))
        fputs("\r\033[K", stderr);
}

/* --- the run --- */

static void run_stages(struct bench *bench)
{
    struct results *results = &bench->results;
    for (size_t i = 0; i < results->row_count && !run_interrupted; i++) {
        struct row *row = &results->rows[i];
        struct sample sample;
        char what[64];
        if (row->status != STATUS_OK)
            continue;
        snprintf(what, sizeof what, "stages, %zu of %zu", i + 1, results->row_count);
        uint64_t spent = now_ns() - bench->start_ns;
        progress(what, row->name,
                 bench->options->budget_ns > spent ? bench->options->budget_ns - spent : 0);
        if (!sample_take(row, &bench->sampling, true, &sample))
            continue;
        row->has_stages = true;
        row->stages = sample.record.stages;
        bench->cost_ns[i] = sample.wall_ns;
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
        }
        left -= left > bench->cost_ns[order[i]] ? bench->cost_ns[order[i]] : left;
    }
    free(order);
}

static void plan_rounds(struct bench *bench)
{
    struct results *results = &bench->results;
    uint64_t spent = now_ns() - bench->start_ns, budget = bench->options->budget_ns;
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
    if (least < ROUNDS_FOR_INTERVAL)
        warnx("only %u rounds%s: no intervals and no verdicts, which take %d", least,
              least < bench->options->rounds ? " fit the --budget" : "", ROUNDS_FOR_INTERVAL);
    free(rounds);
}

static bool keep(const struct bench *bench)
{
    char why[4400];
    if (results_write(&bench->results, bench->output, why, sizeof why))
        return true;
    warnx("%s", why);
    return false;
}

static bool run_rounds(struct bench *bench)
{
    unsigned last = 0;
    bool kept = true;
    for (size_t i = 0; i < bench->results.row_count; i++)
        if (bench->results.rows[i].rounds > last)
            last = bench->results.rows[i].rounds;
    for (unsigned round = 0; round < last && !run_interrupted && kept; round++) {
        run_round(bench, round, last);
        progress_end();
        bench->results.stopped = round + 1 < last || run_interrupted;
        kept = keep(bench);
    }
    return kept;
}

/* --- before and after --- */

/* Makes the folder of a path, its last level only. */
static void make_folder(const char *path)
{
    char *folder = copy_string(path), *slash = strrchr(folder, '/');
    if (slash) {
        *slash = '\0';
        if (mkdir(folder, 0777) < 0 && errno != EEXIST)
            err(1, "cannot make the folder %s", folder);
    }
    free(folder);
}

static void know_text(struct bench *bench)
{
    char why[4400];
    const char *given = bench->options->data;
    bench->data = given ? copy_string(given) : data_default(bench->options->quick);
    char *shown = machine_short_path(bench->data);
    struct facts *facts = &bench->results.data;
    if (!data_know(bench->data, shown, facts, why, sizeof why) ||
        !data_warm(bench->data, &facts->resident, why, sizeof why))
        errx(EXIT_FAILED, "%s", why);
    if (facts->resident < 1)
        warnx("only %.1f %% of %s stay in the page cache: disk speed is part of every time",
              100 * facts->resident, shown);
    free(shown);
}

static void set_head(struct bench *bench, int argc, char **command)
{
    struct results *results = &bench->results;
    struct timespec now;
    struct tm utc;
    clock_gettime(CLOCK_REALTIME, &now);
    gmtime_r(&now.tv_sec, &utc);
    strftime(results->started, sizeof results->started, "%Y-%m-%dT%H:%M:%SZ", &utc);
    results->command = json_array();
    json_array_append_new(results->command, json_string("./harness"));
    for (int i = 1; i < argc; i++)
        if (json_array_append_new(results->command, json_string(command[i])) < 0)
            json_array_append_new(results->command, json_string("(not UTF-8)"));
    results->machine = machine_facts();
    results->build = machine_build();
    results->seed = bench->options->seed;
    results->threads = bench->options->threads;
    if (bench->options->output) {
        bench->output = copy_string(bench->options->output);
        return;
    }
    char name[32];
    strftime(name, sizeof name, "%Y%m%dT%H%M%S", &utc);
    bench->output = format_string("%s/results/local/%s.%03ldZ.json", machine_source_dir(), name,
                                  now.tv_nsec / 1000000);
    make_folder(bench->output);
}

static bool export_to(const char *path, const struct results *results,
                      void (*write)(FILE *to, const struct results *results))
{
    if (!path)
        return true;
    bool standard = strcmp(path, "-") == 0;
    FILE *to = standard ? stdout : fopen(path, "we");
    if (!to) {
        warn("cannot write %s", path);
        return false;
    }
    write(to, results);
    bool good = !ferror(to) && (standard ? fflush(to) : fclose(to)) == 0;
    if (!good)
        warn("cannot write %s", path);
    return good;
}

static void export_json(FILE *to, const struct results *results)
{
    results_dump(results, to);
}

static int exit_code(const struct results *results)
{
    size_t skipped = 0;
    for (size_t i = 0; i < results->row_count; i++) {
        enum status status = results->rows[i].status;
        if (status == STATUS_SKIPPED)
            skipped++;
        else if (status != STATUS_OK)
            return EXIT_FAILED;
    }
    return skipped == results->row_count ? EXIT_SKIPPED : 0;
}

int bench_run(const struct run_options *options, int argc, char **command)
{
    struct bench bench = {.options = options};
    struct results *results = &bench.results;
    struct rungs rungs;
    char why[4400];
    if (!rungs_load(options->ladder, options->threads, &rungs, why, sizeof why))
        errx(EXIT_FAILED, "%s", why);
    if (run_interrupted) {
        rungs_free(&rungs);
        return 128 + run_interrupted;
    }
    lineup_select(results, options->variants, &rungs);
    rungs_free(&rungs);
    bench.cost_ns = calloc(results->row_count + 1, sizeof bench.cost_ns[0]); /* and the control */
    if (!bench.cost_ns)
        err(1, "benchmark");
    run_let_interrupts(); /* nothing to keep yet: they may end the program at once */
    know_text(&bench);
    run_catch_interrupts();
    bench.sampling = (struct sampling){.path = bench.data,
                                       .data = &results->data,
                                       .threads = options->threads,
                                       .timeout_ns = options->timeout_ns};
    set_head(&bench, argc, command);

    struct view view = view_of(stdout);
    bench.start_ns = now_ns();
    views_head(&view, results);
    fflush(stdout);
    bool kept = keep(&bench); /* a folder that cannot be written is found before, not after */
    if (kept) {
        run_stages(&bench);
        views_stages(&view, results);
        views_predictions(&view, results);
        fflush(stdout);
        if (!run_interrupted)
            results->limit_count = limits_measure(bench.data, options->threads, results->limits);
        views_limits(&view, results->limits, results->limit_count);
        fflush(stdout);
        const struct row *original = lineup_add_control(results, bench.cost_ns);
        if (original)
            bench.cost_ns[results->row_count - 1] = bench.cost_ns[original - results->rows];
        plan_rounds(&bench);
        kept = run_rounds(&bench);
        results->stopped = run_interrupted != 0;
        kept = keep(&bench) && kept;
        views_times(&view, results);
        views_ledger(&view, results);
        views_story(&view, results);
        kept = export_to(options->csv, results, views_csv) && kept;
        kept = export_to(options->markdown, results, views_markdown) && kept;
        kept = export_to(options->json, results, export_json) && kept;
        if (fflush(stdout) != 0 || ferror(stdout)) {
            warnx("the tables could not be written to standard output");
            kept = false;
        }
        char *shown = machine_short_path(bench.output);
        fprintf(stderr, "Results: %s\n", shown);
        free(shown);
    }
    int code = run_interrupted ? 128 + run_interrupted : kept ? exit_code(results) : EXIT_FAILED;
    results_free(results);
    free(bench.cost_ns);
    free(bench.data);
    free(bench.output);
    return code;
}
