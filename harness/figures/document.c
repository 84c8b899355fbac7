#include "figures/document.h"
#include "variants/encoding.h"

#include <err.h>
#include <math.h>
#include <stdlib.h>

/* null for NAN and infinity, which JSON lacks. */
static json_t *real(double value)
{
    return isfinite(value) ? json_real(value) : json_null();
}

static json_t *pair(bool there, struct interval interval)
{
    return there ? json_pack("[o, o]", real(interval.low), real(interval.high)) : json_null();
}

static json_t *speedup_pair(const struct speedup *speedup)
{
    return pair(speedup->has_interval, speedup->interval);
}

/* A median and its interval; a row that failed has no speed. */
static void add_time(json_t *object, const struct row *row, const struct summary *time)
{
    bool good = row->status == STATUS_OK;
    json_object_set_new(object, "median_ns", real(good ? time->median_ns : NAN));
    json_object_set_new(object, "ci_ns", pair(good && time->has_interval, time->interval));
}

static void mark_outliers(json_t *object, const bool *is_outlier)
{
    json_t *samples = json_object_get(object, "samples");
    for (size_t i = 0; i < json_array_size(samples); i++)
        json_object_set_new(json_array_get(samples, i), "outlier", json_boolean(is_outlier[i]));
}

/* The same for rows outside the ladder. */
static void find_outliers(json_t *object, const struct row *row)
{
    bool *flags = calloc(row->sample_count + 1, sizeof *flags);
    if (!flags)
        err(1, "results");
    ladder_outliers(row, flags);
    mark_outliers(object, flags);
    free(flags);
}

/* {"search": {"ns", "share", "ci"}, .., "left_over", "clock_ns"}; null without stage runs. */
static json_t *stages_object(const struct stages *stages)
{
    json_t *object = stages->runs > 0 ? json_object() : json_null();
    for (enum stage stage = 0; stages->runs > 0 && stage < STAGE_COUNT; stage++)
        if (stages->share[stage] > 0)
            json_object_set_new(
                object, stage_name(stage),
                json_pack("{s:o, s:o, s:o}", "ns", real(stages->ns[stage]), "share",
                          real(stages->share[stage]), "ci",
                          pair(stages->interval[stage].coverage > 0, stages->interval[stage])));
    if (stages->runs > 0) {
        json_object_set_new(object, "left_over", real(stages->apart));
        json_object_set_new(object, "clock_ns", real(stages->clock_ns));
    }
    return object;
}

/* {"value", "ci"}; null if unknown. */
static json_t *value_object(double value, bool has_interval, struct interval interval)
{
    return isfinite(value)
               ? json_pack("{s:f, s:o}", "value", value, "ci", pair(has_interval, interval))
               : json_null();
}

static json_t *ceiling_object(const struct prediction *predicted)
{
    json_t *object = value_object(predicted->ceiling, predicted->has_ceiling_interval,
                                  predicted->ceiling_interval);
    if (json_is_object(object))
        json_object_set_new(object, "by", json_string(ceiling_by_name(predicted->by)));
    return object;
}

/* For a rung that exceeds its ceiling: the stage that shrank although not attacked, and by how
 * much: {"stage", "ns"}; else null. */
static json_t *moved_object(const struct row_figures *row)
{
    return row->exceeds_ceiling && row->moved_ns > 0
               ? json_pack("{s:s, s:f}", "stage", stage_name(row->moved), "ns", row->moved_ns)
               : json_null();
}

/* What its user expected, and how far that was off; NULL if nothing was said. */
static json_t *foretold_object(const struct row_figures *row)
{
    return isfinite(row->foretold)
               ? json_pack("{s:f, s:o}", "value", row->foretold, "error", real(row->foretold_error))
               : NULL;
}

/* The ledger's rows: rungs whose parents are part of the run. */
static json_t *ladder_array(const struct figures *figures)
{
    json_t *array = json_array();
    for (size_t i = 0; i < figures->run->row_count; i++) {
        const struct row_figures *row = &figures->rows[i];
        const struct identity *is = &row->row->is;
        if (!row->parent || is->apart)
            continue;
        struct prediction predicted = {.share = NAN, .ceiling = NAN, .expected = NAN};
        if (row->is_predicted)
            predicted = row->predicted;
        json_array_append_new(
            array,
            json_pack(
                "{s:o, s:o, s:o, s:o, s:o, s:o, s:o, s:o, s:s, s:s*, s:o, s:b, s:o, s:o*, s:o*}",
                "name", encode_text(is->name), "after", encode_text(is->after), "attacks",
                encode_stage_set(is->attacks), "share", real(predicted.share), "ceiling",
                ceiling_object(&predicted), "prediction",
                value_object(predicted.expected, predicted.has_interval, predicted.interval),
                "measured", real(row->over_parent.ratio), "ci", speedup_pair(&row->over_parent),
                "verdict", stats_verdict_name(row->verdict), "outcome", outcome_name(row->outcome),
                "prediction_error", real(row->prediction_error), "exceeds_ceiling",
                row->exceeds_ceiling, "moved", moved_object(row), "functions",
                is->own && is->own->functions ? encode_text(is->own->functions) : NULL,
                "user_prediction", foretold_object(row)));
    }
    return array;
}

/* How many times faster a variant is; null without a variant. */
static json_t *gain_object(const struct row_figures *fast, const struct speedup *over)
{
    return fast && over->rounds > 0
               ? json_pack("{s:o, s:o, s:o}", "name", encode_text(fast->row->is.name), "measured",
                           real(over->ratio), "ci", speedup_pair(over))
               : json_null();
}

static void add_peer(json_t *object, const struct figures *figures, const struct peer_figures *peer)
{
    add_time(object, &peer->peer->row, &peer->time);
    find_outliers(object, &peer->peer->row);
    json_object_set_new(object, "fastest",
                        gain_object(figures->fastest_process, &peer->over_fastest));
    json_object_set_new(object, "fastest_one_core",
                        gain_object(figures->fastest_on_one_core, &peer->over_one_core));
}

/* Every point of the sweep. Its samples are null if they are those of the variant. */
static json_t *sweep_array(const struct figures *figures, const json_t *facts)
{
    json_t *array = json_array();
    for (size_t i = 0; i < figures->point_count; i++) {
        const struct point_figures *point = &figures->points[i];
        const struct scaling *scaling = &point->scaling;
        json_t *object = json_pack(
            "{s:o, s:i, s:o, s:o, s:o, s:o, s:o, s:n}", "name", encode_text(point->row->is.name),
            "threads", scaling->threads, "speedup", real(scaling->speedup.ratio), "speedup_ci",
            speedup_pair(&scaling->speedup), "efficiency", real(scaling->efficiency),
            "serial_fraction", real(scaling->serial_fraction), "serial_fraction_ci",
            pair(scaling->has_interval, scaling->interval), "samples");
        if (point->row->is.threads) {
            json_object_update(object,
                               json_array_get(facts, (size_t)(point->row - figures->run->sweep)));
            add_time(object, point->row, &point->time);
            find_outliers(object, point->row);
        }
        json_array_append_new(array, object);
    }
    return array;
}

static json_t *wide_array(const struct figures *figures)
{
    json_t *array = json_array();
    for (size_t i = 0; i < figures->wide_count; i++)
        json_array_append_new(
            array, json_pack("{s:s, s:i, s:o}", "name", figures->wide[i].row->is.name, "threads",
                             figures->wide[i].threads, "width", real(figures->wide[i].width)));
    return array;
}

json_t *document_of(const struct figures *figures)
{
    const struct results *run = figures->run;
    json_t *document = results_encode(run), *rounds = json_object_get(document, "rounds");
    for (size_t i = 0; i < run->row_count; i++) {
        const struct row_figures *row = &figures->rows[i];
        json_t *object = json_array_get(json_object_get(document, "variants"), i);
        add_time(object, row->row, &row->time);
        mark_outliers(object, row->is_outlier);
        json_object_set_new(object, "stages",
                            row->row->status == STATUS_OK ? stages_object(&row->stages)
                                                          : json_null());
    }
    for (size_t i = 0; i < run->peer_count; i++)
        add_peer(json_array_get(json_object_get(document, "peers"), i), figures,
                 &figures->peers[i]);
    json_object_set_new(document, "ladder", ladder_array(figures));
    json_object_set_new(document, "prediction_error", real(figures->prediction_error));
    if (run->sweep_count > 0)
        json_object_set_new(document, "sweep",
                            sweep_array(figures, json_object_get(document, "sweep")));
    if (rounds)
        json_object_set_new(rounds, "wide", wide_array(figures));
    return document;
}

json_t *document_of_run(const struct results *run)
{
    struct figures figures = figures_of(run);
    json_t *document = document_of(&figures);
    figures_free(&figures);
    return document;
}
