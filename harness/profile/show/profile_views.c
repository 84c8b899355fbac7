#include "profile/show/profile_views.h"
#include "base/strings.h"
#include "profile/model/profile_focus.h"
#include "profile/model/profile_verdict.h"
#include "profile/model/profile_words.h"

#include <err.h>
#include <inttypes.h>
#include <math.h>
#include <stdlib.h>

#define ROWS_MOST 24
#define NARROW 100 /* columns; below this, names get less room */

/* --- functions --- */

static void cell_weight(struct table *table, const struct profile_scale *scale, double weight)
{
    table_cell(table, TABLE_PLAIN, "%.*f", scale->decimals, weight / scale->divisor);
}

static void cell_calls(struct table *table, const struct profile *profile,
                       const struct profile_function *function)
{
    char calls[UNITS_SIZE], each[UNITS_SIZE];
    double per_call = profile_per_call(function);
    bool scaled = function->has_calls && *profile_calls(calls, profile, function->calls) == '~';
    table_cell(table, TABLE_PLAIN, "%s", function->has_calls ? calls : "");
    table_cell(table, TABLE_PLAIN, "%s%s", isfinite(per_call) && scaled ? "~" : "",
               isfinite(per_call) ? profile_weight(each, profile->unit, per_call) : "");
}

static void function_row(struct table *table, const struct profile *profile,
                         const struct profile_function *function, const struct profile_whole *whole,
                         int name_most)
{
    struct profile_scale scale = profile_scale(profile->unit, fmax(whole->cpu, whole->gpu));
    char percent[UNITS_SIZE];
    double self = profile_part(whole, function->category, function->self);
    double total = profile_part(whole, function->category, function->total);
    double error = profile_error(profile, self);
    char *name = profile_short_name(function->name, name_most);
    table_row(table);
    table_cell(table, TABLE_PLAIN, "%s", name);
    cell_calls(table, profile, function);
    cell_weight(table, &scale, function->self);
    table_cell(table, TABLE_PLAIN, "%s", profile_percent(percent, self));
    table_cell(table, TABLE_DIM, "%s", isfinite(error) ? profile_percent(percent, error) : "");
    cell_weight(table, &scale, function->total);
    table_cell(table, TABLE_PLAIN, "%s", profile_percent(percent, total));
    table_cell(table, TABLE_PLAIN, "%s", profile_category_name(function->category));
    table_cell(table, TABLE_DIM, "%s", function->module);
    free(name);
}

/* Calls take two columns, in the order of cell_calls(). */
static struct table *functions_table(const struct profile *profile, enum profile_sort by, int width)
{
    struct profile_whole whole = profile_whole(profile);
    double rest = 0;
    struct profile_scale scale = profile_scale(profile->unit, fmax(whole.cpu, whole.gpu));
    struct table *table = table_new();
    table_column(table, "function", TABLE_LEFT, TABLE_ALWAYS);
    table_column(table, "calls", TABLE_RIGHT, by == PROFILE_BY_CALLS ? TABLE_ALWAYS : 70);
    table_column(table, "per call", TABLE_RIGHT, 60);
    table_column(table, scale.self, TABLE_RIGHT, 75);
    table_column(table, "self %", TABLE_RIGHT, TABLE_ALWAYS);
    table_column(table, "±", TABLE_RIGHT, 65);
    table_column(table, scale.total, TABLE_RIGHT, 55);
    table_column(table, "total %", TABLE_RIGHT, TABLE_ALWAYS);
    table_column(table, "code", TABLE_LEFT, 80);
    table_column(table, "module", TABLE_LEFT, 10);

    size_t rows, *order = profile_first(profile, by, &rows);
    rows = rows < ROWS_MOST ? rows : ROWS_MOST;
    for (size_t i = 0; i < profile->function_count; i++)
        if (i < rows)
            function_row(table, profile, &profile->functions[order[i]], &whole,
                         width < NARROW ? 24 : 36);
        else
            rest += profile->functions[order[i]].self;
    if (rows < profile->function_count) {
        char percent[UNITS_SIZE];
        table_row(table);
        table_cell(table, TABLE_DIM, "(%zu more)", profile->function_count - rows);
        table_cell(table, TABLE_DIM, "%s", "");
        table_cell(table, TABLE_DIM, "%s", "");
        cell_weight(table, &scale, rest);
        table_cell(table, TABLE_DIM, "%s",
                   whole.gpu <= 0 ? profile_percent(percent, profile_share(rest, whole.cpu)) : "");
    }
    free(order);
    return table;
}

/* --- threads --- */

/* A share of a thread's life, in per cent. */
static void cell_life(struct table *table, double share)
{
    char digits[UNITS_SIZE];
    if (isfinite(share))
        table_cell(table, TABLE_PLAIN, "%s", profile_percent(digits, share));
    else
        table_cell(table, TABLE_DIM, "–");
}

static struct table *threads_table(const struct profile *profile, bool preempted)
{
    struct table *table = table_new();
    table_column(table, "thread", TABLE_LEFT, TABLE_ALWAYS);
    table_column(table, "process", TABLE_RIGHT, 50);
    table_column(table, "id", TABLE_RIGHT, 40);
    table_column(table, "CPU s", TABLE_RIGHT, TABLE_ALWAYS);
    table_column(table, "used %", TABLE_RIGHT, TABLE_ALWAYS);
    if (preempted)
        table_column(table, "preempted %", TABLE_RIGHT, TABLE_ALWAYS);
    table_column(table, "waiting %", TABLE_RIGHT, TABLE_ALWAYS);
    table_column(table, "from s", TABLE_RIGHT, 60);
    table_column(table, "to s", TABLE_RIGHT, 60);
    for (size_t i = 0; i < profile->thread_count; i++) {
        const struct profile_thread *thread = &profile->threads[i];
        double used = profile_used(thread), others = preempted ? profile_preempted(thread) : 0;
        table_row(table);
        table_cell(table, TABLE_PLAIN, "%s", thread->name);
        table_cell(table, TABLE_DIM, "%" PRId64, thread->pid);
        table_cell(table, TABLE_DIM, "%" PRId64, thread->tid);
        bool known = thread->cpu_ns > 0; /* CUPTI doesn't report it */
        if (known)
            table_cell(table, TABLE_PLAIN, "%.3f", (double)thread->cpu_ns / 1e9);
        else
            table_cell(table, TABLE_DIM, "–");
        cell_life(table, used);
        if (preempted)
            cell_life(table, others);
        cell_life(table, isfinite(used) ? fmax(0, 1 - used - others) : NAN);
        table_cell(table, TABLE_DIM, "%.3f", (double)thread->start_ns / 1e9);
        table_cell(table, TABLE_DIM, "%.3f", (double)thread->end_ns / 1e9);
    }
    return table;
}

/* --- with their titles and notes --- */

static void functions(const struct terminal *terminal, const struct profile *profile,
                      enum profile_sort by, const char *under)
{
    static const char *const orders[] = {"self", "total", "calls", "name"};
    struct table *table = functions_table(profile, by, terminal->width);
    terminal_title(terminal, format_string("Functions%s%s, by %s", under ? " under " : "",
                                           under ? under : "", orders[by]));
    table_print(table, terminal->to, terminal->width, terminal->colour);
    bool calls = table_shows(table, terminal->width, "calls") ||
                 table_shows(table, terminal->width, "per call"),
         error = table_shows(table, terminal->width, "±");
    table_free(table);
    char *note = calls && !under ? profile_calls_note(profile) : NULL;
    if (note)
        terminal_text(terminal, note);
    if (error)
        terminal_text(terminal, copy_string(PROFILE_ERROR_NOTE));
}

static void threads(const struct terminal *terminal, const struct profile *profile)
{
    bool processes = false;
    struct profile_imbalance imbalance = profile_imbalance(profile);
    if (profile->thread_count == 0)
        return;
    for (size_t i = 1; i < profile->thread_count; i++)
        processes |= profile->threads[i].pid != profile->threads[0].pid;
    char *preempted = profile_preempted_note(profile);
    struct table *table = threads_table(profile, preempted != NULL);
    terminal_title(terminal, copy_string(processes ? "Processes and threads" : "Threads"));
    table_print(table, terminal->to, terminal->width, terminal->colour);
    table_free(table);
    if (preempted)
        terminal_text(terminal, preempted);
    if (imbalance.count > 1)
        terminal_text(terminal,
                      format_string("Imbalance %.2f: the busiest of the %zu that share the work "
                                    "over their mean, in CPU time.",
                                    imbalance.times, imbalance.count));
}

static void lanes(const struct terminal *terminal, const struct profile *profile)
{
    static const char *const names[] = {"compute ms", "copy ms", "wait ms", "calls ms"};
    if (profile->lane_count == 0)
        return;
    struct table *table = table_new();
    table_column(table, "lane", TABLE_LEFT, TABLE_ALWAYS);
    table_column(table, "spans", TABLE_RIGHT, 50);
    for (size_t c = 0; c < 4; c++)
        table_column(table, names[c], TABLE_RIGHT, 80);
    for (size_t i = 0; i < profile->lane_count; i++) {
        const struct profile_lane *lane = &profile->lanes[i];
        double spent[4] = {0};
        char digits[UNITS_SIZE];
        for (size_t j = 0; j < lane->span_count; j++)
            spent[lane->spans[j].category] += (double)lane->spans[j].ns;
        table_row(table);
        table_cell(table, TABLE_PLAIN, "%s", lane->name);
        table_cell(table, TABLE_DIM, "%zu", lane->span_count);
        for (size_t c = 0; c < 4; c++)
            table_cell(table, TABLE_PLAIN, "%s",
                       spent[c] > 0 ? units_significant(digits, spent[c] / 1e6, 3) : "");
    }
    terminal_title(terminal, copy_string("What ran when, by lane"));
    table_print(table, terminal->to, terminal->width, terminal->colour);
    table_free(table);
}

void profile_views(const struct terminal *terminal, const struct profile *profile,
                   enum profile_sort by, size_t focus)
{
    char why[400];
    terminal_title(terminal, format_string("Profile of %s", profile->variant));
    if (profile->patterns)
        terminal_text(terminal, format_string("Counted: %s.", profile->patterns));
    terminal_text(terminal, profile_verdict_text(profile));
    struct profile *part =
        focus == PROFILE_NONE ? NULL : profile_focus(profile, focus, why, sizeof why);
    if (part) {
        double share = profile_share(profile_total(part), profile_total(profile));
        char percent[UNITS_SIZE];
        terminal_text(terminal,
                      format_string("Below, shares are of what lies under `%s`: %s of all.",
                                    profile->functions[focus].name,
                                    profile_percent_words(percent, share)));
        functions(terminal, part, by, profile->functions[focus].name);
    } else {
        if (focus != PROFILE_NONE)
            warnx("%s", why);
        functions(terminal, profile, by, NULL);
    }
    profile_free(part);
    if (profile_whole(profile).gpu > 0)
        terminal_text(terminal,
                      copy_string("Shares of what ran on the GPU are of the time that it worked, "
                                  "all others of the host's."));
    threads(terminal, profile);
    lanes(terminal, profile);
    terminal_title(terminal, copy_string("How it was obtained"));
    terminal_text(terminal, profile_how_text(profile));
}
