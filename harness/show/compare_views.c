#include "show/compare_views.h"
#include "base/markdown_text.h"
#include "base/strings.h"
#include "common/units.h"
#include "show/run_header.h"
#include "show/tables.h"

#include <err.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

static const char method[] =
    "Change: how many times as fast it is now (Hodges and Lehmann's estimate). p: that chance "
    "alone "
    "does as much (Mann and Whitney); p all: the same, among so many rows (Holm). A variant is "
    "faster or slower where the interval lies beyond ±2 % and p all is 0.05 at most.";

/* "0.03", "under 0.001". */
static void p_cell(struct table *table, double p)
{
    char shown[UNITS_SIZE];
    if (isnan(p))
        table_cell(table, TABLE_PLAIN, "%s", "");
    else if (p < 0.001)
        table_cell(table, TABLE_PLAIN, "<0.001");
    else
        table_cell(table, TABLE_PLAIN, "%s", units_significant(shown, p, 2));
}

static void figure_cell(struct table *table, const struct comparison *comparison, double value)
{
    char shown[UNITS_SIZE];
    if (comparison->by == COMPARE_TIMES)
        table_cell(table, TABLE_PLAIN, "%s", units_significant(shown, value / 1e9, 4));
    else
        table_cell(table, TABLE_PLAIN, "%s×", units_significant(shown, value, 4));
}

static void change_cells(struct table *table, const struct comparison *comparison,
                         const struct change *change)
{
    const struct unpaired *found = &change->found;
    figure_cell(table, comparison, change->was);
    figure_cell(table, comparison, change->is);
    table_cell(table, TABLE_PLAIN, "%zu, %zu", change->was_rounds, change->is_rounds);
    table_cell(table, TABLE_PLAIN, "%.3f×", found->ratio);
    if (found->has_interval)
        table_cell(table, TABLE_PLAIN, "%.3f–%.3f", found->interval.low, found->interval.high);
    else
        table_cell(table, TABLE_PLAIN, "%s", "");
    p_cell(table, found->p);
    p_cell(table, change->p_holm);
    tables_verdict_cell(table, change->verdict);
}

/* Why a variant is not compared. */
static void absence(struct table *table, const struct change *change)
{
    const struct row *before = change->before, *after = change->after;
    if (change->broken)
        table_rest(table, TABLE_BAD, "%s: %s", status_name(after->status),
                   after->reason ? after->reason : "no reason given");
    else if (!before || !after)
        table_rest(table, TABLE_DIM, "not in the %s run", before ? "second" : "first");
    else if (before->status != STATUS_OK)
        table_rest(table, TABLE_DIM, "%s in the first run", status_name(before->status));
    else if (after->status != STATUS_OK)
        table_rest(table, TABLE_DIM, "%s in the second run", status_name(after->status));
    else
        table_rest(table, TABLE_DIM, "%s", "not measured in both runs");
}

struct table *compare_table(const struct comparison *comparison)
{
    struct table *table = table_new();
    bool times = comparison->by == COMPARE_TIMES;
    table_column(table, "variant", TABLE_LEFT, TABLE_ALWAYS);
    table_column(table, times ? "before s" : "before", TABLE_RIGHT, TABLE_ALWAYS);
    table_column(table, times ? "after s" : "after", TABLE_RIGHT, TABLE_ALWAYS);
    table_column(table, "rounds", TABLE_RIGHT, 10);
    table_column(table, "change", TABLE_RIGHT, TABLE_ALWAYS);
    table_column(table, "95 %", TABLE_LEFT, TABLE_ALWAYS);
    table_column(table, "p", TABLE_RIGHT, 20);
    table_column(table, "p all", TABLE_RIGHT, 30);
    table_column(table, "verdict", TABLE_LEFT, TABLE_ALWAYS);
    for (size_t i = 0; i < comparison->count; i++) {
        const struct change *change = &comparison->changes[i];
        table_row(table);
        table_cell(table, TABLE_PLAIN, "%s", change->name);
        if (isnan(change->found.ratio))
            absence(table, change);
        else
            change_cells(table, comparison, change);
    }
    return table;
}

char *compare_story(const struct comparison *comparison)
{
    char *story = NULL;
    size_t size, same = 0, unclear = 0, too_few = 0;
    FILE *to = open_memstream(&story, &size);
    if (!to)
        err(1, "comparison");
    if (comparison->unsound)
        fprintf(to, "Don't trust this comparison: %s. Every verdict reads unclear. ",
                comparison->unsound);
    for (enum verdict verdict = VERDICT_FASTER; verdict <= VERDICT_SLOWER; verdict++) {
        size_t count = 0;
        for (size_t i = 0; i < comparison->count; i++) {
            const struct change *change = &comparison->changes[i];
            if (change->verdict == verdict)
                fprintf(to, "%s %s %.3f×",
                        count++                     ? ","
                        : verdict == VERDICT_FASTER ? "Faster:"
                                                    : "Slower:",
                        change->name, change->found.ratio);
        }
        fputs(count ? ". " : "", to);
    }
    for (size_t i = 0; i < comparison->count; i++) {
        same += comparison->changes[i].verdict == VERDICT_SAME;
        unclear += comparison->changes[i].verdict == VERDICT_UNCLEAR;
        too_few += comparison->changes[i].verdict == VERDICT_TOO_FEW &&
                   !isnan(comparison->changes[i].found.ratio);
    }
    fprintf(to, "The same: %zu. Unclear: %zu.", same, unclear);
    if (too_few > 0)
        fprintf(to, " Too few rounds: %zu.", too_few);
    if (fclose(to) != 0)
        err(1, "comparison");
    return run_header_printable(story);
}

char *compare_machine_line(const struct comparison *comparison)
{
    const struct unpaired *machine = &comparison->machine;
    enum verdict verdict = comparison->machine_verdict;
    double common = comparison->common;
    char *said = NULL, *line = NULL;
    if (machine->has_interval)
        said = format_string(
            "The machine itself: reading the page cache, by the harness' own code in every round, "
            "was %.3f× as fast (%.3f–%.3f)%s",
            machine->ratio, machine->interval.low, machine->interval.high,
            verdict == VERDICT_SLOWER
                ? ": variants with longer times may be slower only because of that. "
            : verdict == VERDICT_FASTER
                ? ": variants with shorter times may be faster only because of that. "
                : ". ");
    if (common > 1 + STATS_SAME || common < 1 / (1 + STATS_SAME))
        line = format_string("%sThe median of all changes is %.3f×: something that most variants "
                             "share has changed, or the machine, which the ratios leave out.",
                             said ? said : "", common);
    else if (said)
        line = copy_string(said);
    free(said);
    return line;
}

/* free() it. */
static char *title_of(const struct comparison *comparison)
{
    if (comparison->by == COMPARE_TIMES)
        return copy_string("The times (median of fresh processes)");
    return run_header_printable(format_string(
        "How many times as fast as %s of the same run, within its rounds", comparison->baseline));
}

/* A run's name in the head; free() it. */
static char *name_of(const char *path, const struct results *results)
{
    const char *revision = json_string_value(json_object_get(results->build, "revision"));
    return run_header_printable(format_string("%s, of %s, revision %s", path, results->started,
                                              revision ? revision : "unknown"));
}

static void print_line(const struct terminal *terminal, const char *label, char *line)
{
    if (line)
        table_print_wrapped(terminal->to, terminal->width, label, line);
    free(line);
}

static void view_one(const struct terminal *terminal, const struct comparison *comparison)
{
    struct table *table = compare_table(comparison);
    terminal_title(terminal, title_of(comparison));
    table_print(table, terminal->to, terminal->width, terminal->colour);
    table_free(table);
    if (comparison->by == COMPARE_TIMES)
        print_line(terminal, "", compare_machine_line(comparison));
    print_line(terminal, "", compare_story(comparison));
}

/* The patterns and the case that the two runs counted; NULL if neither file has them. */
static char *counted(const struct results *before, const struct results *after)
{
    char *one = run_header_patterns(before), *other = run_header_patterns(after), *line = NULL;
    if (one && other && strcmp(one, other) == 0)
        line = copy_string(one);
    else if (one || other)
        line =
            format_string("%s before, %s after", one ? one : "unknown", other ? other : "unknown");
    free(one);
    free(other);
    return line;
}

void compare_views(const struct terminal *terminal, const struct compare_report *report)
{
    for (size_t i = 0; i < report->count; i++) {
        const struct compared *other = &report->others[i];
        if (i > 0)
            fputc('\n', terminal->to);
        print_line(terminal, "before  ", name_of(report->path, &report->first));
        print_line(terminal, "after   ", name_of(other->path, &other->results));
        print_line(terminal, "counted ", counted(&report->first, &other->results));
        for (size_t j = 0; j < other->difference_count; j++)
            table_print_wrapped(terminal->to, terminal->width, "differs ", other->differences[j]);
        if (other->times.changes)
            view_one(terminal, &other->times);
        if (other->ratios.changes)
            view_one(terminal, &other->ratios);
        else
            table_print_wrapped(terminal->to, terminal->width, "",
                                "No variant was measured in both runs: no ratios.");
    }
    fputc('\n', terminal->to);
    table_print_wrapped(terminal->to, terminal->width, "", method);
}

/* --- for documents and programs --- */

bool compare_markdown(const void *what, FILE *to)
{
    const struct compare_report *report = what;
    for (size_t i = 0; i < report->count; i++) {
        const struct compared *other = &report->others[i];
        const struct comparison *const both[] = {&other->times, &other->ratios};
        char *before = name_of(report->path, &report->first),
             *after = name_of(other->path, &other->results),
             *patterns = counted(&report->first, &other->results);
        fputs(i > 0 ? "\n" : "", to);
        markdown_first(to, format_string("Before: %s.", before));
        markdown_paragraph(to, format_string("After: %s.", after));
        if (patterns)
            markdown_paragraph(to, format_string("Counted: %s.", patterns));
        free(before);
        free(after);
        free(patterns);
        for (size_t j = 0; j < other->difference_count; j++)
            markdown_paragraph(to, format_string("Differs: %s.", other->differences[j]));
        for (size_t j = 0; j < 2; j++) {
            if (!both[j]->changes)
                continue;
            struct table *table = compare_table(both[j]);
            markdown_title(to, title_of(both[j]));
            table_print_markdown(table, to);
            table_free(table);
            if (both[j]->by == COMPARE_TIMES)
                markdown_paragraph(to, compare_machine_line(both[j]));
            markdown_paragraph(to, compare_story(both[j]));
        }
    }
    markdown_paragraph(to, copy_string(method));
    return !ferror(to);
}
