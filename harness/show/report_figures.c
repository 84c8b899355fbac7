#include "show/report_figures.h"
#include "base/strings.h"
#include "figures/ladder.h"
#include "figures/story.h"
#include "measure/rungs.h"
#include "record/trap_record.h"
#include "show/captions.h"
#include "show/exports.h"
#include "show/markdown.h"
#include "show/side_tables.h"
#include "show/tables.h"
#include "show/trap_views.h"

#include <err.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

/* What a writer of text writes; free() it. */
static char *text_of(void (*write)(FILE *to, const struct results *results),
                     const struct results *results)
{
    char *text = NULL;
    size_t size;
    FILE *to = open_memstream(&text, &size);
    if (!to)
        err(1, "report");
    write(to, results);
    if (fclose(to) != 0)
        err(1, "report");
    return text;
}

/* Takes the text. One that is no UTF-8 came from no results file that was read. */
static json_t *taken(char *text)
{
    json_t *string = text ? json_string(text) : NULL;
    free(text);
    return string ? string : json_null();
}

static json_t *real(double value)
{
    return isfinite(value) ? json_real(value) : json_null();
}

static json_t *control_object(const struct results *results)
{
    struct speedup control;
    ladder_trusted(results, &control);
    for (size_t i = 0; i < results->row_count; i++) {
        const struct row *row = &results->rows[i];
        if (row->copy_of && isfinite(control.ratio))
            return json_pack("{s:s, s:s, s:f, s:o}", "name", row->name, "copy_of", row->copy_of,
                             "ratio", control.ratio, "ci",
                             control.has_interval
                                 ? json_pack("[f, f]", control.interval.low, control.interval.high)
                                 : json_null());
    }
    return json_null();
}

/* NULL where the list does not name it, or tells no act. */
static json_t *act_of(const json_t *list, const char *name)
{
    size_t i;
    json_t *rung;
    json_array_foreach(list, i, rung)
    {
        const char *named = json_string_value(json_object_get(rung, "name"));
        if (named && strcmp(named, name) == 0)
            return json_incref(json_object_get(rung, "act"));
    }
    return NULL;
}

static json_t *rows_array(const struct results *results)
{
    json_t *rows = json_array();
    const struct row *first = ladder_first_measured(results);
    json_t *list = json_load_file(rungs_default_list(), 0, NULL);
    for (size_t i = 0; i < results->row_count; i++) {
        const struct row *row = &results->rows[i];
        const char *outcome = story_outcome(results, row);
        double ratio = NAN;
        if (first && row->status == STATUS_OK)
            ratio = ladder_speedup(first, row).ratio;
        struct summary summary = ladder_summarize(row);
        double share = row->apart ? NAN : ladder_limit_share(results, row);
        json_t *act = act_of(list, row->name);
        json_array_append_new(rows,
                              json_pack("{s:s, s:o, s:s?, s:o, s:o, s:I}", "name", row->name, "act",
                                        act ? act : json_null(), "outcome", outcome, "x_first",
                                        real(ratio), "limit_ns", real(share * summary.median_ns),
                                        "rounds", (json_int_t)summary.rounds));
    }
    json_decref(list);
    return rows;
}

/* Nothing where it has no rows. */
static void add_table(json_t *tables, const char *title, struct table *table)
{
    if (table_rows(table) > 0) {
        json_t *object = table_json(table);
        json_object_set_new(object, "title", json_string(title));
        json_array_append_new(tables, object);
    }
    table_free(table);
}

static json_t *tables_array(const struct results *results, const struct trap *trap)
{
    json_t *tables = json_array();
    add_table(tables, "The times", tables_times(results, false));
    add_table(tables, "Not from end to end", tables_times(results, true));
    add_table(tables, "By the clocks of host and device", tables_devices(results));
    add_table(tables, "The ledger", tables_ledger(results));
    add_table(tables, "Where the time goes", tables_stages(results));
    add_table(tables, "What the machine can do at best",
              tables_limits(results->limits, results->limit_count));
    add_table(tables, "The thread sweep", side_tables_sweep(results));
    add_table(tables, "The tools that people would use instead", side_tables_peers(results));
    if (trap)
        add_table(tables, "The trap, in ms", trap_table(trap));
    return tables;
}

static json_t *captions_object(const struct results *results)
{
    return json_pack("{s:o, s:o, s:o}", "stages", taken(captions_stages(results)), "ceilings",
                     taken(captions_ceilings(results)), "exceeded",
                     taken(captions_exceeded(results)));
}

json_t *report_figures(const struct results *results)
{
    char why[200];
    struct trap *trap = calloc(1, sizeof *trap);
    if (!trap)
        err(1, "report");
    bool trapped = results->trap && trap_parse(results->trap, trap, why, sizeof why);
    json_t *figures = json_pack(
        "{s:o, s:o, s:o, s:b, s:o, s:o, s:o, s:o, s:o}", "story", taken(story_tell(results)), "csv",
        taken(text_of(exports_csv, results)), "markdown", taken(text_of(markdown_all, results)),
        "trusted", ladder_trusted(results, NULL), "control", control_object(results), "rows",
        rows_array(results), "tables", tables_array(results, trapped ? trap : NULL), "captions",
        captions_object(results), "trap", trapped ? taken(trap_story(trap)) : json_null());
    free(trap);
    if (!figures)
        errx(1, "report: no figures could be drawn from the results");
    return figures;
}
