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
#define SIMULATE "`trap gpu --backend simulated` shows it without a GPU"

struct values {
    struct trap_gpu how;
    const char *output, *add_to;
};

enum {
    SIZE = ARGUMENT_OTHER,
    REPEATS,
    TIMEOUT
};

static const struct argp_option options[] = {
    {"backend", ARGUMENT_TEXT(struct values, how.backend), "NAME", 0,
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
        values->how.size = argument_number("size", text, 1, TRAP_SIZE_MOST);
        return 0;
    case REPEATS:
        values->how.repeats = argument_number("repeats", text, 1, TRAP_REPEATS_MOST);
        return 0;
    case TIMEOUT:
        values->how.timeout_ns = argument_duration_ns("timeout", text);
        return 0;
    case ARGP_KEY_END:
        if (strcmp(values->how.backend, "cuda") != 0 &&
            strcmp(values->how.backend, "simulated") != 0)
            argp_error(state, "--backend is cuda or simulated, not '%s'", values->how.backend);
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

/* The exit code of a run that did not end well, with a line in `why`; 0 for one that did. */
static int explain(const struct trap_gpu *how, const struct run *run, char *why, size_t why_size)
{
    char end[300];
    bool exited = run->end == RUN_EXITED, skipped = exited && run->code == EXIT_SKIPPED;
    if (run->end == RUN_INTERRUPTED)
        return 128 + run_interrupted;
    if (exited && run->code == 0)
        return 0;
    if (exited && *run->message) {
        snprintf(why, why_size, "%s%s", run->message, skipped ? "; " SIMULATE : "");
        return skipped ? EXIT_SKIPPED : EXIT_FAILED;
    }
    run_explain(run, how->timeout_ns, end, sizeof end);
    snprintf(why, why_size, "big_sum_%s: %s%s", how->backend, end,
             run->end == RUN_SIGNALLED
                 ? "; is the matrix too large for the memory here (trap gpu --size)?"
                 : "");
    return EXIT_FAILED;
}

/* What a run that ended well printed, with the time at which it began; NULL with why. */
static json_t *record_of(const struct trap_gpu *how, const struct run *run, const char *started,
                         struct trap *trap, char *why, size_t why_size)
{
    char wrong[300];
    json_t *object = record_line(run->output, run->output_length, wrong, sizeof wrong);
    *why = '\0';
    if (!object || !trap_parse(object, trap, wrong, sizeof wrong))
        snprintf(why, why_size, "big_sum_%s: %s", how->backend, wrong);
    else if (trap->size != how->size || trap->repeats != how->repeats ||
             trap->simulated != (strcmp(how->backend, "simulated") == 0))
        snprintf(why, why_size, "big_sum_%s did not do what it was asked to", how->backend);
    else if (trap_claimed_ns(trap) > run->wall_ns)
        snprintf(why, why_size, "big_sum_%s claims more time than its process took", how->backend);
    if (*why) {
        json_decref(object);
        return NULL;
    }
    json_object_set_new(object, "started", json_string(started));
    return object;
}

json_t *trap_gpu_measure(const struct trap_gpu *how, struct trap *trap, int *code, char *why,
                         size_t why_size)
{
    char size[24], repeats[24], started[MACHINE_TIME_SIZE];
    char *program = format_string("%s/cuda/big_sum_%s", machine_build_dir(), how->backend);
    static struct run run;
    bool is_there = access(program, X_OK) == 0;
    snprintf(size, sizeof size, "%" PRIu64, how->size);
    snprintf(repeats, sizeof repeats, "%" PRIu64, how->repeats);
    machine_time(time(NULL), started);
    if (is_there) {
        run_variant((char *[]){program, "--size", size, "--repeats", repeats, NULL},
                    how->timeout_ns, &run);
        *code = explain(how, &run, why, why_size);
    } else {
        *code = EXIT_SKIPPED;
        snprintf(why, why_size,
                 "this build was made without CUDA, so it has no program for a GPU; " SIMULATE);
    }
    free(program);
    if (*code)
        return NULL;
    json_t *object = record_of(how, &run, started, trap, why, why_size);
    *code = object ? 0 : EXIT_FAILED;
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
        .how = {.backend = "cuda", .size = 10000, .repeats = 20, .timeout_ns = 600 * NS_PER_S}};
    struct trap trap;
    char why[400];
    int code;
    arguments_parse(&argp, argc, argv, &values);
    exports_check("--output", values.output);
    exports_check("--add-to", values.add_to);
    if (values.add_to && whole_file_is(values.output, values.add_to))
        errx(EXIT_USAGE, "--output would overwrite the results file");
    if (values.add_to && !add(values.add_to, NULL))
        return EXIT_FAILED;
    run_catch_interrupts();
    fprintf(stderr, "measuring three ways (--repeats %" PRIu64 "), stop with Ctrl-C\n",
            values.how.repeats);
    json_t *object = trap_gpu_measure(&values.how, &trap, &code, why, sizeof why);
    if (!object && code > 128)
        return code;
    if (!object)
        errx(code, "%s", why);
    bool on_output = values.output && strcmp(values.output, "-") == 0;
    struct terminal terminal = terminal_of(on_output ? stderr : stdout);
    trap_views(&terminal, &trap);
    bool kept = exports_put(values.output, results_put, object);
    kept &= !values.add_to || add(values.add_to, object);
    kept &= standard_output_flush();
    json_decref(object);
    return kept ? 0 : EXIT_FAILED;
}
