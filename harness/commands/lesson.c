#include "base/progress.h"
#include "base/whole_file.h"
#include "commands/commands.h"
#include "commands/lesson_acts.h"
#include "common/arguments.h"
#include "common/standard_output.h"
#include "system/machine.h"
#include "system/run.h"

#include <argp.h>
#include <err.h>
#include <stdio.h>

#define EXIT_FAILED 1
#define EXIT_USAGE 2

struct values {
    const char *file, *answers, *replay, *data, *rounds; /* or NULL */
};

enum {
    ROUNDS = ARGUMENT_OTHER
};

static const struct argp_option options[] = {
    {"file", ARGUMENT_TEXT(struct values, file), "FILE", 0,
     "Keep the lesson in this file, and its measurements beside it (default: "
     "results/local/lesson/lesson.json)",
     0},
    {"replay", ARGUMENT_TEXT(struct values, replay), "RESULTS.json", 0,
     "Measure nothing, and use the numbers of this run", 0},
    {"answers", ARGUMENT_TEXT(struct values, answers), "FILE", 0,
     "Take the answers from this file, one per line", 0},
    {"data", ARGUMENT_TEXT(struct values, data), "FILE", 0,
     "Search this text (default: a tenth of the default text, made if missing)", 0},
    {"rounds", ROUNDS, "N", 0, "Run at most this many rounds in each run (default: 10)", 0},
    {0}};

static error_t parse(int key, char *text, struct argp_state *state)
{
    struct values *values = state->input;
    switch (key) {
    case ROUNDS:
        argument_number("rounds", text, 1, ROUNDS_MOST);
        values->rounds = text;
        return 0;
    case ARGP_KEY_END:
        if (values->replay && (values->data || values->rounds))
            argp_error(state, "--replay measures nothing: leave out --data and --rounds");
        return 0;
    default:
        return argument_parse(key, text, state);
    }
}

static const struct argp argp = {.options = options,
                                 .parser = parse,
                                 .doc =
                                     "Take a lesson: predict, commit, measure, look again. It has "
                                     "three acts of about a quarter of an hour each. You can leave "
                                     "it with Ctrl-C at any time; the same command continues it."};

static int leave(struct course *course, const struct values *values)
{
    fprintf(course->ask.to, "\n");
    if (course->wrong && !run_interrupted)
        ask_say(&course->ask, "The lesson can't go on: %s.", course->wrong);
    if (lesson_file_answers(&course->file) > 0)
        ask_say(&course->ask, "Your answers are kept. To go on from here: %s lesson%s%s",
                machine_self(), values->file ? " --file " : "", values->file ? values->file : "");
    return run_interrupted ? 128 + run_interrupted : course->wrong ? EXIT_FAILED : 0;
}

int lesson_command(int argc, char **argv)
{
    struct values values = {0};
    struct course course = {0};
    arguments_parse(&argp, argc, argv, &values);
    if (whole_file_is(values.file, values.replay) || whole_file_is(values.file, values.answers) ||
        whole_file_is(values.file, values.data))
        errx(EXIT_USAGE, "--file would overwrite what the lesson reads");
    progress_plain();
    run_without_timeout_option();
    course_open(&course, values.file, values.answers,
                (struct lesson_origin){values.replay, values.data});
    course.rounds = values.rounds;
    int code = lesson_acts(&course) ? 0 : leave(&course, &values);
    course_close(&course);
    return standard_output_flush() ? code : EXIT_FAILED;
}
