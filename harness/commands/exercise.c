#include "base/command_line.h"
#include "base/folder.h"
#include "base/strings.h"
#include "commands/ask.h"
#include "commands/commands.h"
#include "common/arguments.h"
#include "common/standard_output.h"
#include "common/units.h"
#include "measure/data.h"
#include "measure/exercise_build.h"
#include "measure/exercise_trial.h"
#include "show/exercise_views.h"
#include "system/machine.h"
#include "system/orphans.h"
#include "system/run.h"

#include <argp.h>
#include <dirent.h>
#include <err.h>
#include <errno.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <unistd.h>

#define EXIT_FAILED 1
#define EXIT_USAGE 2
#define EXIT_SKIPPED 77
#define FILE_BYTES_MOST ((rlim_t)64 << 20) /* that a program may write to one file */
#define NAMES_MOST 3

struct values {
    const char *exercise, *file; /* NULL: none was named */
    const char *answers, *data, *tries;
    uint64_t budget_ns, timeout_ns;
};

enum {
    BUDGET = ARGUMENT_OTHER,
    TIMEOUT
};

static const struct argp_option options[] = {
    {"answers", ARGUMENT_TEXT(struct values, answers), "FILE", 0,
     "Take the answers from this file, one a line, instead of asking", 0},
    {"data", ARGUMENT_TEXT(struct values, data), "FILE", 0,
     "Measure on this text (default: a tenth of the default text, made if missing)", 0},
    {"tries", ARGUMENT_TEXT(struct values, tries), "FILE", 0,
     "Keep the tries in this file (default: exercises.tries in results/local/)", 0},
    {"budget", BUDGET, "TIME", 0, "Measure for about this long (default: 15s)", 0},
    {"timeout", TIMEOUT, "TIME", 0, "Give up on a run after this time (default: 10s)", 0},
    {0}};

static error_t parse(int key, char *text, struct argp_state *state)
{
    struct values *values = state->input;
    switch (key) {
    case BUDGET:
        values->budget_ns = argument_duration_ns("budget", text);
        return 0;
    case TIMEOUT:
        values->timeout_ns = argument_duration_ns("timeout", text);
        return 0;
    case ARGP_KEY_ARG:
        if (state->arg_num > 1)
            argp_error(state, "exercise takes an exercise and a file");
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
        "Check your solution of an exercise, or list the exercises.\v"
        "An exercise is a number or a name. The command compiles mine.c in its folder, or the "
        "file that is named, asks what the bottleneck is and what your change will gain, and "
        "checks the count on small texts. Then it measures start.c, your program and a reference "
        "in turn. exercises/README.md says more. It exits with 0 where the exercise is done, "
        "with 1 where it is not yet, and with 77 where this machine can't show it."};

/* One check of an exercise: what it needs on the way. */
struct check {
    const struct values *values;
    struct exercise *exercise;
    struct terminal terminal;
    struct temporary_folder *folder;
    char *program, *work, *small_text; /* in the folder; `work` is where programs run */
    char *text;
    struct facts data;
};

static char *exercise_program(const struct exercise *exercise, const char *kind)
{
    return format_string("%s/exercises/%s-%s", machine_build_dir(), exercise->name, kind);
}

static char *exercise_source(const struct exercise *exercise, const char *name)
{
    return format_string("%s/exercises/%s/%s", machine_source_dir(), exercise->name, name);
}

/* Ends the program where it can't be built. */
static void build(struct check *check)
{
    char why[4400];
    char *start = exercise_program(check->exercise, "start");
    char *start_source = exercise_source(check->exercise, "start.c");
    char *mine = check->values->file ? copy_string(check->values->file)
                                     : exercise_source(check->exercise, "mine.c");
    if (access(start, X_OK) != 0)
        errx(EXIT_SKIPPED, "this build has no %s: run make, or see what cmake said of OpenMP",
             start);
    char *source = realpath(mine, NULL);
    if (!source && !check->values->file && errno == ENOENT)
        errx(EXIT_FAILED, "there is no %s: copy start.c to mine.c, and change that", mine);
    if (!source)
        err(EXIT_FAILED, "%s", mine);
    check->folder = temporary_folder_open("bottleneck-first-exercise");
    if (!check->folder)
        errx(EXIT_FAILED, "there is no temporary folder in which programs can run: set TMPDIR");
    const char *folder = temporary_folder_path(check->folder);
    check->program = format_string("%s/%s-mine", folder, check->exercise->name);
    check->work = format_string("%s/work", folder);
    check->small_text = format_string("%s/text", folder);
    if (mkdir(check->work, 0777) < 0)
        err(EXIT_FAILED, "%s", check->work);
    enum exercise_built built =
        exercise_build(start, start_source, source, check->program, why, sizeof why);
    if (built == EXERCISE_NO_BUILD)
        errx(EXIT_FAILED, "%s", why);
    if (built == EXERCISE_REFUSED)
        exit(EXIT_FAILED); /* the compiler has said it all */
    free(source);
    free(mine);
    free(start_source);
    free(start);
}

static void know_text(struct check *check)
{
    char why[4400];
    double resident;
    char *path = check->values->data ? command_line_path(check->values->data) : data_default(true);
    char *shown = machine_short_path(path);
    if (!data_know(path, shown, &check->data, why, sizeof why) ||
        !data_warm(path, &resident, why, sizeof why))
        errx(EXIT_FAILED, "%s", why);
    check->text = realpath(path, NULL); /* programs run in another folder */
    if (!check->text)
        err(EXIT_FAILED, "%s", path);
    free(shown);
    free(path);
}

static void ask_for(struct ask *ask_of, const struct question *question, void *to)
{
    enum ask_end end = ask(ask_of, question, to);
    if (end == ASK_STOPPED)
        exit(128 + run_interrupted);
    if (end == ASK_ENDED)
        errx(EXIT_FAILED, "there are no more answers: nothing was checked");
}

static void ask_both(const struct check *check)
{
    static const char *const where[] = {
        [EXERCISE_GAIN] = "Which function or stage is the bottleneck of start.c",
        [EXERCISE_CLOCK] = "Which stage takes the time in truth",
        [EXERCISE_SPEED] = "Which function of start.c is wrong",
    };
    struct exercise *exercise = check->exercise;
    bool is_share = exercise->judged == EXERCISE_CLOCK;
    struct ask ask;
    char why[4400];
    struct question diagnosis = {
        where[exercise->judged],
        "The name of a function, such as strlen, or of a stage, such as read.", ask_text};
    struct question prediction = {
        is_share ? "Share of the kernel, once the clock is right, in per cent"
                 : "How many times as fast as start.c is your program",
        is_share ? "A number from 0 to 100." : "1 is just as fast, 2 is twice as fast.",
        ask_number};
    struct ask_number number = {is_share ? 0 : 0.001, is_share ? 100 : 10000, 1};
    if (!ask_open(&ask, check->values->answers, why, sizeof why))
        errx(EXIT_FAILED, "%s", why);
    ask_for(&ask, &diagnosis, NULL);
    exercise->last.diagnosed = exercise_is_diagnosed(exercise, ask.answer);
    ask_for(&ask, &prediction, &number);
    exercise->last.predicted = is_share ? number.value / 100 : number.value;
    ask_close(&ask);
}

/* What the programs left behind. */
static void say_left(const struct check *check)
{
    char *names = NULL;
    size_t count = 0;
    DIR *folder = opendir(check->work);
    for (const struct dirent *file; folder && (file = readdir(folder));)
        if (strcmp(file->d_name, ".") != 0 && strcmp(file->d_name, "..") != 0 &&
            ++count <= NAMES_MOST)
            names = append_string(names, "%s", file->d_name);
    if (folder)
        closedir(folder);
    if (count > 0)
        terminal_text(&check->terminal,
                      format_string("Your program left this in the folder in which it ran: %s%s. "
                                    "It is removed.",
                                    names, count > NAMES_MOST ? ", ..." : ""));
    if (orphans_ended() > 0)
        terminal_text(
            &check->terminal,
            format_string("Your program left processes behind, %zu in all. They were ended.",
                          orphans_ended()));
    free(names);
}

/* Ends the program where it was stopped. False, with a word on it, where the row has failed. */
static bool holds(const struct check *check, const struct row *row, const char *text)
{
    if (run_interrupted)
        exit(128 + run_interrupted);
    if (row->status != STATUS_OK)
        exercise_wrong_view(&check->terminal, text, row->status == STATUS_MISMATCH, row->reason);
    return row->status == STATUS_OK;
}

/* Measures the three of them. False where mine has failed. */
static bool measure(const struct check *check, struct exercise_figures *figures)
{
    enum {
        START,
        MINE,
        REFERENCE,
        COUNT
    };
    const struct exercise *exercise = check->exercise;
    struct prefix prefix = prefix_of(check->text, &check->data, exercise->bytes);
    const struct sampling how = {.path = check->text,
                                 .data = &check->data,
                                 .threads = machine_cores(),
                                 .gpus = 1,
                                 .timeout_ns = check->values->timeout_ns};
    struct row rows[COUNT] = {
        [START] = {.is = {.name = "start.c", .program = exercise_program(exercise, "start")}},
        [MINE] = {.is = {.name = "your program", .program = check->program}},
        [REFERENCE] = {.is = {.name = "the reference",
                              .program = exercise_program(exercise, "solution")}},
    };
    for (size_t i = 0; i < COUNT; i++)
        rows[i].text_bytes = check->data.bytes;
    exercise_rounds(rows, COUNT, &how, &prefix, exercise->judged == EXERCISE_CLOCK,
                    check->values->budget_ns);
    for (size_t i = 0; i < COUNT; i++)
        if (i != MINE && rows[i].status != STATUS_OK)
            errx(EXIT_FAILED, "%s can't be measured on this text: %s", rows[i].is.name,
                 rows[i].reason);
    bool good = holds(check, &rows[MINE], check->data.path);
    if (good)
        *figures =
            exercise_figures_of(exercise->judged, &rows[START], &rows[MINE], &rows[REFERENCE]);
    for (size_t i = 0; i < COUNT; i++) {
        row_clear(&rows[i]);
        free(rows[i].samples);
    }
    free(rows[START].is.program);
    free(rows[REFERENCE].is.program);
    return good;
}

/* Counts, measures and says what came of it. Returns the exit code. */
static int try(const struct check *check)
{
    struct exercise *exercise = check->exercise;
    struct exercise_try *last = &exercise->last;
    struct exercise_figures figures;
    struct row mine = {.is.program = check->program};
    const char *text;
    bool can = machine_cores() >= exercise->cores, measured = false;
    exercise_counts(&mine, check->small_text, machine_cores(), check->values->timeout_ns, &text);
    last->tries++;
    last->outcome = last->share = NAN;
    last->counts = holds(check, &mine, text);
    if (last->counts && can)
        last->counts = measured = measure(check, &figures);
    row_clear(&mine);
    if (measured) {
        last->outcome = figures.outcome;
        last->share = figures.share;
        last->done |= last->diagnosed && figures.reached;
    }
    if (last->counts)
        exercise_try_view(&check->terminal, exercise, measured ? &figures : NULL);
    say_left(check);
    if (last->counts && (!can || !figures.shows))
        return EXIT_SKIPPED;
    return measured && last->diagnosed && figures.reached ? 0 : EXIT_FAILED;
}

static int check_exercise(const struct values *values, struct exercise *exercise)
{
    const struct rlimit limit = {FILE_BYTES_MOST, FILE_BYTES_MOST};
    struct check check = {.values = values, .exercise = exercise, .terminal = terminal_of(stdout)};
    build(&check);
    know_text(&check);
    run_catch_interrupts();
    ask_both(&check);
    char *here = getcwd(NULL, 0);
    if (!here || chdir(check.work) < 0)
        err(EXIT_FAILED, "%s", check.work);
    setrlimit(RLIMIT_FSIZE, &limit);
    int code = try(&check);
    if (chdir(here) < 0)
        warn("%s", here);
    free(here);
    free(check.data.path);
    free(check.text);
    free(check.small_text);
    free(check.work);
    free(check.program);
    temporary_folder_close(check.folder);
    return code;
}

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
    char *folder = format_string("%s/results/local", machine_source_dir());
    char *path = format_string("%s/exercises.tries", folder);
    mkdir(folder, 0777);
    free(folder);
    return path;
}

int exercise_command(int argc, char **argv)
{
    struct values values = {.budget_ns = 15 * NS_PER_S, .timeout_ns = 10 * NS_PER_S};
    struct exercises exercises;
    char why[4400];
    int code = 0;
    arguments_parse(&argp, argc, argv, &values);
    char *tries = values.tries ? copy_string(values.tries) : default_tries();
    load(&exercises, tries);
    if (values.exercise) {
        struct exercise *exercise = exercises_find(&exercises, values.exercise);
        if (!exercise)
            errx(EXIT_USAGE, "there is no exercise '%s'; ./harness exercise lists them",
                 values.exercise);
        code = check_exercise(&values, exercise);
        if (!exercises_write_tries(tries, &exercises, why, sizeof why)) {
            warnx("%s: this try is not kept", why);
            code = EXIT_FAILED;
        }
    } else {
        struct terminal terminal = terminal_of(stdout);
        exercise_list_view(&terminal, &exercises);
    }
    exercises_free(&exercises);
    free(tries);
    return standard_output_flush() ? code : EXIT_FAILED;
}
