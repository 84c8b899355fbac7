#include "system/run.h"
#include "base/command_line.h"
#include "base/strings.h"
#include "base/whole_file.h"
#include "commands/commands.h"
#include "commands/run_profiles.h"
#include "commands/run_values.h"
#include "common/manifest.h"
#include "common/standard_output.h"
#include "common/units.h"
#include "figures/no_match.h"
#include "measure/data.h"
#include "measure/lineup.h"
#include "measure/manifest_check.h"
#include "measure/measure.h"
#include "measure/peers.h"
#include "measure/probes.h"
#include "measure/rungs.h"
#include "measure/trial.h"
#include "profile/show/profile_page.h"
#include "record/results.h"
#include "show/exports.h"
#include "show/page.h"
#include "show/run_view.h"
#include "system/environment.h"
#include "system/gpu_limits.h"
#include "system/limits.h"
#include "system/machine.h"
#include "variants/clock.h"

#include <err.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>

#define EXIT_FAILED 1
#define EXIT_SKIPPED 77

/* --- before and after --- */

/* The path of a file in results/local/, which is created; if that fails, in the current folder. */
static char *place_for(const char *name)
{
    char *folder = format_string("%s/results/local", machine_source_dir());
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
    if (!data_know(bench->data, shown, facts, why, sizeof why) ||
        !data_warm(bench->data, &facts->resident, why, sizeof why))
        errx(EXIT_FAILED, "%s", why);
    if (bench->options->cold)
        facts->resident = 0; /* until some of it is found in the cache */
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
    results->patterns = results_default_patterns();
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

static int exit_code(const struct results *results)
{
    size_t skipped = 0;
    for (size_t i = 0; i < results_entry_count(results); i++) {
        enum status status = results_entry(results, i)->status;
        if (status == STATUS_SKIPPED)
            skipped += i < results->row_count;
        else if (status != STATUS_OK)
            return EXIT_FAILED;
    }
    return skipped == results->row_count ? EXIT_SKIPPED : 0;
}

static void set_up(struct bench *bench, const struct exports *exports, const struct rungs *rungs)
{
    struct results *results = &bench->results;
    lineup_select(results, bench->options->variants, rungs);
    peers_select(results, bench->options);
    set_head(bench);
    run_let_interrupts(); /* nothing to lose yet: a signal may end the program at once */
    know_text(bench);
    warn_of_text(results);
    char *manifest = manifest_path(bench->data);
    exports_spare(exports, bench->options->output, bench->data, "the text or its manifest");
    exports_spare(exports, bench->options->output, bench->options->ladder, "the list of variants");
    exports_spare(exports, bench->options->output, manifest, "the text or its manifest");
    free(manifest);
    run_catch_interrupts();
    bench->sampling = (struct sampling){.path = bench->data,
                                        .data = &results->data,
                                        .threads = bench->options->threads,
                                        .gpus = bench->options->gpus,
                                        .timeout_ns = bench->options->timeout_ns,
                                        .pinned = results->pinned,
                                        .core = results->pin};
    bench->schedule = (struct schedule){.most_rounds = bench->options->rounds,
                                        .start_ns = bench->schedule.start_ns,
                                        .budget_ns = bench->options->budget_ns,
                                        .stretch_ns = bench->options->stretch_ns};
    schedule_open(&bench->schedule, results);
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
    struct figures figures = figures_of(results);
    run_view_part(terminal, &figures, part);
    figures_free(&figures);
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

/* Everything before the rounds: where the time goes, the forecasts, and the machine's limits. */
static void look_first(struct bench *bench, const struct terminal *terminal)
{
    struct results *results = &bench->results;
    trial_stages(bench);
    tell_part(terminal, results, "stages");
    tell_part(terminal, results, "predictions");
    standard_output_flush();
    measure_keep_warm(bench);
    if (!measure_stops(bench) && !bench->options->cold) /* the limits are the page cache's */
        measure_limits(bench);
    look_at_gpu(results);
    run_view_gpu(terminal, results);
    tell_part(terminal, results, "limits");
    standard_output_flush();
    trial_peers(bench);
}

static bool measure(struct bench *bench)
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
    manifest_check(bench);
    return measure_keep(bench) && kept;
}

/* Makes a page beside the results, unless the user named a file: then that is the only one. */
static void make_page(const struct bench *bench)
{
    char why[4400];
    if (bench->options->output || !page_can())
        return;
    char *page = page_path(bench->output);
    json_t *profiles = profile_page_of(bench->options->profiles);
    if (page_write(bench->output, profiles, page, why, sizeof why))
        fprintf(stderr, "Report: %s\n", page);
    else
        warnx("no report: %s", why);
    json_decref(profiles);
    free(page);
}

/* The tables and the exports. */
static bool tell(const struct bench *bench, const struct exports *exports,
                 const struct terminal *terminal)
{
    const struct results *results = &bench->results;
    run_view_warnings(terminal, results);
    struct figures figures = figures_of(results);
    run_view_after(terminal, &figures);
    bool told = exports_write(exports, &figures);
    figures_free(&figures);
    told &= standard_output_flush();
    if (bench->kept_samples) {
        fprintf(stderr, "Results: %s\n", bench->output);
        make_page(bench);
    }
    return told;
}

/* If a run exceeded its budget, says where the time went: some work must be done once, however
 * small the budget. */
static void tell_budget(const struct bench *bench, uint64_t counted_ns, uint64_t tried_ns)
{
    const struct schedule *schedule = &bench->schedule;
    uint64_t start_ns = schedule->start_ns, end_ns = clock_ns();
    if (measure_stops(bench) || end_ns - start_ns < schedule->budget_ns + schedule->budget_ns / 10)
        return;
    warnx("this took %.3g s, more than --budget %.3gs: to read and count the text %.3g s, to try "
          "everything once %.3g s, for the fewest rounds that there can be %.3g s",
          (double)(end_ns - start_ns) / 1e9, (double)schedule->budget_ns / 1e9,
          (double)(counted_ns - start_ns) / 1e9, (double)(tried_ns - counted_ns) / 1e9,
          (double)(end_ns - tried_ns) / 1e9);
}

int run_command(int argc, char **argv)
{
    struct run_values values = run_values_of(argc, argv);
    const struct run_options *run = &values.run;
    const struct exports *exports = &values.exports;
    const char *root = getenv("HARNESS_HOST_ROOT"); /* for tests: another /proc and /sys */
    struct bench bench = {.options = run,
                          .excerpt = {.fd = -1, .empty_fd = -1},
                          .lowered = {.fd = -1},
                          .host_root = root ? root : ""};
    struct rungs rungs;
    char why[4400];
    run_catch_interrupts();
    exports_check("--output", run->output);
    exports_check_all(exports);
    exports_spare(exports, NULL, run->output, "the results file");
    if (!rungs_load(run->ladder, run->threads, run->gpus, &rungs, why, sizeof why))
        errx(EXIT_FAILED, "%s", why);
    if (run_interrupted) {
        rungs_free(&rungs);
        return 128 + run_interrupted;
    }
    set_up(&bench, exports, &rungs);
    rungs_free(&rungs);

    struct terminal terminal = terminal_of(exports_to_standard_output(exports) ? stderr : stdout);
    run_view_head(&terminal, &bench.results);
    standard_output_flush();
    bool kept = measure_keep(&bench); /* finds out now, not after the run, whether it can write */
    if (kept) {
        char budget[UNITS_SIZE];
        uint64_t counted_ns = clock_ns();
        fprintf(stderr, "measuring for up to %s (--budget), stop with Ctrl-C\n",
                units_duration(budget, run->budget_ns));
        look_first(&bench, &terminal);
        uint64_t tried_ns = clock_ns();
        kept = measure(&bench);
        tell_budget(&bench, counted_ns, tried_ns);
        if (run->profiles && !measure_stops(&bench))
            run_profiles(&bench, &terminal);
        kept = tell(&bench, exports, &terminal) && kept;
        if (bench.changed)
            warnx("%s %s during the run: what was measured before is kept; run it again",
                  bench.data, bench.changed);
    }
    int code = run_interrupted          ? 128 + run_interrupted
               : kept && !bench.changed ? exit_code(&bench.results)
                                        : EXIT_FAILED;
    schedule_free(&bench.schedule);
    results_free(&bench.results);
    excerpt_drop(&bench.excerpt);
    lowered_drop(&bench.lowered);
    free(bench.planned);
    free(bench.data);
    free(bench.output);
    return code;
}
