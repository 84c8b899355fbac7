#include "show/exercise_views.h"
#include "base/strings.h"
#include "common/units.h"

#include <math.h>

static void add_row(struct table *table, const struct exercise *exercise)
{
    const struct exercise_try *last = &exercise->last;
    table_row(table);
    table_cell(table, TABLE_PLAIN, "%d", exercise->number);
    table_cell(table, TABLE_PLAIN, "%s", exercise->title);
    if (last->tries == 0) {
        table_cell(table, TABLE_DIM, "not tried yet");
        return;
    }
    table_cell(table, last->done ? TABLE_GOOD : TABLE_PLAIN, last->done ? "done" : "not yet");
    table_cell(table, TABLE_PLAIN, "%llu", (unsigned long long)last->tries);
    table_cell(table, TABLE_PLAIN, last->diagnosed ? "right" : "wrong");
    table_cell(table, TABLE_PLAIN, last->counts ? "right" : "wrong");
    if (isfinite(last->share))
        table_cell(table, TABLE_PLAIN, "%.0f %%", 100 * last->share);
}

void exercise_list_view(const struct terminal *terminal, const struct exercises *exercises)
{
    struct table *table = table_new();
    size_t done = 0;
    table_column(table, "", TABLE_RIGHT, TABLE_ALWAYS);
    table_column(table, "exercise", TABLE_LEFT, TABLE_ALWAYS);
    table_column(table, "state", TABLE_LEFT, TABLE_ALWAYS);
    table_column(table, "tries", TABLE_RIGHT, 1);
    table_column(table, "diagnosis", TABLE_LEFT, 2);
    table_column(table, "count", TABLE_LEFT, 3);
    table_column(table, "share of the gain", TABLE_RIGHT, 4);
    for (size_t i = 0; i < exercises->count; i++) {
        add_row(table, &exercises->all[i]);
        done += exercises->all[i].last.done;
    }
    table_print(table, terminal->to, terminal->width, terminal->colour);
    table_free(table);
    terminal_text(
        terminal,
        format_string("%zu of %zu done. Diagnosis, count and share are those of the last try. "
                      "exercises/README.md explains them; ./harness exercise 1 checks exercise 1.",
                      done, exercises->count));
}

void exercise_wrong_view(const struct terminal *terminal, const char *text, bool counted,
                         const char *reason)
{
    terminal_title(terminal, copy_string(counted ? "Count: wrong" : "Count: none"));
    terminal_text(terminal, format_string("On %s: %s. %sothing is measured.", text, reason,
                                          counted ? "A wrong count has no speed, so n" : "N"));
}

static void print_diagnosis(const struct terminal *terminal, const struct exercise *exercise)
{
    terminal_title(
        terminal, format_string("Diagnosis: %s", exercise->last.diagnosed ? "right" : "not right"));
    terminal_text(terminal,
                  exercise->last.diagnosed || exercise->last.done
                      ? format_string("%s.", exercise->reason)
                      : format_string("Measure where the time goes before you answer. There are "
                                      "hints in exercises/%s/README.md.",
                                      exercise->name));
}

/* "3.21x [3.05, 3.40]" */
static char *times_of(const struct speedup *speedup)
{
    return speedup->has_interval ? format_string("%.2f× as fast [%.2f, %.2f]", speedup->ratio,
                                                 speedup->interval.low, speedup->interval.high)
                                 : format_string("%.2f× as fast", speedup->ratio);
}

static void print_speeds(const struct terminal *terminal, const struct exercise_figures *figures)
{
    char *mine = times_of(&figures->mine), *reference = times_of(&figures->reference);
    terminal_text(terminal, format_string("Beside start.c, over %zu %s: your program is %s, "
                                          "the reference is %s.",
                                          figures->mine.rounds,
                                          units_plural(figures->mine.rounds, "round", "rounds"),
                                          mine, reference));
    free(mine);
    free(reference);
    if (figures->beats)
        terminal_text(
            terminal,
            format_string("Faster than the reference, by %.2f×! Well done: you have found "
                          "more than we put in.",
                          figures->over_reference.ratio));
}

static void print_disturbed(const struct terminal *terminal)
{
    terminal_text(terminal,
                  copy_string("Other programs disturbed the measurement too much to judge "
                              "by it. Try again while nothing else runs."));
}

static void print_gain(const struct terminal *terminal, const struct exercise_figures *figures)
{
    if (figures->shows || figures->disturbed)
        terminal_title(terminal,
                       format_string("Gain: %.0f %% of what is possible [%.0f %%, %.0f %%]",
                                     100 * figures->share, 100 * figures->shares.low,
                                     100 * figures->shares.high));
    else
        terminal_title(terminal, copy_string("Gain: this machine does not show it"));
    print_speeds(terminal, figures);
    if (figures->disturbed)
        print_disturbed(terminal);
    else if (!figures->shows)
        terminal_text(terminal, copy_string("The reference itself gains too little here, or too "
                                            "unsteadily, to judge by. Try again while nothing else "
                                            "runs, or on another machine."));
    else if (!figures->reached)
        terminal_text(terminal, format_string("It takes %.0f %% for the exercise to be done.",
                                              100 * EXERCISE_SHARE));
}

static void print_clock(const struct terminal *terminal, const struct exercise_figures *figures)
{
    terminal_title(terminal, format_string("Clock: %s", !figures->shows    ? "no judgment"
                                                        : figures->reached ? "right"
                                                                           : "wrong"));
    if (figures->device == 0)
        terminal_text(terminal,
                      copy_string("Your program doesn't report its device: keep .report = "
                                  "device_report, and device_reset() where a search begins."));
    else
        terminal_text(terminal, format_string("By your stage clock the kernel takes %.0f %% of the "
                                              "time; by the device's own clock it takes %.0f %%.",
                                              100 * figures->clock, 100 * figures->device));
    if (figures->disturbed)
        print_disturbed(terminal);
    else if (!figures->shows)
        terminal_text(terminal, copy_string("That is too little to tell a wrong clock from a right "
                                            "one: take a larger text."));
}

static void print_speed(const struct terminal *terminal, const struct exercise_figures *figures)
{
    terminal_title(terminal, format_string("Speed: %s", figures->disturbed ? "no judgment"
                                                        : figures->reached ? "still fast"
                                                                           : "too slow"));
    print_speeds(terminal, figures);
    if (figures->disturbed)
        print_disturbed(terminal);
    else if (!figures->reached)
        terminal_text(terminal, format_string("It must keep %.0f %% of start.c's speed.",
                                              100 * EXERCISE_SHARE));
}

static void print_prediction(const struct terminal *terminal, const struct exercise *exercise)
{
    const struct exercise_try *last = &exercise->last;
    double error = fabs(log(last->predicted / last->outcome));
    terminal_title(terminal, copy_string("Prediction"));
    terminal_text(terminal, exercise->judged == EXERCISE_CLOCK
                                ? format_string("You said %.3g %%; it is %.3g %%.",
                                                100 * last->predicted, 100 * last->outcome)
                                : format_string("You said %.3g×; it is %.3g×. You were off by a "
                                                "factor of %.3g.",
                                                last->predicted, last->outcome, exp(error)));
}

void exercise_try_view(const struct terminal *terminal, const struct exercise *exercise,
                       const struct exercise_figures *figures)
{
    terminal_title(terminal, copy_string("Count: right"));
    terminal_text(terminal, copy_string("On every small text, with one thread and with several."));
    print_diagnosis(terminal, exercise);
    if (!figures) {
        terminal_title(terminal, copy_string("Gain: this machine does not show it"));
        terminal_text(terminal, format_string("It has one core for this program, and the exercise "
                                              "takes %d. Nothing was measured.",
                                              exercise->cores));
        return;
    }
    if (exercise->judged == EXERCISE_CLOCK)
        print_clock(terminal, figures);
    else if (exercise->judged == EXERCISE_SPEED)
        print_speed(terminal, figures);
    else
        print_gain(terminal, figures);
    if (isfinite(exercise->last.outcome) && exercise->last.outcome > 0)
        print_prediction(terminal, exercise);
    const bool now = exercise->last.diagnosed && figures->reached;
    terminal_title(terminal, format_string("Exercise %d is %s.", exercise->number,
                                           now                   ? "done"
                                           : exercise->last.done ? "done, by an earlier try"
                                                                 : "not done yet"));
}
