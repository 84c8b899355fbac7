#include "commands/try.h"
#include "base/strings.h"
#include "base/whole_file.h"
#include "commands/commands.h"
#include "common/standard_output.h"
#include "common/units.h"
#include "figures/tried.h"
#include "measure/lineup.h"
#include "measure/measure.h"
#include "profile/try_profile.h"
#include "record/try_record.h"
#include "show/exports.h"
#include "show/run_view.h"
#include "show/try_views.h"
#include "system/environment.h"
#include "system/machine.h"
#include "system/run.h"
#include "variants/clock.h"

#include <err.h>
#include <errno.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#define EXIT_FAILED 1

/* --- the run in memory --- */

static void add_row(struct results *results, const char *name, const char *idea, const char *after,
                    const char *copy_of)
{
    results->rows[results->row_count++] = (struct row){.is = {.name = copy_string(name),
                                                              .idea = copy_string(idea),
                                                              .after = copy_string(after),
                                                              .copy_of = copy_string(copy_of)}};
}

/* Before, after, and before once more: an A/A control. */
static void set_up(struct bench *bench, const struct try_values *values)
{
    struct results *results = &bench->results;
    const struct tries *tries = &values->tries;
    machine_time(time(NULL), results->started);
    results->command = machine_command();
    results->machine = machine_facts();
    if (*bench->host_root) /* a run that was told of another host says so */
        json_object_set_new(results->machine, "host_root", json_string(bench->host_root));
    results->build = machine_build();
    results->environment = environment_facts();
    results->seed = (uint64_t)clock_ns() % 1000000;
    results->threads = results->gpus = 1;
    results->precision = values->run.precision;
    results->data = (struct facts){.path = copy_string(""), .resident = NAN};
    results->rows = calloc(3, sizeof results->rows[0]);
    if (!results->rows)
        err(EXIT_FAILED, "try");
    add_row(results, TRY_BEFORE, tries->commands[0], NULL, NULL);
    add_row(results, TRY_AFTER, tries->commands[1], TRY_BEFORE, NULL);
    add_row(results, LINEUP_CONTROL, "before again: a sound run finds no difference", NULL,
            TRY_BEFORE);
    results->stopped = true; /* until the last round is done */
    bench->output = copy_string(values->save);
}

/* Records what is known once both have run; their profiles come later. */
static void set_record(struct results *results, const struct tries *tries)
{
    const char *output = tries->ignore_output ? NULL
                         : tries->output_file ? tries->output_file
                                              : "standard output";
    results->tried =
        json_pack("{s:i, s:s*, s:I, s:s*}", "exit_code", tries->exit_code, "output", output,
                  "output_bytes", (json_int_t)tries->output_bytes, "message", tries->message);
    for (size_t side = 0; side < 2; side++)
        json_object_set_new(results->tried, tries_name(side),
                            json_pack("{s:s, s:s}", "command", tries->commands[side], "no_profile",
                                      "it was stopped before"));
}

/* --- its steps --- */

static void tell(const struct terminal *terminal, const struct bench *bench, const char *part)
{
    struct figures figures = figures_of(&bench->results);
    run_view_part(terminal, &figures, part);
    figures_free(&figures);
    standard_output_flush();
}

/* False with a message if the profile lacks an attacked function. */
static bool profile(struct bench *bench, const struct try_values *values, size_t side)
{
    char why[1200];
    fprintf(stderr, "profiling %s\n", tries_name(side));
    json_t *object = try_profile(&values->tries, side, values->attacks, why, sizeof why);
    if (object)
        json_object_set_new(bench->results.tried, tries_name(side), object);
    else
        warnx("--attacks: %s; a function that was inlined is part of its caller", why);
    return object != NULL;
}

static void plan(struct bench *bench, const struct try_values *values)
{
    const struct run_options *run = &values->run;
    bench->schedule = (struct schedule){.most_rounds = run->rounds,
                                        .start_ns = clock_ns(),
                                        .budget_ns = run->budget_ns,
                                        .stretch_ns = run->stretch_ns};
    schedule_open(&bench->schedule, &bench->results);
    for (size_t i = 0; i < bench->schedule.count; i++)
        bench->schedule.jobs[i].cost_ns = values->tries.wall_ns[i == 1];
    schedule_plan(&bench->schedule);
}

static bool measure(struct bench *bench, const struct try_values *values)
{
    char budget[UNITS_SIZE];
    plan(bench, values);
    if (bench->schedule.budget_ns < TRY_NO_BUDGET)
        fprintf(stderr, "measuring for up to %s (--budget), stop with Ctrl-C\n",
                units_duration(budget, bench->schedule.budget_ns));
    bool kept = measure_rounds(bench);
    bench->results.stopped = measure_stops(bench);
    for (size_t i = 0; i < bench->results.row_count; i++) {
        const struct row *row = &bench->results.rows[i];
        if (row->status != STATUS_OK)
            warnx("%s failed after %zu %s: %s", row->is.name, row->sample_count,
                  units_plural(row->sample_count, "run", "runs"), row->reason);
        kept &= row->status == STATUS_OK;
    }
    return kept;
}

/* Profiles and measures two commands that do the same. */
static bool hold_against(struct bench *bench, const struct try_values *values,
                         const struct terminal *terminal)
{
    if (!profile(bench, values, 0))
        return false;
    if (run_interrupted)
        return true;
    tell(terminal, bench, "try_before");
    bool good = measure(bench, values);
    run_view_warnings(terminal, &bench->results);
    tell(terminal, bench, "times");
    if (!good || run_interrupted)
        return good;
    good = profile(bench, values, 1);
    tell(terminal, bench, "try_after");
    struct figures figures = figures_of(&bench->results);
    fputc('\n', terminal->to);
    terminal_text(terminal, tried_quote(&figures));
    figures_free(&figures);
    return measure_keep(bench) && standard_output_flush() && good;
}

static void tell_head(const struct terminal *terminal, const struct results *results,
                      const struct tries *tries)
{
    struct figures figures = figures_of(results);
    try_head(terminal, &figures);
    figures_free(&figures);
    if (tries->message)
        warnx("both end with exit code %d: %s", tries->exit_code, tries->message);
    standard_output_flush();
}

int try_command(int argc, char **argv)
{
    struct try_values values = try_values_of(argc, argv);
    const char *root = getenv("HARNESS_HOST_ROOT"); /* for tests: another /proc and /sys */
    struct bench bench = {.options = &values.run,
                          .tries = &values.tries,
                          .excerpt = {.fd = -1, .empty_fd = -1},
                          .lowered = {.fd = -1},
                          .host_root = root ? root : ""};
    char why[1200] = "";
    run_catch_interrupts();
    exports_check("--save", values.save);
    if (values.save && !whole_file_can(values.save))
        errx(EXIT_FAILED, "cannot write %s: %s", values.save, strerror(errno));
    bool good = tries_open(&values.tries, why, sizeof why);
    if (good)
        fprintf(stderr, "running both once\n");
    good = good && tries_check(&values.tries, why, sizeof why);
    if (!good && !run_interrupted)
        warnx("%s", why);
    if (good) {
        struct terminal terminal = terminal_of(stdout);
        set_up(&bench, &values);
        set_record(&bench.results, &values.tries);
        tell_head(&terminal, &bench.results, &values.tries);
        good = hold_against(&bench, &values, &terminal);
    }
    if (bench.kept_samples)
        fprintf(stderr, "Results: %s\n", bench.output);
    schedule_free(&bench.schedule);
    results_free(&bench.results);
    tries_close(&values.tries);
    free(bench.output);
    return run_interrupted ? 128 + run_interrupted : good ? 0 : EXIT_FAILED;
}
