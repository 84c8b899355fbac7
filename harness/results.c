/* The half of results.h that writes a results file. */
#include "results.h"
#include "encoding.h"
#include "ladder.h"
#include "precision.h"
#include "sweep.h"
#include "whole_file.h"

#include <err.h>
#include <math.h>
#include <stdio.h>
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

/* No key where it was left alone. */
static json_t *disturbed(const struct sample *sample)
{
    return *sample->disturbed ? encode_text(sample->disturbed) : NULL;
}

static json_t *sample_object(const struct sample *sample, bool outlier)
{
    json_t *searches = json_array();
    for (size_t i = 0; i < sample->record.searches; i++)
        json_array_append_new(searches, encode_natural(sample->record.search_ns[i]));
    json_t *device =
        sample->record.has_device ? encode_device_report(&sample->record.device) : NULL;
    return json_pack("{s:i, s:i, s:o, s:o, s:o, s:o, s:o, s:o, s:o, s:o, s:b, s:o*, s:o*}", "round",
                     (int)sample->round, "position", (int)sample->position, "prepare_ns",
                     encode_natural(sample->record.prepare_ns), "search_ns", searches,
                     "synchronize_ns", encode_natural(sample->record.synchronize_ns), "wall_ns",
                     encode_natural(sample->wall_ns), "user_ns", encode_natural(sample->user_ns),
                     "sys_ns", encode_natural(sample->sys_ns), "major_faults",
                     encode_natural(sample->major_faults), "peak_rss_bytes",
                     encode_natural(sample->record.peak_rss_bytes), "outlier", outlier, "disturbed",
                     disturbed(sample), "device", device);
}

static json_t *samples_array(const struct row *row,
                             json_t *(*object)(const struct sample *sample, bool outlier))
{
    json_t *samples = json_array();
    bool *outliers = calloc(row->sample_count + 1, sizeof *outliers);
    if (!outliers)
        err(1, "results");
    ladder_outliers(row, outliers);
    for (size_t i = 0; i < row->sample_count; i++)
        json_array_append_new(samples, object(&row->samples[i], outliers[i]));
    free(outliers);
    return samples;
}

static json_t *row_object(const struct row *row)
{
    struct summary summary = {.median_ns = NAN}; /* a row that failed has no speed */
    if (row->status == STATUS_OK)
        summary = ladder_summarize(row);
    return json_pack(
        "{s:o, s:o, s:o, s:o, s:o, s:o, s:o, s:b, s:o, s:s, s:o, s:o, s:o, s:o, s:o, s:o, s:o, "
        "s:o, s:o*}",
        "name", encode_text(row->name), "idea", encode_text(row->idea), "after",
        encode_text(row->after), "copy_of", encode_text(row->copy_of), "attacks",
        encode_stage_set(row->attacks), "factor", encode_factor(row->factor), "limit",
        encode_text(row->limit), "apart", row->apart, "isa", encode_text(row->isa), "status",
        status_name(row->status), "reason", encode_text(row->reason), "matches",
        encode_natural(row->matches), "digest", encode_digest(row->digest), "median_ns",
        real(summary.median_ns), "ci_ns", pair(summary.has_interval, summary.interval), "stages",
        row->has_stages ? encode_stage_times(&row->stages) : json_null(), "stages_overhead",
        real(ladder_stage_overhead(row)), "samples", samples_array(row, sample_object),
        "stages_bytes", row->stages_bytes ? encode_natural(row->stages_bytes) : NULL);
}

/* The ledger's lines: rungs whose parent is part of the run. */
static json_t *ladder_array(const struct results *results)
{
    json_t *array = json_array();
    for (size_t i = 0; i < results->row_count; i++) {
        const struct row *row = &results->rows[i];
        const struct row *parent = ladder_parent(results, row);
        struct prediction predicted = {NAN, NAN, NAN};
        if (!parent || row->copy_of || row->apart)
            continue;
        ladder_predict(parent, row, results->threads, &predicted);
        struct speedup speedup = {.ratio = NAN};
        if (row->status == STATUS_OK && parent->status == STATUS_OK)
            speedup = ladder_speedup(parent, row);
        json_array_append_new(
            array,
            json_pack("{s:o, s:o, s:o, s:o, s:o, s:o, s:o, s:o, s:s}", "name",
                      encode_text(row->name), "after", encode_text(row->after), "attacks",
                      encode_stage_set(row->attacks), "share", real(predicted.share), "prediction",
                      real(predicted.expected), "ceiling", real(predicted.ceiling), "measured",
                      real(speedup.ratio), "ci", pair(speedup.has_interval, speedup.interval),
                      "verdict", stats_verdict_name(ladder_verdict(results, row))));
    }
    return array;
}

/* Of a peer only the whole process is known. */
static json_t *peer_sample_object(const struct sample *sample, bool outlier)
{
    return json_pack(
        "{s:i, s:i, s:o, s:o, s:o, s:o, s:o, s:b, s:o*}", "round", (int)sample->round, "position",
        (int)sample->position, "whole_ns", encode_natural(sample->record.search_ns[0]), "wall_ns",
        encode_natural(sample->wall_ns), "user_ns", encode_natural(sample->user_ns), "sys_ns",
        encode_natural(sample->sys_ns), "major_faults", encode_natural(sample->major_faults),
        "outlier", outlier, "disturbed", disturbed(sample));
}

/* How many times faster a variant is; null where there is none. */
static json_t *gain_object(const struct row *fast, const struct row *peer)
{
    if (!fast || peer->status != STATUS_OK || peer->sample_count == 0)
        return json_null();
    struct speedup speedup = ladder_wall_speedup(peer, fast);
    return json_pack("{s:o, s:o, s:o}", "name", encode_text(fast->name), "measured",
                     real(speedup.ratio), "ci", pair(speedup.has_interval, speedup.interval));
}

static json_t *peer_object(const struct results *results, const struct peer *peer)
{
    const struct row *row = &peer->row;
    struct summary summary = {.median_ns = NAN};
    if (row->status == STATUS_OK)
        summary = ladder_summarize(row);
    return json_pack("{s:o, s:o, s:o, s:s, s:s, s:o, s:o, s:o, s:o, s:o, s:o, s:o, s:o, s:o}",
                     "name", encode_text(row->name), "command", encode_text(peer->command),
                     "version", encode_text(peer->version), "prints",
                     peer->lines ? "lines" : "number", "status", status_name(row->status), "reason",
                     encode_text(row->reason), "matches", encode_natural(row->matches), "bytes",
                     encode_natural(peer->bytes), "start_ns", encode_natural(peer->start_ns),
                     "median_ns", real(summary.median_ns), "ci_ns",
                     pair(summary.has_interval, summary.interval), "fastest",
                     gain_object(ladder_fastest(results, false), row), "fastest_one_core",
                     gain_object(ladder_fastest(results, true), row), "samples",
                     samples_array(row, peer_sample_object));
}

/* Every point of the sweep; samples are null in those whose samples are the variant's own. */
static json_t *sweep_array(const struct results *results)
{
    json_t *array = json_array();
    const struct row *point;
    for (size_t i = 0; (point = sweep_point(results, i)); i++) {
        struct scaling scaling = sweep_scaling(results, point);
        json_t *object = json_pack(
            "{s:o, s:i, s:o, s:o, s:o, s:o, s:n}", "name", encode_text(point->name), "threads",
            scaling.threads, "speedup", real(scaling.speedup.ratio), "speedup_ci",
            pair(scaling.speedup.has_interval, scaling.speedup.interval), "efficiency",
            real(scaling.efficiency), "serial_fraction", real(scaling.serial_fraction), "samples");
        if (point->threads)
            json_object_update_new(object, row_object(point));
        json_array_append_new(array, object);
    }
    return array;
}

static json_t *limit_object(const struct limit *limit)
{
    json_t *rounds = limit->by_round ? json_array() : NULL;
    for (size_t i = 0; rounds && i < limit->round_count; i++)
        json_array_append_new(rounds, real(limit->by_round[i]));
    return json_pack("{s:s, s:i, s:o, s:o*}", "name", limit->name, "threads", limit->threads,
                     "gb_per_s", real(limit->gb_per_s), "by_round", rounds);
}

static json_t *warnings_array(const struct results *results)
{
    json_t *array = json_array();
    for (size_t i = 0; i < results->warning_count; i++) {
        const struct warning *warning = &results->warnings[i];
        json_array_append_new(
            array, json_pack("{s:o, s:o, s:b}", "what", encode_text(warning->what), "remedy",
                             encode_text(warning->remedy), "spoils", warning->spoils));
    }
    return array;
}

static json_t *results_object(const struct results *results)
{
    const struct facts *data = &results->data;
    json_t *rows = json_array();
    for (size_t i = 0; i < results->row_count; i++)
        json_array_append_new(rows, row_object(&results->rows[i]));
    json_t *limits = json_array();
    for (size_t i = 0; i < results->limit_count; i++)
        json_array_append_new(limits, limit_object(&results->limits[i]));
    json_t *text =
        json_pack("{s:o, s:o, s:o, s:o, s:o, s:o, s:o}", "path", encode_text(data->path), "bytes",
                  encode_natural(data->bytes), "lines", encode_natural(data->lines), "seed",
                  data->generated ? encode_natural(data->seed) : json_null(), "matches",
                  encode_natural(data->matches), "digest", encode_digest(data->digest), "resident",
                  real(data->resident));
    json_t *peers = results->peer_count ? json_array() : NULL; /* no key where there are none */
    for (size_t i = 0; i < results->peer_count; i++)
        json_array_append_new(peers, peer_object(results, &results->peers[i]));
    json_t *sweep = results->sweep_count ? sweep_array(results) : NULL;
    json_t *object = json_pack(
        "{s:i, s:s, s:O, s:o, s:i, s:b, s:O, s:O, s:o, s:o, s:o, s:o, s:o*, s:o*}", "schema",
        RESULTS_SCHEMA, "started", results->started, "command", results->command, "seed",
        encode_natural(results->seed), "threads", results->threads, "stopped", results->stopped,
        "machine", results->machine, "build", results->build, "data", text, "limits", limits,
        "variants", rows, "ladder", ladder_array(results), "sweep", sweep, "peers", peers);
    if (results->warning_count > 0)
        json_object_set_new(object, "warnings", warnings_array(results));
    if (results->cold)
        json_object_set_new(object, "cold", json_true());
    if (results->pinned)
        json_object_set_new(object, "pin", json_integer(results->pin));
    if (results->gpus > 1)
        json_object_set_new(object, "gpus", json_integer(results->gpus));
    json_t *rounds = precision_encode(results);
    if (rounds)
        json_object_set_new(object, "rounds", rounds);
    if (results->trap)
        json_object_set(object, "trap", results->trap);
    return object;
}

bool results_dump(const struct results *results, FILE *to)
{
    json_t *object = results_object(results);
    bool good = object && json_dumpf(object, to, JSON_INDENT(1) | JSON_REAL_PRECISION(15)) == 0 &&
                putc('\n', to) != EOF;
    json_decref(object);
    return good;
}

bool results_put(const void *results, FILE *to)
{
    return results_dump(results, to);
}

bool results_write(const struct results *results, const char *path, char *why, size_t why_size)
{
    return whole_file_write(path, results_put, results, why, why_size);
}
