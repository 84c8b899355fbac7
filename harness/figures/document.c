#include "figures/document.h"
#include "figures/ladder.h"
#include "figures/precision.h"
#include "figures/sweep.h"
#include "variants/encoding.h"

#include <err.h>
#include <math.h>
#include <stdlib.h>

/* JSON has no NAN and no infinity: null. */
static json_t *real(double value)
{
    return isfinite(value) ? json_real(value) : json_null();
}

static json_t *pair(bool there, struct interval interval)
{
    return there ? json_pack("[o, o]", real(interval.low), real(interval.high)) : json_null();
}

/* Adds a row's median and which of its samples are outliers to its facts. */
static void add_summary(json_t *object, const struct row *row)
{
    struct summary summary = {.median_ns = NAN}; /* a row that failed has no speed */
    bool *outliers = calloc(row->sample_count + 1, sizeof *outliers);
    if (!outliers)
        err(1, "results");
    if (row->status == STATUS_OK)
        summary = ladder_summarize(row);
    json_object_set_new(object, "median_ns", real(summary.median_ns));
    json_object_set_new(object, "ci_ns", pair(summary.has_interval, summary.interval));
    ladder_outliers(row, outliers);
    json_t *samples = json_object_get(object, "samples");
    for (size_t i = 0; i < row->sample_count; i++)
        json_object_set_new(json_array_get(samples, i), "outlier", json_boolean(outliers[i]));
    free(outliers);
}

static void add_row(json_t *object, const struct row *row)
{
    add_summary(object, row);
    json_object_set_new(object, "stages_overhead", real(ladder_stage_overhead(row)));
}

/* The ledger's lines: rungs whose parent is part of the run. */
static json_t *ladder_array(const struct results *results)
{
    json_t *array = json_array();
    for (size_t i = 0; i < results->row_count; i++) {
        const struct row *row = &results->rows[i];
        const struct row *parent = ladder_parent(results, row);
        struct prediction predicted = {NAN, NAN, NAN};
        if (!parent || row->is.copy_of || row->is.apart)
            continue;
        ladder_predict(parent, row, results->threads, &predicted);
        struct speedup speedup = {.ratio = NAN};
        if (row->status == STATUS_OK && parent->status == STATUS_OK)
            speedup = ladder_speedup(parent, row);
        json_array_append_new(
            array, json_pack("{s:o, s:o, s:o, s:o, s:o, s:o, s:o, s:o, s:s}", "name",
                             encode_text(row->is.name), "after", encode_text(row->is.after),
                             "attacks", encode_stage_set(row->is.attacks), "share",
                             real(predicted.share), "prediction", real(predicted.expected),
                             "ceiling", real(predicted.ceiling), "measured", real(speedup.ratio),
                             "ci", pair(speedup.has_interval, speedup.interval), "verdict",
                             stats_verdict_name(ladder_verdict(results, row))));
    }
    return array;
}

/* How many times faster a variant is; null where there is none. */
static json_t *gain_object(const struct row *fast, const struct row *peer)
{
    if (!fast || peer->status != STATUS_OK || peer->sample_count == 0)
        return json_null();
    struct speedup speedup = ladder_wall_speedup(peer, fast);
    return json_pack("{s:o, s:o, s:o}", "name", encode_text(fast->is.name), "measured",
                     real(speedup.ratio), "ci", pair(speedup.has_interval, speedup.interval));
}

static void add_peer(json_t *object, const struct results *results, const struct row *row)
{
    add_summary(object, row);
    json_object_set_new(object, "fastest", gain_object(ladder_fastest(results, false), row));
    json_object_set_new(object, "fastest_one_core",
                        gain_object(ladder_fastest(results, true), row));
}

/* Every point of the sweep; samples are null in those whose samples are the variant's own. */
static json_t *sweep_array(const struct results *results, const json_t *facts)
{
    json_t *array = json_array();
    const struct row *point;
    for (size_t i = 0; (point = sweep_point(results, i)); i++) {
        struct scaling scaling = sweep_scaling(results, point);
        json_t *object = json_pack(
            "{s:o, s:i, s:o, s:o, s:o, s:o, s:n}", "name", encode_text(point->is.name), "threads",
            scaling.threads, "speedup", real(scaling.speedup.ratio), "speedup_ci",
            pair(scaling.speedup.has_interval, scaling.speedup.interval), "efficiency",
            real(scaling.efficiency), "serial_fraction", real(scaling.serial_fraction), "samples");
        if (point->is.threads) {
            json_object_update(object, json_array_get(facts, (size_t)(point - results->sweep)));
            add_row(object, point);
        }
        json_array_append_new(array, object);
    }
    return array;
}

json_t *document_of(const struct results *results)
{
    json_t *document = results_encode(results), *rounds = json_object_get(document, "rounds");
    for (size_t i = 0; i < results->row_count; i++)
        add_row(json_array_get(json_object_get(document, "variants"), i), &results->rows[i]);
    for (size_t i = 0; i < results->peer_count; i++)
        add_peer(json_array_get(json_object_get(document, "peers"), i), results,
                 &results->peers[i].row);
    json_object_set_new(document, "ladder", ladder_array(results));
    if (results->sweep_count > 0)
        json_object_set_new(document, "sweep",
                            sweep_array(results, json_object_get(document, "sweep")));
    if (rounds)
        json_object_set_new(rounds, "wide", precision_wide(results));
    return document;
}
