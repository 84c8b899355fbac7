#include "show/report_figures.h"
#include "base/strings.h"
#include "figures/story.h"
#include "measure/rungs.h"
#include "show/captions.h"
#include "show/exports.h"
#include "show/markdown.h"
#include "show/sections.h"
#include "show/trap_views.h"

#include <err.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

/* What a writer of text writes; free() it. */
static char *text_of(void (*write)(FILE *to, const struct figures *figures),
                     const struct figures *figures)
{
    char *text = NULL;
    size_t size;
    FILE *to = open_memstream(&text, &size);
    if (!to)
        err(1, "report");
    write(to, figures);
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

static json_t *control_object(const struct figures *figures)
{
    const struct row_figures *control = figures->control;
    if (!control || !isfinite(control->over_parent.ratio))
        return json_null();
    const struct speedup *over = &control->over_parent;
    return json_pack("{s:s, s:s, s:f, s:o}", "name", control->row->is.name, "copy_of",
                     control->row->is.copy_of, "ratio", over->ratio, "ci",
                     over->has_interval && !figures->control_is_disturbed
                         ? json_pack("[f, f]", over->interval.low, over->interval.high)
                         : json_null());
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

static json_t *rows_array(const struct figures *figures)
{
    json_t *rows = json_array();
    json_t *list = json_load_file(rungs_default_list(), 0, NULL);
    for (size_t i = 0; i < figures->run->row_count; i++) {
        const struct row_figures *row = &figures->rows[i];
        double share = row->row->is.apart ? NAN : row->limit_share;
        json_t *act = act_of(list, row->row->is.name);
        json_array_append_new(rows, json_pack("{s:s, s:o, s:s?, s:o, s:o, s:I}", "name",
                                              row->row->is.name, "act", act ? act : json_null(),
                                              "outcome", outcome_name(row->outcome), "x_first",
                                              real(row->over_first.ratio), "limit_ns",
                                              real(share * row->time.median_ns), "rounds",
                                              (json_int_t)row->time.rounds));
    }
    json_decref(list);
    return rows;
}

/* The sections that have a table with rows. */
static json_t *tables_array(const struct figures *figures)
{
    json_t *tables = json_array();
    for (size_t i = 0; i < section_count; i++) {
        const struct section *section = &sections[i];
        struct table *table = section->table && !section->first ? section->table(figures) : NULL;
        if (table && table_rows(table) > 0) {
            json_t *object = table_json(table);
            json_object_set_new(object, "title", taken(section_title(section, figures)));
            json_array_append_new(tables, object);
        }
        table_free(table);
    }
    return tables;
}

static json_t *captions_object(const struct figures *figures)
{
    return json_pack("{s:o, s:o, s:o}", "stages", taken(captions_stages(figures)), "ceilings",
                     taken(captions_ceilings(figures)), "exceeded",
                     taken(captions_exceeded(figures)));
}

json_t *report_figures(const struct figures *figures)
{
    json_t *object = json_pack(
        "{s:o, s:o, s:o, s:b, s:o, s:o, s:o, s:o, s:o}", "story", taken(story_tell(figures)), "csv",
        taken(text_of(exports_csv, figures)), "markdown", taken(text_of(markdown_all, figures)),
        "trusted", figures->trusted, "control", control_object(figures), "rows",
        rows_array(figures), "tables", tables_array(figures), "captions", captions_object(figures),
        "trap", figures->trap ? trap_json(figures->trap) : json_null());
    if (!object)
        errx(1, "report: no figures could be drawn from the results");
    return object;
}
