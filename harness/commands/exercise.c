#include "commands/exercise.h"
#include "base/folder.h"
#include "base/strings.h"
#include "commands/commands.h"
#include "common/arguments.h"
#include "common/standard_output.h"
#include "common/units.h"
#include "show/exercise_views.h"
#include "system/machine.h"

#include <argp.h>
#include <err.h>
#include <stdlib.h>
#include <unistd.h>

#define EXIT_FAILED 1
#define EXIT_USAGE 2

enum {
    BUDGET = ARGUMENT_OTHER,
    TIMEOUT
};

static const struct argp_option options[] = {
    {"answers", ARGUMENT_TEXT(struct exercise_values, answers), "FILE", 0,
     "Take the answers from this file, one per line, instead of asking", 0},
    {"data", ARGUMENT_TEXT(struct exercise_values, data), "FILE", 0,
     "Measure on this text (default: a tenth of the default text, made if missing)", 0},
    {"tries", ARGUMENT_TEXT(struct exercise_values, tries), "FILE", 0,
     "Keep the tries in this file (default: exercises.tries in results/local/)", 0},
    {"budget", BUDGET, "TIME", 0, "Measure for about this long (default: 15s)", 0},
    {"timeout", TIMEOUT, "TIME", 0, "Give up on a run after this time (default: 10s)", 0},
    {0}};

static error_t parse(int key, char *text, struct argp_state *state)
{
    struct exercise_values *values = state->input;
    switch (key) {
    case BUDGET:
        values->budget_ns = argument_duration_ns("budget", text);
        return 0;
    case TIMEOUT:
        values->timeout_ns = argument_duration_ns("timeout", text);
        return 0;
    case ARGP_KEY_ARG:
        if (state->arg_num > 1)
            argp_error(state, "exercise takes one exercise and one file");
        *(state->arg_num == 0 ? &values->exercise : &values->file) = text;
        return 0;
    default:
        return argument_parse(key, text, state);
    }
}

static const struct argp argp = {
    .options = options,
    .parser = parse,
    .args_doc = "[EXERCISE [FILE.c]]",
    .doc =
        "Check your solution of an exercise, or list the exercises.\vAn exercise is a number or a "
        "name. The command compiles mine.c in its folder, or FILE.c, asks what the bottleneck is "
        "and what your change will gain, and checks the count on small texts. Then it measures "
        "start.c, your program and a reference in turn. See exercises/README.md. The exit code is "
        "0 if the exercise is done, 1 if it is not, and 77 if this machine can't show the effect."};

/* What is known of the exercises, or the program's end. */
static void load(struct exercises *exercises, const char *tries)
{
    char why[4400];
    char *list = format_string("%s/exercises/solutions/exercises.json", machine_source_dir());
    if (access(list, F_OK) != 0)
        errx(EXIT_FAILED, "there is no %s: the exercises need the project's sources", list);
    if (!exercises_read(list, exercises, why, sizeof why))
        errx(EXIT_FAILED, "%s", why);
    if (!exercises_read_tries(tries, exercises, why, sizeof why))
        errx(EXIT_FAILED, "%s; remove it to begin anew", why);
    free(list);
}

static char *default_tries(void)
{
    char *folder = machine_own_results_dir(), *path = format_string("%s/exercises.tries", folder);
    free(folder);
    return path;
}

/* Whether the tries are on the disk. */
static bool keep(const struct exercise_values *values, const char *tries,
                 const struct exercises *exercises)
{
    char why[4400], *folder = machine_own_results_dir();
    if (!values->tries)
        folder_make(folder);
    free(folder);
    bool kept = exercises_write_tries(tries, exercises, why, sizeof why);
    if (!kept)
        warnx("%s: this try is not kept", why);
    return kept;
}

int exercise_command(int argc, char **argv)
{
    struct exercise_values values = {.budget_ns = 15 * NS_PER_S, .timeout_ns = 10 * NS_PER_S};
    struct exercises exercises;
    int code = 0;
    arguments_parse(&argp, argc, argv, &values);
    char *tries = values.tries ? copy_string(values.tries) : default_tries();
    load(&exercises, tries);
    if (values.exercise) {
        struct exercise *exercise = exercises_find(&exercises, values.exercise);
        code = EXIT_USAGE;
        if (exercise)
            code = exercise_check(&values, exercise);
        else
            warnx("there is no exercise '%s'; %s exercise lists them", values.exercise,
                  machine_self());
        if (exercise && !keep(&values, tries, &exercises))
            code = EXIT_FAILED;
    } else {
        struct terminal terminal = terminal_of(stdout);
        exercise_list_view(&terminal, &exercises);
    }
    exercises_free(&exercises);
    free(tries);
    return standard_output_flush() ? code : EXIT_FAILED;
}
