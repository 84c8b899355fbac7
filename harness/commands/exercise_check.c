#include "base/command_line.h"
#include "base/strings.h"
#include "base/temporary_folder.h"
#include "build_info.h"
#include "commands/ask.h"
#include "commands/exercise.h"
#include "measure/data.h"
#include "measure/exercise_build.h"
#include "measure/exercise_trial.h"
#include "show/exercise_views.h"
#include "system/machine.h"
#include "system/orphans.h"
#include "system/run.h"

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
#define EXIT_SKIPPED 77
#define FILE_BYTES_MOST ((rlim_t)64 << 20) /* that a program may write to one file */
#define MEMORY_MOST ((rlim_t)1 << 30)      /* that a program may take, and more */
#define MEMORY_OF_CORE ((rlim_t)64 << 20)  /* for each core's threads */
#define NAMES_MOST 3

/* One check of an exercise: what it needs on the way. */
struct check {
    const struct exercise_values *values;
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

/* The file to check; ends the program if there is none. free() it. */
static char *find_source(const struct check *check)
{
    char *named = check->values->file ? copy_string(check->values->file)
                                      : exercise_source(check->exercise, "mine.c");
    char *source = realpath(named, NULL);
    if (!source && !check->values->file && errno == ENOENT)
        errx(EXIT_FAILED, "there is no %s: copy start.c to mine.c, and change that", named);
    if (!source)
        err(EXIT_FAILED, "%s", named);
    free(named);
    return source;
}

static void make_folder(struct check *check)
{
    check->folder = temporary_folder_open("bottleneck-first-exercise");
    if (!check->folder)
        errx(EXIT_FAILED, "there is no temporary folder in which programs can run: set TMPDIR");
    const char *folder = temporary_folder_path(check->folder);
    check->program = format_string("%s/%s-mine", folder, check->exercise->name);
    check->work = format_string("%s/work", folder);
    check->small_text = format_string("%s/text", folder);
    if (mkdir(check->work, 0777) < 0)
        err(EXIT_FAILED, "%s", check->work);
}

/* Ends the program if it can't be built. */
static void build(struct check *check)
{
    char why[4400];
    char *source = find_source(check);
    char *start = exercise_program(check->exercise, "start");
    if (access(start, X_OK) != 0)
        errx(EXIT_SKIPPED, "this build has no %s: run make, or see what cmake said of OpenMP",
             start);
    make_folder(check);
    char *start_source = exercise_source(check->exercise, "start.c");
    enum exercise_built built =
        exercise_build(start, start_source, source, check->program, why, sizeof why);
    free(start_source);
    free(start);
    free(source);
    if (built == EXERCISE_NO_BUILD)
        errx(EXIT_FAILED, "%s", why);
    if (built == EXERCISE_REFUSED)
        exit(EXIT_FAILED); /* the compiler has said it all */
}

static void know_text(struct check *check)
{
    char why[4400];
    double resident;
    char *path = check->values->data ? command_line_path(check->values->data) : data_default(true);
    char *shown = machine_short_path(path);
    if (!data_know(path, shown, NULL, &check->data, NULL, why, sizeof why) ||
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
        [EXERCISE_CLOCK] = "Which stage really takes the time",
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

/* Reports what the programs left behind. */
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

/* Ends the program if it was stopped. False, with a word on it, if the row has failed. */
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
    struct prefix prefix = prefix_of(check->text, &check->data, exercise->bytes, NULL);
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
    struct exercise_figures figures = {0};
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

/* What keeps a mistake from filling the disk or the memory. */
static void set_limits(void)
{
    const struct rlimit file = {FILE_BYTES_MOST, FILE_BYTES_MOST};
    rlim_t bytes = MEMORY_MOST + (rlim_t)machine_cores() * MEMORY_OF_CORE;
    setrlimit(RLIMIT_FSIZE, &file);
    if (!*BUILD_SANITIZE) /* a sanitizer reserves terabytes */
        setrlimit(RLIMIT_DATA, &(struct rlimit){bytes, bytes});
}

int exercise_check(const struct exercise_values *values, struct exercise *exercise)
{
    struct check check = {.values = values, .exercise = exercise, .terminal = terminal_of(stdout)};
    build(&check);
    know_text(&check);
    run_catch_interrupts();
    ask_both(&check);
    char *here = getcwd(NULL, 0);
    if (!here || chdir(check.work) < 0)
        err(EXIT_FAILED, "%s", check.work);
    set_limits();
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
