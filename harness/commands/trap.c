#include "base/arguments.h"
#include "base/standard_output.h"
#include "base/strings.h"
#include "base/units.h"
#include "base/whole_file.h"
#include "commands/commands.h"
#include "figures/document.h"
#include "record/record.h"
#include "record/results.h"
#include "record/trap_record.h"
#include "show/exports.h"
#include "show/trap_views.h"
#include "system/machine.h"
#include "system/run.h"

#include <err.h>
#include <getopt.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define EXIT_FAILED 1
#define EXIT_USAGE 2
#define EXIT_SKIPPED 77
#define SIMULATE "./harness trap --backend simulated shows it without a GPU"

static const char help[] =
    "usage: ./harness trap [options]\n"
    "A device's steps are queued, and the host goes on. A clock that does not know of\n"
    "it charges their time to whatever waits first: here a copy of 8 bytes. Times\n"
    "three steps over a matrix and that copy, without waiting, with a wait after each\n"
    "step, with one before the copy, and on the device. Ends with 77 where there is\n"
    "no GPU.\n"
    "\n"
    "  --backend NAME      cuda (default), or simulated: a thread of this CPU in a\n"
    "                      GPU's place\n"
    "  --size N            a matrix of N x N doubles (default: 10000)\n"
    "  --repeats N         of each way of timing, at most 50 (default: 20)\n"
    "  --timeout TIME      for all of it (default: 10m)\n"
    "  --output FILE       keep the times as JSON\n"
    "  --add-to FILE       put them into a results file, as its member \"trap\"\n"
    "  --help              this text\n";

struct options {
    const char *backend, *output, *add_to;
    uint64_t size, repeats, timeout_ns;
};

static struct options options_of(int argc, char **argv)
{
    enum {
        BACKEND,
        SIZE,
        REPEATS,
        TIMEOUT,
        OUTPUT,
        ADD_TO,
        HELP
    };
    static const struct option long_options[] = {{"backend", required_argument, NULL, BACKEND},
                                                 {"size", required_argument, NULL, SIZE},
                                                 {"repeats", required_argument, NULL, REPEATS},
                                                 {"timeout", required_argument, NULL, TIMEOUT},
                                                 {"output", required_argument, NULL, OUTPUT},
                                                 {"add-to", required_argument, NULL, ADD_TO},
                                                 {"help", no_argument, NULL, HELP},
                                                 {0}};
    struct options options = {
        .backend = "cuda", .size = 10000, .repeats = 20, .timeout_ns = 600 * NS_PER_S};
    for (int option; (option = getopt_long(argc, argv, "", long_options, NULL)) != -1;) {
        switch (option) {
        case BACKEND:
            options.backend = optarg;
            break;
        case SIZE:
            options.size = argument_number("size", optarg, 1, TRAP_SIZE_MOST);
            break;
        case REPEATS:
            options.repeats = argument_number("repeats", optarg, 1, TRAP_REPEATS_MOST);
            break;
        case TIMEOUT:
            options.timeout_ns = argument_duration_ns("timeout", optarg);
            break;
        case OUTPUT:
            options.output = optarg;
            break;
        case ADD_TO:
            options.add_to = optarg;
            break;
        case HELP:
            fputs(help, stdout);
            exit(0);
        default:
            exit(EXIT_USAGE); /* getopt has said what is wrong */
        }
    }
    arguments_end(argc, argv);
    if (strcmp(options.backend, "cuda") != 0 && strcmp(options.backend, "simulated") != 0)
        errx(EXIT_USAGE, "--backend is cuda or simulated, not '%s'", options.backend);
    return options;
}

/* Ends the program where what is measured could not be kept. */
static void check_outputs(const struct options *options)
{
    struct results results;
    char why[4400];
    exports_check("--output", options->output);
    if (!options->add_to)
        return;
    if (!results_read(options->add_to, &results, why, sizeof why))
        errx(EXIT_FAILED, "--add-to: %s", why);
    results_free(&results);
    exports_check("--add-to", options->add_to);
}

/* Ends the program for a run that did not end well. */
static void explain(const struct options *options, const struct run *run)
{
    char why[300];
    if (run->end == RUN_INTERRUPTED)
        exit(128 + run_interrupted);
    if (run->end == RUN_EXITED && run->code == EXIT_SKIPPED)
        errx(EXIT_SKIPPED, "%s; " SIMULATE, *run->message ? run->message : "there is no device");
    if (run->end == RUN_EXITED && run->code != 0 && *run->message)
        errx(EXIT_FAILED, "%s", run->message);
    run_explain(run, options->timeout_ns, why, sizeof why);
    if (run->end != RUN_EXITED || run->code != 0)
        errx(EXIT_FAILED, "the reduction case: %s%s", why,
             run->end == RUN_SIGNALLED ? "; is --size too large for the memory here?" : "");
}

/* Runs the case. Returns what it said of itself, with the time it began. */
static json_t *measure(const struct options *options, struct trap *trap)
{
    char size[24], repeats[24], started[MACHINE_TIME_SIZE], why[300];
    char *program = format_string("%s/cuda/big_sum_%s", machine_build_dir(), options->backend);
    char *argv[] = {program, "--json", "--size", size, "--repeats", repeats, NULL};
    static struct run run;
    if (access(program, X_OK) != 0)
        errx(EXIT_SKIPPED,
             "this build has nothing for a GPU in it: it was made without CUDA; " SIMULATE);
    snprintf(size, sizeof size, "%" PRIu64, options->size);
    snprintf(repeats, sizeof repeats, "%" PRIu64, options->repeats);
    machine_time(time(NULL), started);
    fprintf(stderr, "measuring three ways (--repeats %s), stop with Ctrl-C\n", repeats);
    run_program(argv, options->timeout_ns, &run);
    explain(options, &run);

    json_t *object = record_line(run.output, run.output_length, why, sizeof why);
    if (!object || !trap_parse(object, trap, why, sizeof why))
        errx(EXIT_FAILED, "the reduction case: %s", why);
    if (trap->size != options->size || trap->repeats != options->repeats ||
        trap->simulated != (strcmp(options->backend, "simulated") == 0))
        errx(EXIT_FAILED, "the reduction case did another thing than it was asked for");
    if (trap_claimed_ns(trap) > run.wall_ns)
        errx(EXIT_FAILED, "the reduction case claims more time than its process lived");
    json_object_set_new(object, "started", json_string(started));
    free(program);
    return object;
}

static bool put(const void *object, FILE *to)
{
    return json_dumpf(object, to, JSON_INDENT(1) | JSON_REAL_PRECISION(17)) == 0 &&
           putc('\n', to) != EOF;
}

/* False, with a line on standard error, where the times could not be kept as was asked. */
static bool keep(const struct options *options, json_t *object)
{
    struct results results;
    char why[4400];
    bool kept = true;
    if (options->output && !whole_file_write(options->output, put, object, why, sizeof why)) {
        warnx("%s", why);
        kept = false;
    }
    if (!options->add_to)
        return kept;
    bool added = results_read(options->add_to, &results, why, sizeof why);
    if (added) {
        json_decref(results.trap);
        results.trap = json_incref(object);
        added = results_write(document_of(&results), options->add_to, why, sizeof why);
        results_free(&results);
    }
    if (!added)
        warnx("%s", why);
    return added && kept;
}

int trap_command(int argc, char **argv)
{
    struct options options = options_of(argc, argv);
    struct trap *trap = malloc(sizeof *trap);
    if (!trap)
        err(EXIT_FAILED, "trap");
    check_outputs(&options);
    run_catch_interrupts();
    json_t *object = measure(&options, trap);
    struct terminal terminal = terminal_of(stdout);
    trap_views(&terminal, trap);
    bool kept = keep(&options, object);
    kept &= standard_output_flush();
    json_decref(object);
    free(trap);
    return kept ? 0 : EXIT_FAILED;
}
