#include "base/strings.h"
#include "base/whole_file.h"
#include "commands/trap.h"
#include "common/arguments.h"
#include "common/standard_output.h"
#include "common/units.h"
#include "figures/document.h"
#include "record/record.h"
#include "record/results.h"
#include "record/trap_record.h"
#include "show/exports.h"
#include "show/trap_views.h"
#include "system/machine.h"
#include "system/run.h"

#include <argp.h>
#include <err.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define EXIT_FAILED 1
#define EXIT_USAGE 2
#define EXIT_SKIPPED 77
#define SIMULATE "./harness trap gpu --backend simulated shows it without a GPU"

struct values {
    const char *backend, *output, *add_to;
    uint64_t size, repeats, timeout_ns;
};

enum {
    SIZE = ARGUMENT_OTHER,
    REPEATS,
    TIMEOUT
};

static const struct argp_option options[] = {
    {"backend", ARGUMENT_TEXT(struct values, backend), "NAME", 0,
     "Use cuda (default) or simulated (a CPU thread in place of a GPU)", 0},
    {"size", SIZE, "N", 0, "Sum a matrix of N x N doubles (default: 10000)", 0},
    {"repeats", REPEATS, "N", 0, "Time it this many times in each way, at most 50 (default: 20)",
     0},
    {"timeout", TIMEOUT, "TIME", 0, "Give up after this time (default: 10m)", 0},
    {"output", ARGUMENT_TEXT(struct values, output), "FILE", 0, "Also write the times as JSON", 0},
    {"add-to", ARGUMENT_TEXT(struct values, add_to), "FILE", 0,
     "Put the times into this results file", 0},
    {0}};

static error_t parse(int key, char *text, struct argp_state *state)
{
    struct values *values = state->input;
    switch (key) {
    case SIZE:
        values->size = argument_number("size", text, 1, TRAP_SIZE_MOST);
        return 0;
    case REPEATS:
        values->repeats = argument_number("repeats", text, 1, TRAP_REPEATS_MOST);
        return 0;
    case TIMEOUT:
        values->timeout_ns = argument_duration_ns("timeout", text);
        return 0;
    case ARGP_KEY_END:
        if (strcmp(values->backend, "cuda") != 0 && strcmp(values->backend, "simulated") != 0)
            argp_error(state, "--backend is cuda or simulated, not '%s'", values->backend);
        return 0;
    default:
        return argument_parse(key, text, state);
    }
}

static const struct argp argp = {
    .options = options,
    .parser = parse,
    .doc = "Show how a clock on the host charges a GPU's time to the wrong step.\v"
           "A GPU's steps are only queued, and the host goes on. A clock on the host that doesn't "
           "know this charges their time to whatever waits first: here, a copy of 8 bytes. The "
           "command "
           "times three sums over a matrix, their total and that copy: by the host without "
           "waiting, with a wait after each step, and with one wait before the copy; and by the "
           "device itself. The exit code is 77 if there is no GPU.",
};

/* Ends the program if the run failed. */
static void explain(const struct values *values, const struct run *run)
{
    char why[300];
    bool exited = run->end == RUN_EXITED, skipped = exited && run->code == EXIT_SKIPPED;
    if (run->end == RUN_INTERRUPTED)
        exit(128 + run_interrupted);
    if (exited && run->code == 0)
        return;
    if (exited && *run->message)
        errx(skipped ? EXIT_SKIPPED : EXIT_FAILED, "%s%s", run->message,
             skipped ? "; " SIMULATE : "");
    run_explain(run, values->timeout_ns, why, sizeof why);
    errx(EXIT_FAILED, "big_sum_%s: %s%s", values->backend, why,
         run->end == RUN_SIGNALLED ? "; is --size too large for the memory here?" : "");
}

/* Runs the program. Returns its record, with the time when it started. */
static json_t *measure(const struct values *values, struct trap *trap)
{
    char size[24], repeats[24], started[MACHINE_TIME_SIZE], why[300];
    char *program = format_string("%s/cuda/big_sum_%s", machine_build_dir(), values->backend);
    static struct run run;
    if (access(program, X_OK) != 0)
        errx(EXIT_SKIPPED,
             "this build was made without CUDA, so it has no program for a GPU; " SIMULATE);
    snprintf(size, sizeof size, "%" PRIu64, values->size);
    snprintf(repeats, sizeof repeats, "%" PRIu64, values->repeats);
    machine_time(time(NULL), started);
    fprintf(stderr, "measuring three ways (--repeats %s), stop with Ctrl-C\n", repeats);
    run_variant((char *[]){program, "--size", size, "--repeats", repeats, NULL}, values->timeout_ns,
                &run);
    explain(values, &run);

    json_t *object = record_line(run.output, run.output_length, why, sizeof why);
    if (!object || !trap_parse(object, trap, why, sizeof why))
        errx(EXIT_FAILED, "big_sum_%s: %s", values->backend, why);
    if (trap->size != values->size || trap->repeats != values->repeats ||
        trap->simulated != (strcmp(values->backend, "simulated") == 0))
        errx(EXIT_FAILED, "big_sum_%s did not do what it was asked to", values->backend);
    if (trap_claimed_ns(trap) > run.wall_ns)
        errx(EXIT_FAILED, "big_sum_%s claims more time than its process took", values->backend);
    json_object_set_new(object, "started", json_string(started));
    free(program);
    return object;
}

/* Adds the times to a results file; with NULL, only checks whether that is possible. False, with a
 * message, on failure. */
static bool add(const char *path, json_t *object)
{
    struct results results;
    char why[4400];
    bool read = results_read(path, &results, why, sizeof why), good = read;
    if (read && object) {
        json_decref(results.trap);
        results.trap = json_incref(object);
        good = results_write(document_of_run(&results), path, why, sizeof why);
    }
    if (read)
        results_free(&results);
    if (!good)
        warnx("--add-to: %s", why);
    return good;
}

int trap_gpu_command(int argc, char **argv)
{
    struct values values = {
        .backend = "cuda", .size = 10000, .repeats = 20, .timeout_ns = 600 * NS_PER_S};
    struct trap trap;
    arguments_parse(&argp, argc, argv, &values);
    exports_check("--output", values.output);
    exports_check("--add-to", values.add_to);
    if (values.add_to && whole_file_is(values.output, values.add_to))
        errx(EXIT_USAGE, "--output would overwrite the results file");
    if (values.add_to && !add(values.add_to, NULL))
        return EXIT_FAILED;
    run_catch_interrupts();
    json_t *object = measure(&values, &trap);
    bool on_output = values.output && strcmp(values.output, "-") == 0;
    struct terminal terminal = terminal_of(on_output ? stderr : stdout);
    trap_views(&terminal, &trap);
    bool kept = exports_put(values.output, results_put, object);
    kept &= !values.add_to || add(values.add_to, object);
    kept &= standard_output_flush();
    json_decref(object);
    return kept ? 0 : EXIT_FAILED;
}
