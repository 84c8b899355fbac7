#include "base/command_line.h"
#include "base/strings.h"
#include "commands/trap.h"
#include "common/arguments.h"
#include "common/standard_output.h"
#include "common/units.h"
#include "measure/data.h"
#include "measure/layout_effect.h"
#include "measure/lineup.h"
#include "measure/rungs.h"
#include "show/layout_views.h"
#include "system/machine.h"
#include "system/run.h"

#include <argp.h>
#include <err.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#define EXIT_FAILED 1
#define EXIT_USAGE 2
#define EXIT_SKIPPED 77

enum {
    BYTES = ARGUMENT_OTHER,
    ROUNDS,
    TIMEOUT
};

static const struct argp_option options[] = {
    {"variant", ARGUMENT_TEXT(struct trap_layout, variants), "NAMES", 0,
     "Link these variants, separated by commas (default: baseline,compiled,caseless)", 0},
    {"data", ARGUMENT_TEXT(struct trap_layout, data), "FILE", 0,
     "Search this text (default: a tenth of the default text, made if missing)", 0},
    {"bytes", BYTES, "N", 0, "Search the lines in its first N bytes (default: 30000000)", 0},
    {"rounds", ROUNDS, "N", 0, "Run each of them this many times (default: 8)", 0},
    {"timeout", TIMEOUT, "TIME", 0, "Give up on a run after this time (default: 10m)", 0},
    {0}};

static error_t parse(int key, char *text, struct argp_state *state)
{
    struct trap_layout *values = state->input;
    switch (key) {
    case BYTES:
        values->bytes = argument_number("bytes", text, 1, INT64_MAX);
        return 0;
    case ROUNDS:
        values->rounds = argument_number("rounds", text, 1, EFFECT_ROUNDS_MOST);
        return 0;
    case TIMEOUT:
        values->timeout_ns = argument_duration_ns("timeout", text);
        return 0;
    default:
        return argument_parse(key, text, state);
    }
}

static const struct argp argp = {
    .options = options,
    .parser = parse,
    .doc =
        "Show how much a variant's time depends on where the linker put its code.\v"
        "Each variant is linked four times, with 0, 16, 32 and 48 bytes before its own code and "
        "its "
        "engine's, and all of them run in shuffled rounds. The exit code is 77 if a variant can't "
        "be linked again: that needs GNU ld, and a build that was not moved.",
};

/* The programs of the named variants; ends the program if there are none. */
static size_t find_programs(const char *names, const struct rungs *rungs, const char **programs,
                            struct effect_times *times)
{
    size_t count = 0;
    char *list = copy_string(names), *rest = NULL;
    for (char *name = strtok_r(list, ",", &rest); name; name = strtok_r(NULL, ",", &rest)) {
        const struct rung *rung = lineup_find(rungs, name);
        if (rung->skipped || rung->failure)
            errx(rung->skipped ? EXIT_SKIPPED : EXIT_FAILED, "%s: %s", name,
                 rung->skipped ? rung->skipped : rung->failure);
        bool again = false;
        for (size_t i = 0; i < count; i++)
            again |= strcmp(programs[i], rung->program) == 0;
        if (again)
            continue;
        programs[count] = rung->program;
        times[count++].name = rung->name;
    }
    free(list);
    if (count == 0)
        errx(EXIT_USAGE, "--variant names no variant; %s list shows them all", machine_self());
    return count;
}

enum effect_end trap_layout_measure(struct trap_layout *layout, char *why, size_t why_size)
{
    struct facts data = {0};
    double resident;
    if (!rungs_load(rungs_default_list(), machine_cores(), 1, NULL, &layout->rungs, why, why_size))
        return EFFECT_FAILED;
    const char **programs = calloc(layout->rungs.count + 1, sizeof *programs);
    struct effect_times *times = calloc(layout->rungs.count + 1, sizeof *times);
    layout->rows = calloc(layout->rungs.count + 1, sizeof *layout->rows);
    if (!programs || !times || !layout->rows)
        err(EXIT_FAILED, "layouts");
    layout->count = find_programs(layout->variants, &layout->rungs, programs, times);
    char *path = layout->data ? command_line_path(layout->data) : data_default(true);
    layout->shown = machine_short_path(path);
    bool known = data_know(path, layout->shown, NULL, &data, NULL, why, why_size) &&
                 data_warm(path, &resident, why, why_size);
    struct effect_case how = {.programs = programs,
                              .count = layout->count,
                              .sampling = {.path = path,
                                           .data = &data,
                                           .threads = machine_cores(),
                                           .gpus = 1,
                                           .timeout_ns = layout->timeout_ns},
                              .rounds = layout->rounds,
                              .seed = (uint64_t)time(NULL)};
    enum effect_end end = EFFECT_FAILED;
    if (known) {
        how.prefix = prefix_of(path, &data, layout->bytes, NULL);
        layout->searched_bytes = how.prefix.bytes ? how.prefix.bytes : data.bytes;
        fprintf(stderr,
                "measuring each variant at four places, in %" PRIu64 " %s; stop with Ctrl-C\n",
                layout->rounds, units_plural(layout->rounds, "round", "rounds"));
        run_catch_interrupts();
        end = effect_measure(&how, times, why, why_size);
    }
    if (end == EFFECT_TAKEN)
        effect_rows_of(times, how.count, how.rounds, layout->rows);
    free(times);
    free(programs);
    free(path);
    free(data.path);
    return end;
}

void trap_layout_free(struct trap_layout *layout)
{
    free(layout->rows);
    free(layout->shown);
    rungs_free(&layout->rungs);
}

int trap_layout_command(int argc, char **argv)
{
    struct trap_layout layout = {.variants = "baseline,compiled,caseless",
                                 .bytes = 30000000,
                                 .rounds = 8,
                                 .timeout_ns = 600 * NS_PER_S};
    char why[4400] = "";
    arguments_parse(&argp, argc, argv, &layout);
    enum effect_end end = trap_layout_measure(&layout, why, sizeof why);
    if (end == EFFECT_STOPPED)
        exit(128 + run_interrupted);
    if (end != EFFECT_TAKEN)
        errx(end == EFFECT_UNLINKED ? EXIT_SKIPPED : EXIT_FAILED, "%s", why);
    struct terminal terminal = terminal_of(stdout);
    layout_views(&terminal, layout.rows, layout.count, layout.rounds, layout.shown,
                 layout.searched_bytes);
    trap_layout_free(&layout);
    return standard_output_flush() ? 0 : EXIT_FAILED;
}
