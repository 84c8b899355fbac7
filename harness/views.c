#include "views.h"
#include "copies.h"
#include "heads.h"
#include "ladder.h"
#include "precision.h"
#include "side_tables.h"
#include "story.h"
#include "tables.h"
#include "trap_views.h"
#include "units.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#define OF_LIMIT                                                                                   \
    "Of limit: what a variant reached against the limit's own pass in the same round, the median " \
    "over rounds."

struct view view_of(FILE *to)
{
    return (struct view){to, table_width_of(to), table_colour_for(to)};
}

void views_head(const struct view *view, const struct results *results)
{
    char *machine = heads_machine(results->machine), *build = heads_build(results->build),
         *text = heads_text(results);
    table_print_wrapped(view->to, view->width, "machine  ", machine);
    table_print_wrapped(view->to, view->width, "build    ", build);
    table_print_wrapped(view->to, view->width, "text     ", text);
    free(machine);
    free(build);
    free(text);
}

/* A titled table; nothing at all where it has no rows. */
static void show(const struct view *view, const char *title, struct table *table)
{
    if (table_rows(table) > 0) {
        fprintf(view->to, "\n%s%s%s\n", view->colour ? "\033[1m" : "", title,
                view->colour ? "\033[0m" : "");
        table_print(table, view->to, view->width, view->colour);
    }
    table_free(table);
}

void views_stages(const struct view *view, const struct results *results)
{
    show(view, "Where the time goes (stage clock on; of slow variants, on the first lines)",
         tables_stages(results));
}

void views_predictions(const struct view *view, const struct results *results)
{
    show(view, "What each rung can gain (share: of the attacked stages in the rung it follows)",
         tables_predictions(results));
}

/* What the row "A/A" is, and whether it came out as it must; NULL without one. */
static char *control_line(const struct results *results)
{
    struct speedup control;
    ladder_trusted(results, &control);
    bool trusted = control.interval.low <= 1 && control.interval.high >= 1;
    for (size_t i = 0; i < results->row_count; i++) {
        const struct row *row = &results->rows[i];
        if (row->copy_of && control.has_interval)
            return heads_printable(format_string(
                "%s is %s run again under a second name: %.3f× itself "
                "(%.3f–%.3f), %s.",
                row->name, row->copy_of, control.ratio, control.interval.low, control.interval.high,
                trusted ? "no difference found, as it must be"
                        : "a difference where there is none"));
    }
    return NULL;
}

void views_warnings(const struct view *view, const struct results *results)
{
    for (size_t i = 0; i < results->warning_count; i++) {
        const struct warning *warning = &results->warnings[i];
        char *line = format_string("%s. Remedy: %s.", warning->what, warning->remedy);
        fputs(i == 0 ? "\n" : "", view->to);
        table_print_wrapped(view->to, view->width, "warning  ", heads_printable(line));
        free(line);
    }
}

void views_gpu(const struct view *view, const struct results *results)
{
    char *gpu = heads_gpu(results);
    if (gpu) {
        fputc('\n', view->to);
        table_print_wrapped(view->to, view->width, "GPU      ", gpu);
    }
    free(gpu);
}

void views_limits(const struct view *view, const struct limit *limits, size_t count)
{
    show(view, "What the machine can do at best (best of several passes)",
         tables_limits(limits, count));
}

/* A variant that beats its limit shows that the limit is wrong, not that the variant is good. */
static void warn_of_limits(const struct view *view, const struct results *results)
{
    for (size_t i = 0; i < results->row_count; i++) {
        const struct row *row = &results->rows[i];
        double share = ladder_limit_share(results, row);
        if (!(share > LIMIT_EXCEEDED))
            continue;
        char *line = format_string("%s runs at %.0f %% of %s: that limit was measured too low.",
                                   row->name, 100 * share, row->limit);
        table_print_wrapped(view->to, view->width, "", heads_printable(line));
        free(line);
    }
}

/* "baseline 1 of 6, ...", or NULL where none stands out. */
static char *outliers_line(const struct results *results)
{
    char *line = NULL;
    for (size_t i = 0; i < results->row_count; i++) {
        const struct row *row = &results->rows[i];
        bool *flags = calloc(row->sample_count + 1, sizeof *flags);
        size_t count = flags && row->status == STATUS_OK ? ladder_outliers(row, flags) : 0;
        free(flags);
        if (count == 0)
            continue;
        char *longer = format_string("%s%s%s %zu of %zu", line ? line : "", line ? ", " : "",
                                     row->name, count, row->sample_count);
        free(line);
        line = longer;
    }
    return line;
}

void views_times(const struct view *view, const struct results *results)
{
    show(view,
         results->stopped ? "The times so far: the run was stopped"
         : results->cold  ? "The times, cold (median of fresh processes, with its 95 % interval)"
                          : "The times (median of fresh processes, with its 95 % interval)",
         tables_times(results, false));
    show(view, "Not from end to end: the text was in its place before the clock started",
         tables_times(results, true));
    char *control = control_line(results);
    if (control)
        table_print_wrapped(view->to, view->width, "", control);
    free(control);
    char *precision = precision_line(results);
    if (precision)
        table_print_wrapped(view->to, view->width, "Rounds: ", heads_printable(precision));
    free(precision);
    char *outliers = outliers_line(results);
    if (outliers)
        table_print_wrapped(view->to, view->width,
                            "Outliers, which stay in every figure: ", heads_printable(outliers));
    free(outliers);
    if (results->limit_count && results->limits[0].by_round)
        table_print_wrapped(view->to, view->width, "", OF_LIMIT);
    warn_of_limits(view, results);
    show(view,
         "By the clocks of host (prepare, search) and device (medians; what overlaps counts once)",
         tables_devices(results));
}

void views_ledger(const struct view *view, const struct results *results)
{
    show(view, "The ledger: what was predicted, what came of it", tables_ledger(results));
}

/* Which variants the peers are compared with, and which peers these are; NULL without any. */
static char *peers_line(const struct results *results)
{
    const struct row *fastest = ladder_fastest(results, false),
                     *alone = ladder_fastest(results, true);
    char seconds[UNITS_SIZE], *line = NULL;
    size_t size;
    FILE *to = results->peer_count ? open_memstream(&line, &size) : NULL;
    if (!to)
        return NULL;
    if (fastest)
        fprintf(to, "The fastest is %s: %s s as a whole process", fastest->name,
                units_significant(seconds, ladder_summarize(fastest).wall_ns / 1e9, 4));
    if (alone && alone != fastest)
        fprintf(to, "; on one core it is %s: %s s", alone->name,
                units_significant(seconds, ladder_summarize(alone).wall_ns / 1e9, 4));
    const char *before = NULL;
    for (size_t i = 0; i < results->peer_count; i++) {
        const char *version = results->peers[i].version;
        if (!version || (before && strcmp(version, before) == 0))
            continue;
        fprintf(to, "%s%s",
                before    ? ", "
                : fastest ? ". The tools are "
                          : "The tools are ",
                version);
        before = version;
    }
    if (fastest || before)
        fputc('.', to);
    fclose(to);
    return heads_printable(line);
}

void views_sweep(const struct view *view, const struct results *results)
{
    show(view, "The thread sweep (speed-up over one thread; serial fraction: Karp and Flatt, 1990)",
         side_tables_sweep(results));
}

#define PEERS_TITLE "The tools that people would use instead"

void views_peers(const struct view *view, const struct results *results)
{
    char *line = peers_line(results);
    show(view, PEERS_TITLE " (whole processes, and how much faster ours are)",
         side_tables_peers(results));
    if (line)
        table_print_wrapped(view->to, view->width, "", line);
    free(line);
}

void views_story(const struct view *view, const struct results *results)
{
    char *story = story_tell(results);
    fputc('\n', view->to);
    table_print_wrapped(view->to, view->width < 100 ? view->width : 100, "", story);
    free(story);
}

static void markdown(FILE *to, const char *title, struct table *table)
{
    if (table_rows(table) > 0) {
        fprintf(to, "\n**%s**\n\n", title);
        table_print_markdown(table, to);
    }
    table_free(table);
}

/* What `trap --add-to` put into the results, if it did. */
static void markdown_trap(FILE *to, const json_t *object)
{
    char why[200];
    struct trap *trap = object ? malloc(sizeof *trap) : NULL;
    if (trap && trap_parse(object, trap, why, sizeof why))
        trap_views_markdown(to, trap);
    free(trap);
}

void views_markdown(FILE *to, const struct results *results)
{
    char *machine = heads_machine(results->machine), *build = heads_build(results->build),
         *text = heads_text(results), *control = control_line(results),
         *story = story_tell(results), *walk = story_walk(results), *peers = peers_line(results),
         *gpu = heads_gpu(results);
    fprintf(to, "Measured %.10s on %s.\n\n", results->started, machine);
    if (gpu)
        fprintf(to, "GPU: %s.\n\n", gpu);
    fprintf(to, "Build: %s.\n\nText: %s.\n", build, text);
    for (size_t i = 0; i < results->warning_count; i++) {
        char *line =
            format_string("%s. Remedy: %s", results->warnings[i].what, results->warnings[i].remedy);
        fprintf(to, "\nWarning: %s.\n", heads_printable(line));
        free(line);
    }
    free(gpu);
    markdown(to, results->cold ? "The times, cold" : "The times", tables_times(results, false));
    markdown(to, "Not from end to end: the text was in its place before the clock started",
             tables_times(results, true));
    markdown(to, "By the clocks of host (prepare, search) and device", tables_devices(results));
    if (control)
        fprintf(to, "\n%s\n", control);
    char *precision = precision_line(results);
    if (precision)
        fprintf(to, "\nRounds: %s\n", heads_printable(precision));
    free(precision);
    if (results->limit_count && results->limits[0].by_round)
        fprintf(to, "\n%s\n", OF_LIMIT);
    markdown(to, "The ledger", tables_ledger(results));
    markdown(to, "Where the time goes", tables_stages(results));
    markdown(to, "What the machine can do at best",
             tables_limits(results->limits, results->limit_count));
    markdown(to, "The thread sweep", side_tables_sweep(results));
    markdown(to, PEERS_TITLE, side_tables_peers(results));
    if (peers)
        fprintf(to, "\n%s\n", peers);
    markdown_trap(to, results->trap);
    fprintf(to, "\n%s\n\n**Rung by rung**\n\n%s", story, walk);
    free(walk);
    free(peers);
    free(machine);
    free(build);
    free(text);
    free(control);
    free(story);
}
