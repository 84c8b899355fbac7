#include "commands/lesson_course.h"
#include "base/folder.h"
#include "base/strings.h"
#include "commands/run_bench.h"
#include "commands/run_values.h"
#include "common/units.h"
#include "measure/pattern_words.h"
#include "system/machine.h"
#include "system/run.h"

#include <err.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define EXIT_FAILED 1
#define ROUNDS "10" /* enough for verdicts on what an act compares */

/* results/local/lesson/lesson.json: the newest results file in results/local/ stays a run's. */
static char *default_path(void)
{
    char *above = machine_own_results_dir();
    char *folder = format_string("%s/lesson", above),
         *path = format_string("%s/lesson.json", folder);
    folder_make(folder); /* whether it can be written is seen where the file is opened */
    free(above);
    free(folder);
    return path;
}

static void take_run(struct course *course, char *path)
{
    char why[4400];
    figures_free(&course->figures);
    if (course->run_path)
        results_free(&course->run);
    free(course->run_path);
    course->run_path = path;
    if (!results_read(path, &course->run, why, sizeof why))
        errx(EXIT_FAILED, "%s", why);
    course->figures = figures_of(&course->run);
}

/* It needs what the lesson can't do without. */
static void take_replay(struct course *course, const char *path)
{
    static const char *const needed[] = {"baseline", "combined", "jit"};
    take_run(course, copy_string(path));
    if (course->run.patterns.list && !patterns_are_default(&course->run.patterns))
        errx(EXIT_FAILED,
             "--replay: %s counts other patterns than the lesson is about; take another run", path);
    for (size_t i = 0; i < sizeof needed / sizeof needed[0]; i++)
        if (!course_has(course, needed[i]) || course_row(course, needed[i])->stages.runs == 0)
            errx(EXIT_FAILED, "--replay: %s has no times or stages of %s; take another run", path,
                 needed[i]);
}

/* An absolute path, to be found from anywhere; NULL of NULL. Ends the program if there is none.
 */
static char *absolute(const char *option, const char *path)
{
    char *whole = path ? realpath(path, NULL) : NULL;
    if (path && !whole)
        err(EXIT_FAILED, "--%s: %s", option, path);
    return whole;
}

void course_open(struct course *course, const char *file, const char *answers,
                 struct lesson_origin given)
{
    char why[4400], *path = file ? copy_string(file) : default_path();
    char *replay = absolute("replay", given.replay), *data = absolute("data", given.data);
    if (!ask_open(&course->ask, answers, why, sizeof why) ||
        !lesson_file_open(&course->file, path, (struct lesson_origin){replay, data}, why,
                          sizeof why))
        errx(EXIT_FAILED, "%s", why);
    free(path);
    free(replay);
    free(data);
    course->terminal = (struct terminal){course->ask.to, course->ask.width, false};
    course->lesson = lesson_none();
    course->origin = lesson_file_origin(&course->file);
    run_catch_interrupts();
    if (course->origin.replay)
        take_replay(course, course->origin.replay);
    else if (!rungs_load(rungs_default_list(), machine_cores(), 1, NULL, &course->rungs, why,
                         sizeof why))
        errx(EXIT_FAILED, "%s", why);
}

void course_close(struct course *course)
{
    figures_free(&course->figures);
    if (course->run_path)
        results_free(&course->run);
    free(course->run_path);
    rungs_free(&course->rungs);
    lesson_file_close(&course->file);
    ask_close(&course->ask);
}

/* --- saying and asking --- */

bool course_speaks(const struct course *course)
{
    return !lesson_file_behind(&course->file);
}

void course_title(const struct course *course, const char *title)
{
    if (course_speaks(course))
        fprintf(course->ask.to, "%s\n\n", title);
}

void course_tell(const struct course *course, char *text)
{
    if (text && course_speaks(course))
        ask_say(&course->ask, "%s", text);
    free(text);
}

void course_say(const struct course *course, const char *format, ...)
{
    va_list list;
    char *text = NULL;
    va_start(list, format);
    int length = vasprintf(&text, format, list);
    va_end(list);
    course_tell(course, length < 0 ? NULL : text);
}

bool course_ask(struct course *course, const char *key, const struct question *question, void *to)
{
    char why[200];
    const char *kept = lesson_file_take(&course->file, key);
    if (kept) {
        if (!question->take(kept, to, why, sizeof why))
            errx(EXIT_FAILED, "%s: the answer to \"%s\" is none: %s", course->file.path, key, why);
    } else {
        course->asked = ask(&course->ask, question, to);
        if (course->asked != ASK_ANSWERED)
            return false;
        lesson_file_add(&course->file, key, course->ask.answer);
        fputc('\n', course->ask.to);
    }
    snprintf(course->lesson.seal, sizeof course->lesson.seal, "%s",
             lesson_file_seal(&course->file));
    return true;
}

void course_seal(struct course *course)
{
    course_say(course, "Sealed: %s. It is in the lesson's file now, and can't be taken back.",
               course->lesson.seal);
}

/* --- measuring --- */

const struct row_figures *course_row(const struct course *course, const char *name)
{
    return course->run_path ? figures_row(&course->figures, name) : NULL;
}

bool course_has(const struct course *course, const char *name)
{
    if (course->origin.replay) {
        const struct row_figures *row = course_row(course, name);
        return row && row->row->status == STATUS_OK && row->row->sample_count > 0;
    }
    const struct rung *rung = rungs_find(&course->rungs, name);
    return rung && !rung->skipped && !rung->failure;
}

const char *course_idea(const struct course *course, const char *name)
{
    const struct rung *rung = rungs_find(&course->rungs, name);
    const struct row_figures *row = course_row(course, name);
    const char *idea = rung ? rung->is.idea : row ? row->row->is.idea : NULL;
    return idea ? idea : "no word of its idea";
}

/* Runs it, as ./harness run would. */
static bool measure(struct course *course, char *path, const char *variants, const char *budget)
{
    char why[4400];
    char *argv[] = {"harness lesson",
                    "--variant",
                    (char *)variants,
                    "--output",
                    path,
                    "--budget",
                    (char *)budget,
                    "--rounds",
                    (char *)(course->rounds ? course->rounds : ROUNDS),
                    course->origin.data ? "--data" : "--quick",
                    (char *)course->origin.data,
                    NULL};
    int argc = course->origin.data ? 11 : 10;
    struct run_values values = run_values_of(argc, argv);
    struct bench bench;
    run_bench_init(&bench, &values);
    struct rungs rungs;
    if (!rungs_load(values.run.ladder, values.run.threads, values.run.gpus, &bench.results.patterns,
                    &rungs, why, sizeof why))
        errx(EXIT_FAILED, "%s", why);
    run_bench_open(&bench, &rungs);
    bench.schedule.fixed = true;
    rungs_free(&rungs);
    bool kept = measure_keep(&bench);
    if (kept) {
        run_bench_look(&bench, NULL);
        kept = run_bench_measure(&bench) && !measure_stops(&bench);
    }
    if (bench.changed)
        warnx("%s %s while it was measured", bench.data, bench.changed);
    run_bench_close(&bench);
    return kept;
}

bool course_measure(struct course *course, const char *name, const char *variants,
                    const char *budget)
{
    if (course->origin.replay)
        return true;
    char *path = lesson_file_beside(&course->file, name);
    if (!lesson_file_measured(&course->file, name) || access(path, R_OK) < 0) {
        course_say(course, "Measuring, for up to %s: %s.", budget, variants);
        fflush(course->ask.to);
        if (!measure(course, path, variants, budget)) {
            course->wrong = "nothing was measured";
            free(path);
            return false;
        }
        lesson_file_measure(&course->file, name, json_true());
    }
    take_run(course, path);
    const struct warning *spoiled = results_spoiled(&course->run);
    if (spoiled)
        course_say(course,
                   "Don't trust this measurement: %s. Remedy: %s. The lesson measures again if you "
                   "leave it, remove %s and continue. Shares suffer least; a new lesson (--file, "
                   "--replay) can take a quiet machine's numbers.",
                   spoiled->what, spoiled->remedy, path);
    return true;
}
