/* The part of results.h that holds a run's results in memory. */
#include "base/command_line.h"
#include "base/strings.h"
#include "record/results.h"
#include "variants/patterns.h"

#include <err.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

const char *status_name(enum status status)
{
    static const char *const names[STATUS_COUNT] = {"ok",      "mismatch", "failed",
                                                    "timeout", "skipped",  "unsynchronized"};
    return names[status];
}

const char *rounds_end_name(enum rounds_end end)
{
    static const char *const names[ROUNDS_ENDS] = {NULL, "precision", "rounds", "budget",
                                                   "stopped"};
    return names[end];
}

size_t results_entry_count(const struct results *results)
{
    return results->row_count + results->sweep_count + results->peer_count;
}

struct row *results_entry(const struct results *results, size_t index)
{
    if (index < results->row_count)
        return &results->rows[index];
    if (index < results->row_count + results->sweep_count)
        return &results->sweep[index - results->row_count];
    return &results_entry_peer(results, index)->row;
}

struct peer *results_entry_peer(const struct results *results, size_t index)
{
    size_t before = results->row_count + results->sweep_count;
    return index < before ? NULL : &results->peers[index - before];
}

struct row *results_find(const struct results *results, const char *name)
{
    for (size_t i = 0; i < results->row_count; i++)
        if (strcmp(results->rows[i].is.name, name) == 0)
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

void row_clear(struct row *row)
{
    free(row->reason);
    row->reason = NULL;
    row->status = STATUS_OK;
}

/* Room for one more element. Arrays grow to powers of two. */
static void *room_for_one_more(void *array, size_t count, size_t size)
{
    if ((count & (count - 1)) != 0)
        return array;
    array = reallocarray(array, count ? 2 * count : 1, size);
    if (!array)
        err(1, "results");
    return array;
}

void row_add_sample(struct row *row, const struct sample *sample)
{
    row->samples = room_for_one_more(row->samples, row->sample_count, sizeof row->samples[0]);
    row->samples[row->sample_count++] = *sample;
}

void row_add_probe(struct row *row, const struct probe *probe)
{
    row->probes = room_for_one_more(row->probes, row->probe_count, sizeof row->probes[0]);
    row->probes[row->probe_count++] = *probe;
}

const char *probe_name(enum probe_kind kind)
{
    static const char *const names[PROBE_KINDS] = {"stages",  "without", "alone",
                                                   "delayed", "short",   "whole"};
    return names[kind];
}

bool probe_has_stages(enum probe_kind kind)
{
    return kind == PROBE_WITHOUT || kind == PROBE_ALONE || kind == PROBE_DELAYED;
}

bool identity_counts(const struct identity *is)
{
    return is->own && is->own->prints != PRINTS_JSON;
}

bool identity_shares(const struct identity *is)
{
    for (enum stage stage = 0; stage < STAGE_COUNT; stage++)
        if (is->effects[stage] && strcmp(is->effects[stage], EFFECT_SHARED) == 0)
            return true;
    return false;
}

void results_add_layout(struct results *results, struct layout layout)
{
    results->layouts =
        room_for_one_more(results->layouts, results->layout_count, sizeof results->layouts[0]);
    results->layouts[results->layout_count++] = layout;
}

const struct sample *row_sample(const struct row *row, unsigned round)
{
    for (size_t i = 0; i < row->sample_count; i++)
        if (row->samples[i].round == round)
            return &row->samples[i];
    return NULL;
}

void results_warn(struct results *results, bool spoils, char *what, const char *remedy)
{
    results->warnings =
        room_for_one_more(results->warnings, results->warning_count, sizeof results->warnings[0]);
    results->warnings[results->warning_count++] =
        (struct warning){.what = what, .remedy = copy_string(remedy), .spoils = spoils};
}

void results_set_text_bytes(struct results *results)
{
    for (size_t i = 0; i < results_entry_count(results); i++)
        results_entry(results, i)->text_bytes = results->data.bytes;
}

const struct warning *results_spoiled(const struct results *results)
{
    for (size_t i = 0; i < results->warning_count; i++)
        if (results->warnings[i].spoils)
            return &results->warnings[i];
    return NULL;
}

static void free_row(struct row *row)
{
    free(row->is.name);
    free(row->is.program);
    free(row->is.idea);
    free(row->is.after);
    free(row->is.limit);
    free(row->is.isa);
    free(row->is.copy_of);
    own_program_free(row->is.own);
    for (enum stage stage = 0; stage < STAGE_COUNT; stage++)
        free(row->is.effects[stage]);
    for (size_t i = 0; i < row->probe_count; i++)
        record_drop(&row->probes[i].sample.record);
    for (size_t i = 0; i < row->sample_count; i++)
        record_drop(&row->samples[i].record);
    free(row->probes);
    free(row->reason);
    free(row->samples);
}

void patterns_free(struct patterns *patterns)
{
    json_decref(patterns->list);
    json_decref(patterns->matches);
    free(patterns->combined);
}

void results_free(struct results *results)
{
    for (size_t i = 0; i < results->row_count; i++)
        free_row(&results->rows[i]);
    for (size_t i = 0; i < results->peer_count; i++) {
        free_row(&results->peers[i].row);
        free(results->peers[i].command);
        free(results->peers[i].version);
        command_line_free(results->peers[i].words);
    }
    for (size_t i = 0; i < results->sweep_count; i++)
        free_row(&results->sweep[i]);
    for (size_t i = 0; i < results->limit_count; i++)
        free(results->limits[i].by_round);
    for (size_t i = 0; i < results->warning_count; i++) {
        free(results->warnings[i].what);
        free(results->warnings[i].remedy);
    }
    free(results->warnings);
    free(results->layouts);
    free(results->rows);
    free(results->sweep);
    free(results->peers);
    free(results->data.path);
    patterns_free(&results->patterns);
    json_decref(results->command);
    json_decref(results->machine);
    json_decref(results->build);
    json_decref(results->environment);
    json_decref(results->trap);
    json_decref(results->tried);
    json_decref(results->lesson);
    json_decref(results->matrix);
    *results = (struct results){0};
}
