#include "commands/lesson_acts.h"
#include "commands/trap.h"
#include "common/units.h"
#include "figures/layout_effect.h"
#include "figures/trap.h"
#include "show/layout_views.h"
#include "show/trap_views.h"
#include "system/machine.h"
#include "system/run.h"

#include <err.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

/* --- the GPU --- */

/* By a GPU, or by the simulated device. */
static json_t *measure_trap(struct trap *trap, char *why, size_t why_size)
{
    int code;
    struct trap_gpu how = {"cuda", 3000, 10, 60 * NS_PER_S};
    json_t *object = trap_gpu_measure(&how, trap, &code, why, why_size);
    how.backend = "simulated";
    return object || code > 128 ? object : trap_gpu_measure(&how, trap, &code, why, why_size);
}

/* That of the run that is replayed, or the one in the lesson's file; else it is measured. */
static bool find_trap(struct course *course, struct trap *trap)
{
    char why[400] = "";
    const json_t *kept =
        course->origin.replay ? course->run.trap : lesson_file_measured(&course->file, "gpu");
    bool found = kept && trap_parse(kept, trap, why, sizeof why);
    if (!kept) {
        json_t *object = measure_trap(trap, why, sizeof why);
        found = object;
        if (found)
            lesson_file_measure(&course->file, "gpu", object);
    }
    if (!found && !run_interrupted)
        course_say(course, "The trap can't be shown here: %s.", why);
    return found;
}

/* By the host's clock, where it does not wait. */
static enum trap_part largest_part(const struct trap_figures *figures)
{
    enum trap_part most = TRAP_SUM;
    for (enum trap_part part = 0; part < TRAP_PARTS; part++)
        if (figures->columns[0].share[part] > figures->columns[0].share[most])
            most = part;
    return most;
}

bool lesson_trap_gpu(struct course *course)
{
    static const char *const names[] = {"sum", "squares", "roots", "total", "copy"};
    static const enum trap_part parts[] = {TRAP_SUM, TRAP_SQUARES, TRAP_ROOTS, TRAP_TOTAL,
                                           TRAP_COPY};
    static const struct question question = {
        "Which step takes most by that clock: sum, squares, roots, total or copy",
        "The host asks for each step and goes on; it reads its clock before and after.",
        ask_choice};
    static struct trap trap;
    struct trap_figures figures;
    struct ask_choice choice = {names, 5, 0};
    if (course->origin.replay && !course->run.trap) {
        course_say(course,
                   "The first trap, a wrong clock, is left out: %s has no times of a GPU. To see "
                   "it: %s trap gpu --backend simulated",
                   course->origin.replay, machine_self());
        return true;
    }
    course_say(course,
               "The first trap. A program on a GPU takes the sum of a large matrix, the sum "
               "of its squares and that of its roots; then the total of the three; then it "
               "copies that total, 8 bytes, to the host. A clock on the host is read before "
               "and after each step.");
    if (!course_ask(course, "gpu", &question, &choice))
        return false;
    course->lesson.step = parts[choice.chosen];
    if (!find_trap(course, &trap))
        return !run_interrupted;
    trap_figures_of(&trap, &figures);
    course->lesson.charged = figures.columns[0].share[TRAP_COPY];
    if (course_speaks(course)) {
        struct table *table = trap_table(&trap);
        terminal_title(&course->terminal, trap_title(&trap));
        table_print(table, course->terminal.to, course->terminal.width, false);
        terminal_text(&course->terminal, trap_caption(&trap));
        table_free(table);
        fputc('\n', course->ask.to);
        course_say(course, "You said %s. That clock, no wait, says %s.",
                   trap_part_name(course->lesson.step), trap_part_name(largest_part(&figures)));
        course_tell(course, trap_story(&trap));
    }
    return true;
}

/* --- layout --- */

/* docs/METHOD.md, Layout: baseline on an Intel Xeon, with PCRE2 10.42. */
#define PUBLISHED_FASTEST 0.960
#define PUBLISHED_SLOWEST 1.080

static void tell_published(struct course *course)
{
    course->lesson.spread = PUBLISHED_SLOWEST / PUBLISHED_FASTEST - 1;
    course->lesson.published = true;
    course_say(course,
               "You said up to %.3g %%. On an Intel Xeon, 0, 16, 32 and 48 bytes in front of the "
               "same code gave "
               "1.000, %.3f, %.3f and 1.033 times the first one's time (docs/METHOD.md): "
               "up to %.1f %%.",
               100 * course->lesson.layout, PUBLISHED_FASTEST, PUBLISHED_SLOWEST,
               100 * course->lesson.spread);
}

/* The largest spread of those that are no noise; 0 if none is. */
static double spread_of(const struct trap_layout *layout)
{
    double most = 0;
    for (size_t i = 0; i < layout->count; i++)
        if (layout->rows[i].shows)
            most = fmax(most, layout->rows[i].spread);
    return most;
}

/* What is measured is kept in the lesson's file. False if it was interrupted. */
static bool measure_layout(struct course *course, double *spread)
{
    char why[4400] = "";
    struct trap_layout layout = {.variants = "baseline,compiled,caseless",
                                 .data = course->origin.data,
                                 .bytes = 8000000,
                                 .rounds = 8,
                                 .timeout_ns = 60 * NS_PER_S};
    fflush(course->ask.to);
    enum effect_end end = trap_layout_measure(&layout, why, sizeof why);
    if (end == EFFECT_TAKEN) {
        *spread = spread_of(&layout);
        layout_views(&course->terminal, layout.rows, layout.count, layout.rounds, layout.shown,
                     layout.searched_bytes);
        fputc('\n', course->ask.to);
        lesson_file_measure(&course->file, "layout", json_real(*spread));
    } else if (end != EFFECT_STOPPED) {
        course_say(course, "It can't be measured here: %s.", why);
    }
    trap_layout_free(&layout);
    return end != EFFECT_STOPPED;
}

bool lesson_trap_layout(struct course *course)
{
    static const struct question question = {
        "By how many per cent can that change the time",
        "A number: 0 if it changes nothing, 5 if the slowest of the four takes 5 % longer than the "
        "fastest.",
        ask_number};
    struct ask_number number = {0, 100 * LESSON_SPREAD_MOST, 0};
    double spread = 0; /* of this machine: 0 if it is not known, or does not show */
    course_say(course, "The second trap. The same program is linked four times, with 0, 16, 32 and "
                       "48 bytes in front of its code that are never run. 16 bytes of nothing.");
    if (!course_ask(course, "layout", &question, &number))
        return false;
    course->lesson.layout = number.value / 100;
    const json_t *kept = lesson_file_measured(&course->file, "layout");
    if (kept)
        spread = json_number_value(kept);
    else if (!course->origin.replay && !measure_layout(course, &spread))
        return false;
    if (!(spread > 0 && spread <= LESSON_SPREAD_MOST)) {
        tell_published(course);
        return true;
    }
    course->lesson.spread = spread;
    course_say(course, "You said up to %.3g %%. It was up to %.1f %%.", number.value, 100 * spread);
    return true;
}
