#include "system/limits.h"
#include "base/strings.h"
#include "commands/commands.h"
#include "commands/pattern_values.h"
#include "common/arguments.h"
#include "measure/data.h"
#include "show/run_view.h"
#include "system/gpu_limits.h"
#include "system/machine.h"

#include <argp.h>
#include <err.h>
#include <stdio.h>
#include <stdlib.h>

struct values {
    const char *data;
    bool quick;
    int threads;
    struct pattern_values patterns;
};

static const struct argp_option options[] = {
    {"data", ARGUMENT_TEXT(struct values, data), "FILE", 0,
     "Read this text (default: this project's own, made if missing)", 0},
    {"quick", ARGUMENT_FLAG(struct values, quick), NULL, 0, "Read a tenth of the default text", 0},
    {"threads", ARGUMENT_THREADS(struct values, threads), "N", 0,
     "Measure with one thread and with this many (default: one per core)", 0},
    {0}};

static error_t parse(int key, char *text, struct argp_state *state)
{
    struct values *values = state->input;
    if (key != ARGP_KEY_INIT)
        return argument_parse(key, text, state);
    state->child_inputs[0] = &values->patterns;
    return 0;
}

static const struct argp argp = {
    .options = options,
    .parser = parse,
    .children =
        (const struct argp_child[]){
            {&pattern_argp, 0,
             "Accepted as by run, but limits don't depend on what is counted:", 1},
            {0}},
    .doc = "Measure how fast this machine can read the text. No variant can be faster than that."};

int limits_command(int argc, char **argv)
{
    struct values values = {.threads = machine_cores()};
    struct results run = {0};
    double resident;
    char why[4400];
    arguments_parse(&argp, argc, argv, &values);
    arguments_quick_or_data(values.quick, values.data);
    struct patterns patterns = pattern_values_read(&values.patterns);
    reference_free(pattern_values_reference(&patterns));
    patterns_free(&patterns);
    char *path = values.data ? copy_string(values.data) : data_default(values.quick);
    if (!data_warm(path, &resident, why, sizeof why))
        errx(1, "%s", why);
    run.limit_count = limits_measure(path, &values.threads, 1, run.limits);
    if (run.limit_count == 0)
        errx(1, "%s is empty: there is nothing to read", path);
    json_t *gpu = gpu_limits_measure(run.limits, &run.limit_count, why, sizeof why);
    struct terminal terminal = terminal_of(stdout);
    struct figures figures = figures_of(&run);
    run_view_part(&terminal, &figures, "limits");
    figures_free(&figures);
    if (!gpu)
        fprintf(terminal.to, "GPU: skipped: %s\n", why);
    json_decref(gpu);
    free(path);
    return 0;
}
