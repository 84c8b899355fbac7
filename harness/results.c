#include "results.h"
#include "copies.h"
#include "encoding.h"
#include "ladder.h"
#include "whole_file.h"

#include <err.h>
#include <math.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define SCHEMA 1

const char *status_name(enum status status)
{
    static const char *const names[STATUS_COUNT] = {"ok",      "mismatch", "failed",
                                                    "timeout", "skipped",  "unsynchronized"};
    return names[status];
}

struct row *results_find(const struct results *results, const char *name)
{
    for (size_t i = 0; i < results->row_count; i++)
        if (strcmp(results->rows[i].name, name) == 0)
            return &results->rows[i];
    return NULL;
}

void row_fail(struct row *row, enum status status, const char *reason, ...)
{
    va_list values;
    va_start(values, reason);
    free(row->reason);
    if (vasprintf(&row->reason, reason, values) < 0)
        err(1, "results");
    va_end(values);
    row->status = status;
}

void row_add_sample(struct row *row, const struct sample *sample)
{
    row->samples = reallocarray(row->samples, row->sample_count + 1, sizeof row->samples[0]);
    if (!row->samples)
        err(1, "samples");
    row->samples[row->sample_count++] = *sample;
}

/* JSON has no NAN and no infinity: null. */
static json_t *real(double value)
{
    return isfinite(value) ? json_real(value) : json_null();
}

/* Paths and messages may hold any bytes, JSON takes only UTF-8: elsewhere a question mark for each
 * byte beyond ASCII. */
static json_t *string(const char *text)
{
    json_t *value = text ? json_string(text) : json_null();
    if (value)
        return value;
    char *ascii = copy_string(text);
    for (char *at = ascii; *at; at++)
        if ((unsigned char)*at > '~')
            *at = '?';
    value = json_string(ascii);
    free(ascii);
    return value;
}

static json_t *pair(bool there, struct interval interval)
{
    return there ? json_pack("[o, o]", real(interval.low), real(interval.high)) : json_null();
}

static json_t *sample_object(const struct sample *sample, bool outlier)
{
    json_t *searches = json_array();
    for (size_t i = 0; i < sample->record.searches; i++)
        json_array_append_new(searches, encode_natural(sample->record.search_ns[i]));
    json_t *device =
        sample->record.has_device ? encode_device_report(&sample->record.device) : NULL;
    return json_pack(
        "{s:i, s:i, s:o, s:o, s:o, s:o, s:o, s:o, s:o, s:b, s:o*}", "round", (int)sample->round,
        "position", (int)sample->position, "prepare_ns", encode_natural(sample->record.prepare_ns),
        "search_ns", searches, "synchronize_ns", encode_natural(sample->record.synchronize_ns),
        "wall_ns", encode_natural(sample->wall_ns), "user_ns", encode_natural(sample->user_ns),
        "sys_ns", encode_natural(sample->sys_ns), "peak_rss_bytes",
        encode_natural(sample->record.peak_rss_bytes), "outlier", outlier, "device", device);
}

static json_t *row_object(const struct row *row)
{
    struct summary summary = {.median_ns = NAN}; /* a row that failed has no speed */
    if (row->status == STATUS_OK)
        summary = ladder_summarize(row);
    json_t *samples = json_array();
    bool *outliers = calloc(row->sample_count + 1, sizeof *outliers);
    if (!outliers)
        err(1, "results");
    ladder_outliers(row, outliers);
    for (size_t i = 0; i < row->sample_count; i++)
        json_array_append_new(samples, sample_object(&row->samples[i], outliers[i]));
    free(outliers);
    return json_pack(
        "{s:o, s:o, s:o, s:o, s:o, s:o, s:o, s:b, s:s, s:o, s:o, s:o, s:o, s:o, s:o, s:o, s:o}",
        "name", string(row->name), "idea", string(row->idea), "after", string(row->after),
        "copy_of", string(row->copy_of), "attacks", encode_stage_set(row->attacks), "factor",
        encode_factor(row->factor), "limit", string(row->limit), "apart", row->apart, "status",
        status_name(row->status), "reason", string(row->reason), "matches",
        encode_natural(row->matches), "digest", encode_digest(row->digest), "median_ns",
        real(summary.median_ns), "ci_ns", pair(summary.has_interval, summary.interval), "stages",
        row->has_stages ? encode_stage_times(&row->stages) : json_null(), "stages_overhead",
        real(ladder_stage_overhead(row)), "samples", samples);
}

/* The ledger's lines: rungs whose parent is part of the run. */
static json_t *ladder_array(const struct results *results)
{
    json_t *array = json_array();
    for (size_t i = 0; i < results->row_count; i++) {
        const struct row *row = &results->rows[i];
        const struct row *parent = ladder_parent(results, row);
        struct prediction predicted = {NAN, NAN, NAN};
        if (!parent || row->copy_of)
            continue;
        ladder_predict(parent, row, results->threads, &predicted);
        struct speedup speedup = {.ratio = NAN};
        if (row->status == STATUS_OK && parent->status == STATUS_OK)
            speedup = ladder_speedup(parent, row);
        json_array_append_new(
            array,
            json_pack("{s:o, s:o, s:o, s:o, s:o, s:o, s:o, s:o, s:s}", "name", string(row->name),
                      "after", string(row->after), "attacks", encode_stage_set(row->attacks),
                      "share", real(predicted.share), "prediction", real(predicted.expected),
                      "ceiling", real(predicted.ceiling), "measured", real(speedup.ratio), "ci",
                      pair(speedup.has_interval, speedup.interval), "verdict",
                      stats_verdict_name(ladder_verdict(results, row))));
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
        json_array_append_new(limits, json_pack("{s:s, s:i, s:o}", "name", results->limits[i].name,
                                                "threads", results->limits[i].threads, "gb_per_s",
                                                real(results->limits[i].gb_per_s)));
    json_t *text =
        json_pack("{s:o, s:o, s:o, s:o, s:o, s:o, s:o}", "path", string(data->path), "bytes",
                  encode_natural(data->bytes), "lines", encode_natural(data->lines), "seed",
                  data->generated ? encode_natural(data->seed) : json_null(), "matches",
                  encode_natural(data->matches), "digest", encode_digest(data->digest), "resident",
                  real(data->resident));
    json_t *object =
        json_pack("{s:i, s:s, s:O, s:o, s:i, s:b, s:O, s:O, s:o, s:o, s:o, s:o}", "schema", SCHEMA,
                  "started", results->started, "command", results->command, "seed",
                  encode_natural(results->seed), "threads", results->threads, "stopped",
                  results->stopped, "machine", results->machine, "build", results->build, "data",
                  text, "limits", limits, "variants", rows, "ladder", ladder_array(results));
    if (results->trap)
        json_object_set(object, "trap", results->trap);
    return object;
}

bool results_dump(const struct results *results, FILE *to)
{
    json_t *object = results_object(results);
    bool good = object && json_dumpf(object, to, JSON_INDENT(1) | JSON_REAL_PRECISION(15)) == 0 &&
                putc('\n', to) != EOF && fflush(to) == 0;
    json_decref(object);
    return good;
}

static bool put(const void *results, FILE *to)
{
    return results_dump(results, to);
}

bool results_write(const struct results *results, const char *path, char *why, size_t why_size)
{
    return whole_file_write(path, put, results, why, why_size);
}

static void free_row(struct row *row)
{
    free(row->name);
    free(row->program);
    free(row->idea);
    free(row->after);
    free(row->limit);
    free(row->copy_of);
    free(row->reason);
    free(row->samples);
}

void results_free(struct results *results)
{
    for (size_t i = 0; i < results->row_count; i++)
        free_row(&results->rows[i]);
    free(results->rows);
    free(results->data.path);
    json_decref(results->command);
    json_decref(results->machine);
    json_decref(results->build);
    json_decref(results->trap);
    *results = (struct results){0};
}
