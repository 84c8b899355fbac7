#include "commands/try.h"
#include "common/arguments.h"
#include "common/units.h"
#include "record/results.h"

#include <err.h>
#include <stdlib.h>
#include <string.h>

#define EXIT_USAGE 2
#define ROUNDS_DEFAULT 200
#define PRECISION_DEFAULT 0.02
#define BUDGET_NS (60 * NS_PER_S)
#define STRETCH_NS (540 * NS_PER_S) /* for the fewest rounds that a verdict takes */

enum {
    RUNS = ARGUMENT_OTHER,
    PRECISION,
    BUDGET,
    TIMEOUT
};

#define TEXT(member) ARGUMENT_TEXT(struct try_values, member)

static const struct argp_option options[] = {
    {NULL, 0, NULL, 0, "What to run:", 0},
    {"before", TEXT(tries.commands[0]), "'COMMAND'", 0,
     "The old command. It is split into words as a shell would, and run without a shell", 0},
    {"after", TEXT(tries.commands[1]), "'COMMAND'", 0, "The new command, which should be faster",
     0},
    {"attacks", TEXT(attacks), "FUNCTION,...", 0,
     "The functions that you made faster (default: the one that takes most of before's time)", 0},
    {"stdin", TEXT(tries.input), "FILE", 0, "Give both this standard input (default: none)", 0},
    {"setup", TEXT(tries.setup), "'COMMAND'", 0,
     "Have a shell run this once, before everything else", 0},
    {"prepare", TEXT(tries.prepare), "'COMMAND'", 0,
     "Have a shell run this before each run; its time is not counted", 0},

    {NULL, 0, NULL, 0, "What must be the same (default: standard output):", 0},
    {"output-file", TEXT(tries.output_file), "FILE", 0, "This file, which both write", 0},
    {"ignore-output", ARGUMENT_FLAG(struct try_values, tries.ignore_output), NULL, 0,
     "Nothing but the exit code", 0},

    {NULL, 0, NULL, 0, "How to measure:", 0},
    {"runs", RUNS, "N", 0,
     "Take this many rounds, each with one run of after and two of before (default: until the "
     "interval is narrow enough)",
     0},
    {"precision", PRECISION, "PERCENT", 0,
     "Stop when the interval is narrower than this (default: 2%)", 0},
    {"budget", BUDGET, "TIME", 0,
     "Measure for up to this long (default: 60s; up to 10m if a verdict needs it)", 0},
    {"timeout", TIMEOUT, "TIME", 0, "Give up on a run that takes longer than this (default: 10m)",
     0},

    {NULL, 0, NULL, 0, "What to write:", 0},
    {"save", TEXT(save), "FILE.json", 0,
     "Write a results file, for report and compare (default: none)", 0},
    {0}};

static error_t parse(int key, char *text, struct argp_state *state)
{
    struct run_options *run = &((struct try_values *)state->input)->run;
    switch (key) {
    case RUNS:
        run->rounds = (unsigned)argument_number("runs", text, 1, ROUNDS_MOST);
        return 0;
    case PRECISION:
        if (!units_parse_percent(text, 100, &run->precision))
            errx(EXIT_USAGE, "--precision takes a percentage such as 2%%, not '%s'", text);
        return 0;
    case BUDGET:
        run->budget_ns = argument_duration_ns("budget", text);
        return 0;
    case TIMEOUT:
        ((struct try_values *)state->input)->tries.timeout_ns =
            argument_duration_ns("timeout", text);
        return 0;
    default:
        return argument_parse(key, text, state);
    }
}

static const struct argp argp = {
    .options = options,
    .parser = parse,
    .args_doc = "--before 'COMMAND' --after 'COMMAND'",
    .doc = "Compare two versions of any program: check that they do the same, profile the first "
           "and say what you could gain at most by making its bottleneck faster, measure what the "
           "second gains, and profile that one.\vThe exit code is 1 if the two don't do the same, "
           "or if a run fails."};

struct try_values try_values_of(int argc, char **argv)
{
    struct try_values values = {.tries.timeout_ns = 600 * NS_PER_S,
                                .run = {.threads = 1, .gpus = 1, .precision = -1}};
    arguments_parse(&argp, argc, argv, &values);
    struct run_options *run = &values.run;
    const struct tries *tries = &values.tries;
    if (!tries->commands[0] || !tries->commands[1])
        errx(EXIT_USAGE, "try takes two commands: --before 'COMMAND' --after 'COMMAND'");
    if (values.attacks && !values.attacks[strspn(values.attacks, ", ")])
        errx(EXIT_USAGE, "--attacks takes names of functions, not '%s'", values.attacks);
    if (tries->ignore_output && tries->output_file)
        errx(EXIT_USAGE, "--ignore-output compares no file: leave it out, or --output-file");
    bool asked = run->rounds > 0; /* then neither an interval nor a budget ends them */
    if (run->precision < 0)
        run->precision = asked ? 0 : PRECISION_DEFAULT;
    if (run->budget_ns == 0) {
        run->budget_ns = asked ? TRY_NO_BUDGET : BUDGET_NS;
        run->stretch_ns = asked ? 0 : STRETCH_NS;
    }
    if (!asked)
        run->rounds = ROUNDS_DEFAULT;
    return values;
}
