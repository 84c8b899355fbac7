#include "show/try_views.h"

#include "base/strings.h"

#include <err.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define NAMELESS_NOTICED 0.1
#define LAYOUT_MOST 1.1 /* where code lies may make as much, seldom more */

static const struct try_side *side_of(const struct figures *figures, size_t side)
{
    return figures->tried ? &figures->tried->record.sides[side] : NULL;
}

/* --- functions --- */

static struct table *table_of(const struct try_side *side)
{
    struct table *table = table_new();
    table_column(table, "function", TABLE_LEFT, TABLE_ALWAYS);
    table_column(table, "self %", TABLE_RIGHT, TABLE_ALWAYS);
    table_column(table, "total %", TABLE_RIGHT, TABLE_ALWAYS);
    table_column(table, "in", TABLE_LEFT, 10);
    for (size_t i = 0; side && i < side->function_count; i++) {
        const struct try_function *function = &side->functions[i];
        table_row(table);
        table_cell(table, TABLE_PLAIN, "%.48s", function->name);
        table_cell(table, TABLE_PLAIN, "%.1f", 100 * function->self);
        table_cell(table, TABLE_PLAIN, "%.1f", 100 * function->total);
        table_cell(table, TABLE_PLAIN, "%.24s", function->module);
    }
    return table;
}

struct table *try_table_before(const struct figures *figures)
{
    return table_of(side_of(figures, 0));
}

struct table *try_table_after(const struct figures *figures)
{
    return table_of(side_of(figures, 1));
}

/* --- what they say --- */

/* What the profile does not know. */
static void tell_gaps(const struct try_side *side, FILE *to)
{
    if (side->blind)
        fprintf(to, " %s.", side->blind);
    if (side->nameless > NAMELESS_NOTICED)
        fprintf(to, " %.0f %% is in code without symbols: don't strip it, and build with -g.",
                100 * side->nameless);
    if (side->without_kernel)
        fputs(" The kernel's time was not sampled (sudo sysctl kernel.perf_event_paranoid=1), so "
              "what a function could gain is not known.",
              to);
}

static void tell_bound(const struct tried *tried, FILE *to)
{
    const struct try_side *side = &tried->record.sides[0];
    char most[UNITS_SIZE];
    if (isnan(tried->most))
        return;
    fprintf(to, " %s and below: %.0f %% (%.0f–%.0f)", side->named, 100 * side->share,
            100 * side->low, 100 * side->high);
    if (isinf(tried->most))
        fputs(", nearly all: nothing bounds what it can gain.", to);
    else
        fprintf(to, "; making it free gains %s %s×.",
                tried->waits || tried->several ? "about" : "at most",
                tried_most_words(most, tried->most));
    if (tried->waits)
        fprintf(
            to,
            " before waits for %.0f %% of its time, which no sample shows: where %s causes that, "
            "it can gain more.",
            100 * (1 - side->cores), side->named);
    if (tried->several)
        fprintf(to,
                " before keeps %.1f cores busy: it can gain more or less where the rest keeps "
                "fewer or more.",
                side->cores);
}

static char *says(const struct figures *figures, size_t which)
{
    const struct try_side *side = side_of(figures, which);
    char *text = NULL;
    size_t size;
    if (!side)
        return NULL;
    if (side->no_profile) /* said once, of the first */
        return which == 0 || strcmp(side->no_profile, side_of(figures, 0)->no_profile
                                                          ? side_of(figures, 0)->no_profile
                                                          : "") != 0
                   ? format_string("There is no profile of %s, only times: %s.",
                                   which ? TRY_AFTER : TRY_BEFORE, side->no_profile)
                   : NULL;
    FILE *to = open_memstream(&text, &size);
    if (!to)
        err(1, "try");
    fputs(side->says, to);
    if (which == 0)
        tell_bound(figures->tried, to);
    else if (side->named && side->cut <= 0)
        fprintf(to, " %s and below: %.0f %% (%.0f–%.0f).", side->named, 100 * side->share,
                100 * side->low, 100 * side->high);
    tell_gaps(side, to);
    if (fclose(to) != 0)
        err(1, "try");
    return text;
}

char *try_says_before(const struct figures *figures)
{
    return says(figures, 0);
}

char *try_says_after(const struct figures *figures)
{
    return says(figures, 1);
}

/* "exit code 0 and the same standard output: 1,234 bytes". */
static char *same(const struct try_record *record)
{
    char bytes[UNITS_SIZE];
    return record->output
               ? format_string("exit code %d and the same %s: %s %s", record->exit_code,
                               record->output, units_grouped(bytes, record->output_bytes),
                               units_plural(record->output_bytes, "byte", "bytes"))
               : format_string("exit code %d; their output is not compared", record->exit_code);
}

void try_head(const struct terminal *terminal, const struct figures *figures)
{
    const struct try_record *record = &figures->tried->record;
    char *both = same(record);
    table_print_wrapped(terminal->to, terminal->width, "before  ", record->sides[0].command);
    table_print_wrapped(terminal->to, terminal->width, "after   ", record->sides[1].command);
    table_print_wrapped(terminal->to, terminal->width, "both    ", both);
    free(both);
}

char *try_commands(const struct figures *figures)
{
    if (!figures->tried)
        return NULL;
    const struct try_record *record = &figures->tried->record;
    char *both = same(record);
    char *text = format_string("before: %s; after: %s; both: %s.", record->sides[0].command,
                               record->sides[1].command, both);
    free(both);
    return text;
}

char *try_layout(const struct figures *figures)
{
    for (size_t i = 0; figures->tried && i < figures->run->row_count; i++) {
        const struct row_figures *row = &figures->rows[i];
        const struct interval *interval = &row->over_parent.interval;
        if (strcmp(row->row->is.name, TRY_AFTER) == 0 &&
            ((row->verdict == VERDICT_FASTER && interval->low < LAYOUT_MOST) ||
             (row->verdict == VERDICT_SLOWER && interval->high > 1 / LAYOUT_MOST)))
            return copy_string("The code layout alone can make a difference of a few per cent, and "
                               "here each has one layout (docs/METHOD.md).");
    }
    return NULL;
}
