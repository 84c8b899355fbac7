#include "record/results_read_rows.h"
#include "base/strings.h"
#include "record/results.h"
#include "variants/encoding.h"

#include <err.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define ROWS_MOST 1000

static void *room_for(size_t count, size_t size)
{
    void *room = calloc(count + 1, size);
    if (!room)
        err(1, "results");
    return room;
}

/* A copy of a text that may be null: NULL. */
static char *text_or_null(struct reader *reader, const json_t *object, const char *key)
{
    const json_t *value = json_object_get(object, key);
    if (!json_is_string(value) && !json_is_null(value))
        reader_fail(reader, key);
    return copy_string(json_string_value(value));
}

static void read_record(struct reader *reader, json_t *object, struct record *record)
{
    json_t *searches, *device = NULL;
    if (!reader_unpack(reader, object, "{s:o, s:I, s:I, s:I, s?o}", "search_ns", &searches,
                       "prepare_ns", &record->prepare_ns, "synchronize_ns", &record->synchronize_ns,
                       "peak_rss_bytes", &record->peak_rss_bytes, "device", &device))
        return;
    record->has_device = device != NULL;
    if (!record_searches(searches, record))
        reader_fail(reader, "search_ns");
    if (device && !decode_device_report(device, &record->device))
        reader_fail(reader, "device");
}

/* Of a peer only the whole process is known. */
static void read_peer_record(struct reader *reader, json_t *object, struct record *record)
{
    if (reader_unpack(reader, object, "{s:I}", "whole_ns", &record->search_ns) &&
        record->search_ns == 0)
        reader_fail(reader, "whole_ns");
}

static void read_samples(struct reader *reader, const json_t *array, struct row *row,
                         void (*read)(struct reader *reader, json_t *object, struct record *record))
{
    size_t count = reader_count(reader, array, "samples", ROUNDS_IN_ALL_MOST);
    for (size_t i = 0; i < count && !reader->failed; i++) {
        struct sample sample = {0};
        const char *disturbed = NULL;
        json_t *object = json_array_get(array, i);
        if (!reader_unpack(reader, object, "{s:i, s:i, s:I, s:I, s:I, s?I, s?s}", "round",
                           &sample.round, "position", &sample.position, "wall_ns", &sample.wall_ns,
                           "user_ns", &sample.user_ns, "sys_ns", &sample.sys_ns, "major_faults",
                           &sample.major_faults, "disturbed", &disturbed))
            return;
        if (disturbed && !*disturbed)
            reader_fail(reader, "disturbed");
        snprintf(sample.disturbed, sizeof sample.disturbed, "%s", disturbed ? disturbed : "");
        read(reader, object, &sample.record);
        if (row_sample(row, sample.round))
            reader_refuse(reader, "\"%s\" has two samples of round %u", row->is.name, sample.round);
        row_add_sample(row, &sample);
    }
}

/* What variants, points of the sweep and peers share. */
static void read_outcome(struct reader *reader, json_t *object, struct row *row)
{
    const char *name, *status;
    if (!reader_unpack(reader, object, "{s:s, s:s, s:I}", "name", &name, "status", &status,
                       "matches", &row->matches))
        return;
    row->is.name = copy_string(name);
    row->reason = text_or_null(reader, object, "reason");
    while (row->status < STATUS_COUNT && strcmp(status_name(row->status), status) != 0)
        row->status++;
    if (row->status == STATUS_COUNT)
        reader_fail(reader, "status");
}

static void read_row(struct reader *reader, json_t *object, struct row *row)
{
    json_t *attacks, *factor, *digest, *stages, *samples;
    read_outcome(reader, object, row);
    if (!reader_unpack(reader, object, "{s:o, s:o, s:o, s:o, s:o, s?I}", "attacks", &attacks,
                       "factor", &factor, "digest", &digest, "stages", &stages, "samples", &samples,
                       "stages_bytes", &row->stages_bytes))
        return;
    row->is.idea = text_or_null(reader, object, "idea");
    row->is.after = text_or_null(reader, object, "after");
    row->is.copy_of = text_or_null(reader, object, "copy_of");
    if (json_object_get(object, "limit"))
        row->is.limit = text_or_null(reader, object, "limit");
    if (json_object_get(object, "isa"))
        row->is.isa = text_or_null(reader, object, "isa");
    row->is.apart = json_is_true(json_object_get(object, "apart"));
    row->has_stages = !json_is_null(stages);
    if (!decode_stage_set(attacks, &row->is.attacks))
        reader_fail(reader, "attacks");
    if (!decode_factor(factor, &row->is.factor))
        reader_fail(reader, "factor");
    if (!decode_digest(digest, &row->digest))
        reader_fail(reader, "digest");
    if (row->has_stages && !decode_stage_times(stages, &row->stages))
        reader_fail(reader, "stages");
    read_samples(reader, samples, row, read_record);
}

static void read_variants(struct reader *reader, const json_t *array, struct results *results)
{
    size_t count = reader_count(reader, array, "variants", ROWS_MOST);
    results->rows = room_for(count, sizeof results->rows[0]);
    for (size_t i = 0; i < count && !reader->failed; i++) {
        struct row *row = &results->rows[i];
        read_row(reader, json_array_get(array, i), row);
        if (!reader->failed && results_find(results, row->is.name))
            reader_refuse(reader, "there are two variants \"%s\"", row->is.name);
        results->row_count++;
    }
}

/* The points that have no samples of their own are the variants'. */
static void read_sweep(struct reader *reader, const json_t *array, struct results *results)
{
    size_t count = reader_count(reader, array, "sweep", ROWS_MOST);
    results->sweep = room_for(count, sizeof results->sweep[0]);
    for (size_t i = 0; i < count && !reader->failed; i++) {
        json_t *point = json_array_get(array, i);
        if (json_is_null(json_object_get(point, "samples")))
            continue;
        struct row *row = &results->sweep[results->sweep_count++];
        read_row(reader, point, row);
        if (reader_unpack(reader, point, "{s:i}", "threads", &row->is.threads) &&
            row->is.threads < 1)
            reader_fail(reader, "threads");
        for (size_t j = 0; !reader->failed && j + 1 < results->sweep_count; j++)
            if (strcmp(results->sweep[j].is.name, row->is.name) == 0 &&
                results->sweep[j].is.threads == row->is.threads)
                reader_refuse(reader, "there are two points of \"%s\" with %d threads",
                              row->is.name, row->is.threads);
    }
}

static void read_peers(struct reader *reader, const json_t *array, struct results *results)
{
    size_t count = reader_count(reader, array, "peers", ROWS_MOST);
    results->peers = room_for(count, sizeof results->peers[0]);
    for (size_t i = 0; i < count && !reader->failed; i++) {
        struct peer *peer = &results->peers[results->peer_count++];
        json_t *object = json_array_get(array, i), *samples;
        const char *command, *prints;
        read_outcome(reader, object, &peer->row);
        if (!reader_unpack(reader, object, "{s:s, s:s, s:I, s:I, s:o}", "command", &command,
                           "prints", &prints, "bytes", &peer->bytes, "start_ns", &peer->start_ns,
                           "samples", &samples))
            return;
        peer->command = copy_string(command);
        peer->version = text_or_null(reader, object, "version");
        peer->lines = strcmp(prints, "lines") == 0;
        read_samples(reader, samples, &peer->row, read_peer_record);
        for (size_t j = 0; !reader->failed && j < i; j++)
            if (strcmp(results->peers[j].row.is.name, peer->row.is.name) == 0)
                reader_refuse(reader, "there are two peers \"%s\"", peer->row.is.name);
    }
}

void results_read_rows(struct reader *reader, json_t *root, struct results *results)
{
    json_t *variants, *sweep = NULL, *peers = NULL;
    if (!reader_unpack(reader, root, "{s:o, s?o, s?o}", "variants", &variants, "sweep", &sweep,
                       "peers", &peers))
        return;
    read_variants(reader, variants, results);
    read_sweep(reader, sweep, results);
    read_peers(reader, peers, results);
}
