#include "system/run.h"
#include "base/strings.h"
#include "base/whole_file.h"
#include "commands/commands.h"
#include "common/arguments.h"
#include "common/manifest.h"
#include "common/standard_output.h"
#include "common/units.h"
#include "measure/data.h"
#include "measure/lineup.h"
#include "measure/manifest_check.h"
#include "measure/measure.h"
#include "measure/peers.h"
#include "measure/rungs.h"
#include "measure/trial.h"
#include "profile/show/profile_page.h"
#include "record/results.h"
#include "show/exports.h"
#include "show/page.h"
#include "show/run_view.h"
#include "system/gpu_limits.h"
#include "system/limits.h"
#include "system/machine.h"
#include "variants/clock.h"

#include <argp.h>
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
#define EXIT_USAGE 2
#define GPUS_MOST 64

/* --- options --- */

struct values {
    struct run_options run;
    struct exports exports;
};

enum {
    THREADS = ARGUMENT_OTHER,
    GPUS,
    PEER,
    PEER_LINES,
    ROUNDS,
    PRECISION,
    BUDGET,
    TIMEOUT,
    SEED
};

#define TEXT(member) ARGUMENT_TEXT(struct values, run.member)
#define FLAG(member) ARGUMENT_FLAG(struct values, run.member)

static const struct argp_option options[] = {
    {NULL, 0, NULL, 0, "What to run:", 0},
    {"variant", TEXT(variants), "NAME,...", 0, "Run these variants (default: all)", 0},
    {"ladder", TEXT(ladder), "FILE", 0, "Use this list of variants instead of this build's own", 0},
    {"threads", THREADS, "N,...", 0,
     "Give variants this many threads (default: one per core). With several counts, measure with "
     "the largest, and also what each count gains over one thread",
     0},
    {"gpus", GPUS, "N", 0, "Split the text over this many GPUs (default: 1)", 0},
    {"peers", FLAG(peers), NULL, 0,
     "Also run the tools that people would use instead: ripgrep, ugrep, grep, Python. Whole "
     "processes are compared with whole processes. A slow tool searches only the first lines, and "
     "its time is scaled",
     0},
    {"peer", PEER, "'NAME=COMMAND'", 0,
     "Also run this command, which must print the number of matches and nothing else. {data} in it "
     "stands for the text. It is split into words as a shell would, and run without a shell. May "
     "be repeated",
     0},
    {"peer-lines", PEER_LINES, "'NAME=COMMAND'", 0,
     "Also run this command, which must print one line per match (grep -o)", 0},

    {NULL, 0, NULL, 0, "What to search:", 0},
    {"data", TEXT(data), "FILE", 0, "Search this text (default: data/random.txt, made if missing)",
     0},
    {"quick", FLAG(quick), NULL, 0, "Search a tenth of the default text, in up to 90 seconds", 0},

    {NULL, 0, NULL, 0, "How to measure:", 0},
    {"rounds", ROUNDS, "N", 0, "Take at most this many samples of each variant (default: 20)", 0},
    {"precision", PRECISION, "PERCENT", 0,
     "Stop when the interval of every comparison is narrower than this: of each variant with the "
     "one it follows, and of the A/A control (default: 2%; 0%: as many rounds as --rounds and "
     "--budget allow)",
     0},
    {"budget", BUDGET, "TIME", 0,
     "Measure for up to this long, such as 90s or 8m (default: 520s, with --quick 65s; --peers "
     "adds 80s, and so does a list of --threads; up to a ninth is added if that gives every "
     "variant six rounds). If some samples take over 1s, fast variants then get a tenth more",
     0},
    {"timeout", TIMEOUT, "TIME", 0, "Stop a sample that takes longer than this (default: 2m)", 0},
    {"pin", FLAG(pin), NULL, 0, "Bind variants that use one core to the same core", 0},
    {"cold", FLAG(cold), NULL, 0,
     "Drop the text from the page cache before each sample. The times are then those of the disk, "
     "and peers search the whole text",
     0},
    {"seed", SEED, "N", 0, "Draw the order of the variants from this seed (default: a new one)", 0},

    {NULL, 0, NULL, 0, "What to write:", 0},
    {"output", TEXT(output), "FILE", 0,
     "Write the results to this file (default: a new one in results/local/)", 0},
    {0}};

static int ascending(const void *left, const void *right)
{
    return *(const int *)left - *(const int *)right;
}

/* One count, or several: a sweep, of which one thread is part in any case. */
static void read_threads(struct run_options *run, const char *text)
{
    int counts[SWEEP_MOST] = {1};
    size_t count = strchr(text, ',') ? 1 : 0;
    char *list = strdup(text), *rest = list;
    if (!list)
        err(1, "--threads");
    for (const char *each; (each = strsep(&rest, ","));) {
        if (count == SWEEP_MOST)
            errx(EXIT_USAGE, "--threads takes up to %d counts", SWEEP_MOST - 1);
        counts[count++] = argument_threads(each);
    }
    free(list);
    qsort(counts, count, sizeof counts[0], ascending);
    run->threads = counts[count - 1];
    run->sweep_count = 0;
    for (size_t i = 0; i < count && run->threads > 1 && count > 1; i++)
        if (i == 0 || counts[i] != counts[i - 1])
            run->sweep[run->sweep_count++] = counts[i];
}

static void add_peer(struct run_options *run, const char *text, bool lines)
{
    if (run->given_peer_count == PEERS_MOST)
        errx(EXIT_USAGE, "over %d peers are too many", PEERS_MOST);
    run->given_peers[run->given_peer_count++] = (struct peer_option){text, lines};
}

static error_t parse(int key, char *text, struct argp_state *state)
{
    struct values *values = state->input;
    struct run_options *run = &values->run;
    switch (key) {
    case THREADS:
        read_threads(run, text);
        return 0;
    case GPUS:
        run->gpus = (int)argument_number("gpus", text, 1, GPUS_MOST);
        return 0;
    case PEER:
    case PEER_LINES:
        add_peer(run, text, key == PEER_LINES);
        return 0;
    case ROUNDS:
        run->rounds = (unsigned)argument_number("rounds", text, 1, ROUNDS_MOST);
        return 0;
    case PRECISION:
        if (!units_parse_percent(text, 100, &run->precision))
            errx(EXIT_USAGE, "--precision takes a percentage such as 2%%, not '%s'", text);
        return 0;
    case BUDGET:
        run->budget_ns = argument_duration_ns("budget", text);
        return 0;
    case TIMEOUT:
        run->timeout_ns = argument_duration_ns("timeout", text);
        return 0;
    case SEED:
        run->seed = argument_number("seed", text, 0, INT64_MAX);
        return 0;
    case ARGP_KEY_INIT:
        state->child_inputs[0] = &values->exports;
        return 0;
    default:
        return argument_parse(key, text, state);
    }
}

static const struct argp argp = {
    .options = options,
    .parser = parse,
    .children = (const struct argp_child[]){{&exports_argp, 0, NULL, 4}, {0}},
    .doc = "Measure the variants side by side on one text, check what they count, and say where "
           "the time goes."
           "\vThe exit code is 1 if a variant failed or miscounted, and 77 if all were skipped."};

static uint64_t new_seed(void)
{
    struct timespec now;
    clock_gettime(CLOCK_REALTIME, &now);
    return (uint64_t)now.tv_nsec % 1000000;
}

static struct values values_of(int argc, char **argv)
{
    struct values values = {.run = {.variants = "all",
                                    .threads = machine_cores(),
                                    .gpus = 1,
                                    .rounds = 20,
                                    .precision = 0.02,
                                    .timeout_ns = 120 * NS_PER_S,
                                    .seed = new_seed(),
                                    .ladder = rungs_default_list()}};
    argp_parse(&argp, argc, argv, 0, NULL, &values);
    struct run_options *run = &values.run;
    arguments_quick_or_data(run->quick, run->data);
    if (run->budget_ns == 0) {
        run->budget_ns =
            ((run->quick ? 65U : 520U) + (run->peers ? 80U : 0) + (run->sweep_count ? 80U : 0)) *
            NS_PER_S;
        run->stretch_ns = run->budget_ns / 9;
    }
    return values;
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
    if (stat(bench->data, &bench->text) < 0)
        err(EXIT_FAILED, "%s", bench->data);
    struct facts *facts = &bench->results.data;
    if (!data_know(bench->data, shown, facts, why, sizeof why) ||
        !data_warm(bench->data, &facts->resident, why, sizeof why))
        errx(EXIT_FAILED, "%s", why);
    if (bench->options->cold)
        facts->resident = 0; /* until some of it is found to have stayed */
    free(shown);
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
    if (*bench->host_root) /* a run that was told of another host says so */
        json_object_set_new(results->machine, "host_root", json_string(bench->host_root));
    results->build = machine_build();
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
    char name[32];
    strftime(name, sizeof name, "%Y%m%dT%H%M%S", gmtime_r(&now.tv_sec, &utc));
    bench->output = format_string("%s/results/local/%s.%03ldZ.json", machine_source_dir(), name,
                                  now.tv_nsec / 1000000);
    make_folder(bench->output);
    if (!whole_file_can(bench->output))
        err(EXIT_FAILED, "cannot write %s", bench->output);
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
    run_let_interrupts(); /* nothing to keep yet: they may end the program at once */
    know_text(bench);
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
                                        .budget_ns = bench->options->budget_ns,
                                        .stretch_ns = bench->options->stretch_ns};
    schedule_open(&bench->schedule, results);
    results->stopped = true; /* until the last round is done */
}

/* Where a rung is to be measured that uses one, a GPU too. */
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

/* A part of the report while the run goes on. */
static void tell_part(const struct terminal *terminal, const struct results *results,
                      const char *part)
{
    struct figures figures = figures_of(results);
    run_view_part(terminal, &figures, part);
    figures_free(&figures);
}

/* All but the rounds: where the time goes, what that lets expect, and what the machine can do. */
static void look_first(struct bench *bench, const struct terminal *terminal)
{
    struct results *results = &bench->results;
    trial_stages(bench);
    tell_part(terminal, results, "stages");
    tell_part(terminal, results, "predictions");
    standard_output_flush();
    measure_keep_warm(bench);
    if (!measure_stops(bench) && !bench->options->cold) /* those are of the page cache */
        results->limit_count =
            limits_measure(bench->data, bench->options->threads, results->limits);
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
    lineup_add_control(results, &bench->schedule);
    schedule_plan(&bench->schedule);
    bool kept = measure_rounds(bench);
    results->stopped = measure_stops(bench);
    manifest_check(bench);
    return measure_keep(bench) && kept;
}

/* Beside the results of a run that chose their place itself; who names a file gets that and no
 * other. */
static void make_page(const struct bench *bench)
{
    char why[4400];
    if (bench->options->output || !page_can())
        return;
    char *page = page_path(bench->output);
    json_t *profiles = profile_page_of(NULL);
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
    fprintf(stderr, "Results: %s\n", bench->output);
    make_page(bench);
    return told;
}

int run_command(int argc, char **argv)
{
    struct values values = values_of(argc, argv);
    const struct run_options *run = &values.run;
    const struct exports *exports = &values.exports;
    const char *root = getenv("HARNESS_HOST_ROOT"); /* for tests: another /proc and /sys */
    struct bench bench = {
        .options = run, .excerpt = {.fd = -1, .empty_fd = -1}, .host_root = root ? root : ""};
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
    bench.schedule.start_ns = clock_ns();
    run_view_head(&terminal, &bench.results);
    standard_output_flush();
    bool kept =
        measure_keep(&bench); /* a folder that cannot be written is found before, not after */
    if (kept) {
        char budget[UNITS_SIZE];
        fprintf(stderr, "measuring for up to %s (--budget), stop with Ctrl-C\n",
                units_duration(budget, run->budget_ns));
        look_first(&bench, &terminal);
        kept = measure(&bench);
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
    free(bench.data);
    free(bench.output);
    return code;
}
