#include "show/page_figures.h"
#include "base/strings.h"
#include "figures/landmarks.h"
#include "figures/story.h"
#include "measure/rungs.h"
#include "show/captions.h"
#include "show/exports.h"
#include "show/lesson_views.h"
#include "show/markdown.h"
#include "show/matrix_views.h"
#include "show/run_header.h"
#include "show/sections.h"
#include "show/tables.h"
#include "show/trap_views.h"
#include "variants/encoding.h"

#include <ctype.h>
#include <err.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

/* The output of `write` as a string; free() it. */
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

/* Takes the text. It is UTF-8, since reading a results file checks that. */
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

static json_t *pair(bool there, struct interval interval)
{
    return there ? json_pack("[f, f]", interval.low, interval.high) : json_null();
}

/* Why a row has no figures, in a word; NULL if it has figures. */
static const char *missing(const struct row *row)
{
    return row->status != STATUS_OK ? status_name(row->status)
           : row->sample_count == 0 ? "not measured"
                                    : NULL;
}

/* --- what to think of the run --- */

/* Adds an objection; those that spoil the run come first. Takes both texts. */
static void object_to(json_t *list, bool spoils, char *what, char *remedy)
{
    size_t at = 0;
    while (at < json_array_size(list) &&
           (!spoils || json_is_true(json_object_get(json_array_get(list, at), "spoils"))))
        at++;
    json_array_insert_new(list, at,
                          json_pack("{s:b, s:o, s:o}", "spoils", spoils, "what", taken(what),
                                    "remedy", taken(remedy)));
}

/* The same about variants: "Not measured: a, b."; takes their names, NULL if none. */
static void object_to_variants(json_t *list, const char *why, char *names, const char *remedy)
{
    if (names)
        object_to(list, false, format_string("%s: %s.", why, names), copy_string(remedy));
    free(names);
}

/* Adds a capital and a full stop, which warnings lack. */
static char *sentence(const char *before, const char *text)
{
    char *line = format_string("%s%s", before, text);
    size_t length = strlen(line);
    line[0] = (char)toupper((unsigned char)line[0]);
    char *ended =
        format_string("%s%s", line, length && !strchr(".!?", line[length - 1]) ? "." : "");
    free(line);
    return ended;
}

static json_t *objections_array(const struct figures *figures)
{
    json_t *list = json_array();
    const struct results *run = figures->run;
    const char *sanitize = json_string_value(json_object_get(run->build, "sanitize"));
    char *few = NULL, *bad = NULL;
    for (size_t i = 0; i < run->row_count; i++)
        if (figures->rows[i].control == CONTROL_BIASED)
            object_to(list, true,
                      format_string("%s, run twice under two names, differs from itself: %.3f×.",
                                    run->rows[i].is.copy_of, figures->rows[i].over_parent.ratio),
                      copy_string("Every verdict reads unclear. Run again on a quiet machine."));
    for (size_t i = 0; i < run->warning_count; i++) {
        const struct warning *warning = &run->warnings[i];
        object_to(list, warning->spoils, sentence("", warning->what),
                  warning->remedy ? sentence("Remedy: ", warning->remedy) : NULL);
    }
    if (sanitize && *sanitize)
        object_to(list, true, format_string("Slowed by sanitizers: %s.", sanitize),
                  copy_string("Measure the release build."));
    if (run->stopped)
        object_to(list, false, copy_string("The run was stopped before its last round."), NULL);
    for (size_t i = 0; i < run->row_count; i++) {
        const struct row *row = figures->rows[i].row;
        if (!missing(row) && !figures->rows[i].time.has_interval)
            few = append_string(few, "%s", row->is.name);
        if (row->status != STATUS_OK && row->status != STATUS_SKIPPED)
            bad = append_string(bad, "%s (%s)", row->is.name, status_name(row->status));
    }
    object_to_variants(list, "Under six rounds, so no interval", few, "More rounds give one.");
    object_to_variants(list, "Not measured", bad, "The tables have the reasons.");
    return list;
}

/* Whether the run can be trusted, and why. */
static json_t *trust_object(const struct figures *figures, const json_t *objections)
{
    const char *answer = "Unknown";
    char *why = NULL;
    bool any = false, blind = false;
    for (size_t i = 0; i < figures->run->row_count; i++) {
        const struct row_figures *row = &figures->rows[i];
        const struct speedup *over = &row->over_parent;
        any |= row->row->is.copy_of && !isnan(over->ratio);
        blind |= row->control == CONTROL_BLIND;
        if (row->control != CONTROL_UNKNOWN)
            why = append_string(why, "%s twice: %.3f× itself (%.3f–%.3f)", row->row->is.copy_of,
                                over->ratio, over->interval.low, over->interval.high);
    }
    if (json_is_true(json_object_get(json_array_get(objections, 0), "spoils"))) {
        free(why);
        answer = "No";
        why = copy_string("see above");
    } else if (why) {
        answer = blind ? "Not to 2 %" : "Yes";
    } else {
        why = copy_string(any ? "the A/A controls have too few rounds, or were disturbed"
                              : "no A/A control took part");
    }
    return json_pack("{s:s, s:o}", "answer", answer, "why", taken(why));
}

/* --- the rows --- */

/* 0 if the list lacks it or its act. */
static json_int_t act_of(const json_t *list, const char *name)
{
    size_t i;
    json_t *rung;
    json_array_foreach(list, i, rung)
    {
        const char *named = json_string_value(json_object_get(rung, "name"));
        if (named && strcmp(named, name) == 0)
            return json_integer_value(json_object_get(rung, "act"));
    }
    return 0;
}

static char *tally_of(const struct figures *figures, const json_t *list, json_int_t act)
{
    char *tally = copy_string("");
    for (enum outcome outcome = OUTCOME_NONE + 1; outcome < OUTCOMES; outcome++) {
        size_t count = 0;
        for (size_t i = 0; i < figures->run->row_count; i++)
            count += figures->rows[i].outcome == outcome &&
                     act_of(list, figures->rows[i].row->is.name) == act;
        char *before = tally;
        if (count == 0)
            continue;
        tally =
            format_string("%s%s%zu %s", before, *before ? " · " : "", count, outcome_name(outcome));
        free(before);
    }
    return tally;
}

/* The ledger's row; null if there is none. */
static json_t *step_object(const struct row_figures *row)
{
    const struct row *rung = row->row;
    const struct speedup *over = &row->over_parent;
    if (!row->parent || rung->is.apart || rung->status == STATUS_SKIPPED)
        return json_null();
    json_t *attacks = json_array();
    for (size_t i = 0; i < STAGE_COUNT; i++)
        if (rung->is.attacks & STAGE_BIT(tables_stage_order[i]))
            json_array_append_new(attacks, json_string(stage_name(tables_stage_order[i])));
    if (rung->is.own && rung->is.own->functions)
        json_array_append_new(attacks, encode_text(rung->is.own->functions));
    struct prediction predicted = {.share = NAN, .ceiling = NAN, .expected = NAN};
    if (row->is_predicted)
        predicted = row->predicted;
    const char *by = isnan(predicted.ceiling) ? NULL : ceiling_by_name(predicted.by);
    json_t *ceiling_ci = pair(predicted.has_ceiling_interval, predicted.ceiling_interval),
           *prediction_ci = pair(predicted.has_interval, predicted.interval);
    return json_pack("{s:o, s:o, s:o, s:s?, s:o, s:o, s:o, s:o, s:o, s:o, s:s, s:o}", "attacks",
                     attacks, "share", real(predicted.share), "ceiling", real(predicted.ceiling),
                     "by", by, "ceiling_ci", ceiling_ci, "prediction", real(predicted.expected),
                     "prediction_ci", prediction_ci, "error", real(expm1(row->prediction_error)),
                     "measured", real(over->ratio), "ci", pair(over->has_interval, over->interval),
                     "verdict", stats_verdict_name(row->verdict), "yours", real(row->foretold));
}

static json_t *stages_object(const struct row_figures *row)
{
    const struct stages *stages = &row->stages;
    if (stages->runs == 0)
        return json_null();
    json_t *parts = json_array();
    for (size_t i = 0; i < STAGE_COUNT; i++) {
        enum stage stage = tables_stage_order[i];
        if (stages->share[stage] > 0)
            json_array_append_new(parts,
                                  json_pack("{s:s, s:f, s:f}", "stage", stage_name(stage), "share",
                                            stages->share[stage], "ns", stages->ns[stage]));
    }
    return json_pack("{s:f, s:o}", "ns", stages->total_ns, "parts", parts);
}

static json_t *samples_array(const struct row_figures *row)
{
    json_t *samples = json_array();
    double start_ns = ladder_start_ns(row->row), fit = ladder_fit(&row->time);
    for (size_t i = 0; i < row->row->sample_count; i++) {
        const struct sample *sample = &row->row->samples[i];
        double ns = fit * ladder_scaled_ns(row->row, start_ns, sample);
        json_array_append_new(samples, json_pack("{s:f, s:f, s:s}", "ns", ns, "off",
                                                 ns / row->time.median_ns - 1, "kind",
                                                 *sample->disturbed   ? "disturbed"
                                                 : row->is_outlier[i] ? "outlier"
                                                                      : "plain"));
    }
    return samples;
}

static json_t *rows_array(const struct figures *figures)
{
    const struct results *run = figures->run;
    json_t *rows = json_array(), *list = json_load_file(rungs_default_list(), 0, NULL);
    for (size_t i = 0; i < run->row_count; i++) {
        const struct row_figures *row = &figures->rows[i];
        const char *without = missing(row->row);
        const struct summary *time = &row->time;
        double median_ns = without ? NAN : time->median_ns;
        double limit_share = row->row->is.apart ? NAN : row->limit_share;
        json_int_t act = act_of(list, row->row->is.name);
        json_array_append_new(
            rows,
            json_pack("{s:s?, s:o, s:o, s:o, s:o, s:I, s:o, s:o, s:o, s:o, s:s?, s:o, s:o, s:o}",
                      "missing", without, "act", act ? json_integer(act) : json_null(), "tally",
                      taken(tally_of(figures, list, act)), "median_ns", real(median_ns), "ci_ns",
                      pair(!without && time->has_interval, time->interval), "rounds",
                      (json_int_t)time->rounds, "gb_per_s",
                      real(without ? NAN : time->bytes_per_s / 1e9), "limit_ns",
                      real(limit_share * median_ns), "limit_share", real(limit_share), "parent",
                      row->parent ? json_integer(row->parent - run->rows) : json_null(), "outcome",
                      outcome_name(row->outcome), "step", step_object(row), "stages",
                      stages_object(row), "samples", samples_array(row)));
    }
    json_decref(list);
    return rows;
}

static json_t *landmarks_array(const struct figures *figures)
{
    const struct row_figures *rows[LANDMARKS_MOST];
    size_t count = landmarks_of(figures, rows);
    json_t *landmarks = json_array();
    for (size_t i = 0; i < count; i++)
        json_array_append_new(
            landmarks,
            json_pack("{s:I, s:o}", "row", (json_int_t)(rows[i] - figures->rows), "over_first",
                      real(rows[i] == figures->first ? NAN : rows[i]->over_first)));
    return landmarks;
}

static json_t *twice_array(const struct figures *figures)
{
    json_t *twice = json_array();
    for (size_t i = 0; i < figures->run->row_count; i++) {
        const struct row_figures *again = story_again(figures, &figures->rows[i]);
        if (again)
            json_array_append_new(
                twice, json_pack("[I, I]", (json_int_t)i, (json_int_t)(again - figures->rows)));
    }
    return twice;
}

/* The variants that ran with more than one number of threads. */
static json_t *sweep_array(const struct figures *figures)
{
    json_t *sweep = json_array(), *points = NULL;
    const char *name = "";
    for (size_t i = 0; i < figures->point_count; i++) {
        const struct point_figures *point = &figures->points[i];
        const struct speedup *over = &point->scaling.speedup;
        if (isnan(over->ratio))
            continue;
        if (!points || strcmp(name, point->row->is.name) != 0) {
            name = point->row->is.name;
            points = json_array();
            json_array_append_new(sweep, json_pack("{s:s, s:o}", "name", name, "points", points));
        }
        json_array_append_new(points, json_pack("{s:i, s:f, s:o, s:f}", "threads",
                                                point->scaling.threads, "speedup", over->ratio,
                                                "ci", pair(over->has_interval, over->interval),
                                                "efficiency", point->scaling.efficiency));
    }
    for (size_t i = json_array_size(sweep); i-- > 0;)
        if (json_array_size(json_object_get(json_array_get(sweep, i), "points")) < 2)
            json_array_remove(sweep, i);
    return sweep;
}

/* --- the sections --- */

/* The sections that have a table with rows. */
static json_t *tables_array(const struct figures *figures)
{
    json_t *tables = json_array();
    for (size_t i = 0; i < section_count; i++) {
        const struct section *section = &sections[i];
        struct table *table = section->table && !section->first && section_is_of(section, figures)
                                  ? section->table(figures)
                                  : NULL;
        if (table && table_rows(table) > 0) {
            json_t *object = table_json(table);
            json_object_set_new(object, "part", json_string(section->part));
            json_object_set_new(object, "title", taken(section_title(section, figures)));
            json_array_append_new(tables, object);
        }
        table_free(table);
    }
    return tables;
}

static json_t *captions_object(const struct figures *figures)
{
    return json_pack(
        "{s:o, s:o, s:o, s:o, s:o, s:o, s:o, s:o, s:o, s:o, s:o, s:o}", "family",
        taken(captions_family(figures)), "forecasts", taken(captions_forecasts(figures)), "stages",
        taken(captions_stages(figures)), "ceilings", taken(captions_ceilings(figures)), "fits",
        taken(captions_fits(figures)), "layout", taken(captions_layout(figures)), "exceeded",
        taken(captions_exceeded(figures)), "foretold", taken(captions_foretold(figures)),
        "processes", taken(captions_processes(figures)), "matrix", taken(matrix_sentence(figures)),
        "matrix_reasons", taken(matrix_reasons(figures)), "matrix_runs",
        taken(matrix_runs(figures)));
}

json_t *page_figures(const struct figures *figures)
{
    json_t *objections = objections_array(figures);
    json_t *object = json_pack(
        "{s:o, s:o, s:o, s:o, s:i, s:i, s:o, s:o, s:o, s:o, s:o, s:o, s:o, s:o, s:o, s:o, s:o, "
        "s:o}",
        "landmarks", landmarks_array(figures), "story", story_sentences(figures), "trust",
        trust_object(figures, objections), "objections", objections, "rounds", figures->rounds,
        "fewest_rounds", figures->fewest_rounds, "noise", real(figures->noise), "resident",
        taken(run_header_resident(&figures->run->data)), "patterns",
        taken(run_header_patterns(figures->run)), "rows", rows_array(figures), "twice",
        twice_array(figures), "sweep", sweep_array(figures), "csv",
        taken(text_of(exports_csv, figures)), "markdown", taken(text_of(markdown_all, figures)),
        "tables", tables_array(figures), "captions", captions_object(figures), "trap",
        figures->trap ? trap_json(figures->trap) : json_null(), "lesson", lesson_json(figures));
    if (!object)
        errx(1, "report: no figures could be drawn from the results");
    return object;
}
