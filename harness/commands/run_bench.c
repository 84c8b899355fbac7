#include "commands/run_bench.h"
#include "base/command_line.h"
#include "base/strings.h"
#include "base/whole_file.h"
#include "commands/case_file.h"
#include "commands/run_shares.h"
#include "common/standard_output.h"
#include "figures/no_match.h"
#include "measure/data.h"
#include "measure/first_difference.h"
#include "measure/lineup.h"
#include "measure/manifest_check.h"
#include "measure/matrix.h"
#include "measure/peers.h"
#include "measure/probes.h"
#include "measure/trial.h"
#include "show/run_view.h"
#include "system/disk_limits.h"
#include "system/environment.h"
#include "system/gpu_limits.h"
#include "system/limits.h"
#include "system/machine.h"
#include "system/run.h"
#include "variants/clock.h"

#include <err.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>

#define EXIT_FAILED 1

void run_bench_init(struct bench *bench, const struct run_values *values)
{
    const char *root = getenv("HARNESS_HOST_ROOT"); /* for tests: another /proc and /sys */
    *bench = (struct bench){.options = &values->run,
                            .results.patterns = pattern_values_read(&values->patterns),
                            .excerpt = {.fd = -1, .empty_fd = -1},
                            .slow_file = {.fd = -1, .empty_fd = -1},
                            .less_file = {.fd = -1, .empty_fd = -1},
                            .lowered = {.fd = -1},
                            .cold = {.fd = -1},
                            .host_root = root ? root : ""};
    bench->reference = pattern_values_reference(&bench->results.patterns);
}

/* A file of this name among the results, in a folder that is made; where that cannot be written, in
 * the current folder. */
static char *place_for(const char *name)
{
    char *folder = machine_own_results_dir();
    char *path = format_string("%s/%s", folder, name);
    bool can = (mkdir(folder, 0777) == 0 || errno == EEXIST) && whole_file_can(path);
    const char *why = can ? "" : strerror(errno);
    if (!can && !whole_file_can(name))
        errx(EXIT_FAILED, "cannot write %s: %s: name a file with --output", path, why);
    if (!can) {
        warnx("cannot write to %s: %s: the results go to ./%s, --output names another file", folder,
              why, name);
        free(path);
        path = copy_string(name);
    }
    free(folder);
    return path;
}

static void know_text(struct bench *bench)
{
    char why[4400];
    const char *given = bench->options->data;
    bench->data = given ? command_line_path(given) : data_default(bench->options->quick);
    char *shown = machine_short_path(bench->data);
    if (stat(bench->data, &bench->text) < 0)
        err(EXIT_FAILED, "%s", bench->data);
    struct facts *facts = &bench->results.data;
    bench->schedule.start_ns = clock_ns(); /* includes counting a text, not generating it */
    if (!data_know(bench->data, shown, bench->reference, facts, &bench->counts, why, sizeof why) ||
        !data_warm(bench->data, &facts->resident, why, sizeof why))
        errx(EXIT_FAILED, "%s", why);
    if (bench->options->cold)
        facts->resident = 0; /* until some of it is found in the cache */
    case_file_expect(bench->options, facts);
    free(shown);
}

/* Printed now, and again above the table. */
static void warn_of_text(struct results *results)
{
    char *what = no_match_what(results);
    if (!what)
        return;
    warnx("%s", what);
    results_warn(results, false, what, no_match_remedy(results));
}

static void set_head(struct bench *bench)
{
    struct results *results = &bench->results;
    struct timespec now;
    struct tm utc;
    clock_gettime(CLOCK_REALTIME, &now);
    machine_time(now.tv_sec, results->started);
    results->command = machine_command();
    results->machine = machine_facts();
    if (*bench->host_root) /* a run that is told of another host says so */
        json_object_set_new(results->machine, "host_root", json_string(bench->host_root));
    results->build = machine_build();
    results->environment = environment_facts();
    results->seed = bench->options->seed;
    results->threads = bench->options->threads;
    results->gpus = bench->options->gpus;
    results->cold = bench->options->cold;
    results->pinned = bench->options->pin;
    results->pin = bench->options->pin ? machine_last_core() : 0;
    results->precision = bench->options->precision;
    if (bench->options->output) {
        bench->output = copy_string(bench->options->output);
        return;
    }
    char second[32];
    strftime(second, sizeof second, "%Y%m%dT%H%M%S", gmtime_r(&now.tv_sec, &utc));
    char *name = format_string("%s.%03ldZ.json", second, now.tv_nsec / 1000000);
    bench->output = place_for(name);
    free(name);
}

/* Ranks of this machine share its cores. */
static struct launch launch_of(const struct run_options *options, const char *text)
{
    int cores = machine_cores(), ranks = options->ranks;
    if (ranks == 0 && !options->hosts)
        ranks = cores;
    int part = options->hosts || ranks >= cores ? 1 : cores / ranks;
    return (struct launch){options->hosts, ranks, options->given_threads ? options->threads : part,
                           text};
}

void run_bench_open(struct bench *bench, const struct rungs *rungs)
{
    struct results *results = &bench->results;
    char *names = bench->options->act ? lineup_act(rungs, bench->options->act)
                                      : copy_string(bench->options->variants);
    lineup_select(results, names, rungs);
    free(names);
    peers_select(results, bench->options);
    set_head(bench);
    run_let_interrupts(); /* nothing to lose yet: a signal may end the program at once */
    know_text(bench);
    warn_of_text(results);
    lineup_skip_combined(results, bench->reference, &bench->counts);
    results->patterns.matches = reference_matches(bench->reference, &bench->counts);
    run_catch_interrupts();
    bench->sampling = (struct sampling){.path = bench->data,
                                        .data = &results->data,
                                        .patterns = &results->patterns,
                                        .threads = bench->options->threads,
                                        .gpus = bench->options->gpus,
                                        .launch = &bench->launch,
                                        .timeout_ns = bench->options->timeout_ns,
                                        .pinned = results->pinned,
                                        .core = results->pin};
    bench->schedule = (struct schedule){.most_rounds = bench->options->rounds,
                                        .start_ns = bench->schedule.start_ns,
                                        .budget_ns = bench->options->budget_ns,
                                        .stretch_ns = bench->options->stretch_ns};
    matrix_reserve(bench);
    schedule_open(&bench->schedule, results);
    bench->whole_path = realpath(bench->data, NULL);
    bench->launch = launch_of(bench->options, bench->whole_path);
    results_set_text_bytes(results);
    results->stopped = true; /* until the last round is done */
}

/* If a rung uses a GPU, adds its facts and limits. */
static void look_at_gpu(struct results *results)
{
    char why[300];
    bool used = false;
    for (size_t i = 0; i < results->row_count; i++)
        used |= results->rows[i].status == STATUS_OK && results->rows[i].is.limit &&
                gpu_limits_know(results->rows[i].is.limit);
    if (!used || run_interrupted)
        return;
    json_t *gpu = gpu_limits_measure(results->limits, &results->limit_count, why, sizeof why);
    if (gpu)
        json_object_set_new(results->machine, "gpu", gpu);
    else
        warnx("no limits of the GPU: %s", why);
}

/* Prints a part of the report during the run. */
static void tell_part(const struct terminal *terminal, const struct results *results,
                      const char *part)
{
    if (!terminal)
        return;
    struct figures figures = figures_of(results);
    run_view_part(terminal, &figures, part);
    figures_free(&figures);
    standard_output_flush();
}

/* Measures limits for each thread count that the run uses. */
static void measure_limits(struct bench *bench)
{
    const struct run_options *options = bench->options;
    struct results *results = &bench->results;
    if (options->sweep_count > 0)
        results->limit_count =
            limits_measure(bench->data, options->sweep, options->sweep_count, results->limits);
    else
        results->limit_count = limits_measure(bench->data, &options->threads, 1, results->limits);
}

/* For variants that want the text on the disk. If it can't be there, they are skipped. */
static void make_cold(struct bench *bench)
{
    char why[4400];
    struct results *results = &bench->results;
    bool wanted = false;
    for (size_t i = 0; i < results->row_count; i++)
        wanted |= results->rows[i].is.cold && results->rows[i].status == STATUS_OK;
    if (!wanted)
        return;
    results->data.has_cold_copy = cold_make(&bench->cold, bench->data, why, sizeof why);
    bench->sampling.cold_path = bench->cold.path;
    for (size_t i = 0; i < results->row_count && !results->data.has_cold_copy; i++)
        if (results->rows[i].is.cold && results->rows[i].status == STATUS_OK)
            row_fail(&results->rows[i], STATUS_SKIPPED, "%s", why);
}

void run_bench_look(struct bench *bench, const struct terminal *terminal)
{
    struct results *results = &bench->results;
    make_cold(bench);
    trial_stages(bench);
    run_shares(bench);
    tell_part(terminal, results, "stages");
    tell_part(terminal, results, "predictions");
    measure_keep_warm(bench);
    if (!measure_stops(bench) && !bench->options->cold) /* the limits are the page cache's */
        measure_limits(bench);
    if (!measure_stops(bench) && results->data.has_cold_copy)
        disk_limits_measure(bench->cold.path, results->limits, &results->limit_count);
    look_at_gpu(results);
    if (terminal)
        run_view_gpu(terminal, results);
    tell_part(terminal, results, "limits");
    trial_peers(bench);
}

bool run_bench_measure(struct bench *bench)
{
    struct results *results = &bench->results;
    lineup_add_sweep(results, &bench->schedule, bench->options->sweep, bench->options->sweep_count);
    size_t rows = results->row_count;
    lineup_add_controls(results, &bench->schedule);
    results_set_text_bytes(results);
    for (size_t i = rows; i < results->row_count + results->sweep_count; i++)
        probes_plan(bench, i);
    schedule_plan(&bench->schedule);
    bool kept = measure_rounds(bench);
    results->stopped = measure_stops(bench);
    matrix_measure(bench);
    first_difference_tell(bench);
    manifest_check(bench);
    return measure_keep(bench) && kept;
}

void run_bench_close(struct bench *bench)
{
    schedule_free(&bench->schedule);
    reference_free(bench->reference);
    results_free(&bench->results);
    excerpt_drop(&bench->excerpt);
    excerpt_drop(&bench->slow_file);
    excerpt_drop(&bench->less_file);
    lowered_drop(&bench->lowered);
    cold_drop(&bench->cold);
    free(bench->planned);
    free(bench->whole_path);
    free(bench->data);
    free(bench->output);
}
