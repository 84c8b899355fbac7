#include "record/results_read_rows.h"
#include "base/strings.h"
#include "variants/encoding.h"

#include <err.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define SAMPLES_MOST 100000

/* What of a sample is not in older files; of a disturbed one, by what. */
static void read_disturbance(struct reader *reader, const json_t *object, struct sample *sample)
{
    const json_t *disturbed = json_object_get(object, "disturbed");
    if (json_object_get(object, "major_faults"))
        sample->major_faults = reader_natural(reader, object, "major_faults");
    if (disturbed && (!json_is_string(disturbed) || json_string_length(disturbed) == 0))
        reader_fail(reader, "disturbed");
    else if (disturbed)
        snprintf(sample->disturbed, sizeof sample->disturbed, "%s", json_string_value(disturbed));
}

static void read_sample(struct reader *reader, const json_t *object, struct row *row)
{
    struct sample sample = {.round = (unsigned)reader_small(reader, object, "round"),
                            .position = (unsigned)reader_small(reader, object, "position"),
                            .wall_ns = reader_natural(reader, object, "wall_ns"),
                            .user_ns = reader_natural(reader, object, "user_ns"),
                            .sys_ns = reader_natural(reader, object, "sys_ns")};
    struct record *record = &sample.record;
    record->prepare_ns = reader_natural(reader, object, "prepare_ns");
    record->synchronize_ns = reader_natural(reader, object, "synchronize_ns");
    record->peak_rss_bytes = reader_natural(reader, object, "peak_rss_bytes");
    if (!record_searches(json_object_get(object, "search_ns"), record))
        reader_fail(reader, "search_ns");
    const json_t *device = json_object_get(object, "device");
    record->has_device = device != NULL;
    if (device && !decode_device_report(device, &record->device))
        reader_fail(reader, "device");
    read_disturbance(reader, object, &sample);
    row_add_sample(row, &sample);
}

static enum status status(struct reader *reader, const json_t *object)
{
    const char *name = json_string_value(json_object_get(object, "status"));
    for (enum status each = 0; name && each < STATUS_COUNT; each++)
        if (strcmp(status_name(each), name) == 0)
            return each;
    reader_fail(reader, "status");
    return STATUS_FAILED;
}

void results_read_row(struct reader *reader, const json_t *object, struct row *row)
{
    row->is.name = reader_string(reader, object, "name", false);
    row->is.idea = reader_string(reader, object, "idea", true);
    row->is.after = reader_string(reader, object, "after", true);
    row->is.copy_of = reader_string(reader, object, "copy_of", true);
    row->reason = reader_string(reader, object, "reason", true);
    if (json_object_get(object, "limit")) /* not in the first files of schema 1 */
        row->is.limit = reader_string(reader, object, "limit", true);
    if (json_object_get(object, "isa"))
        row->is.isa = reader_string(reader, object, "isa", true);
    row->is.apart = json_is_true(json_object_get(object, "apart")); /* nor is this */
    row->matches = reader_natural(reader, object, "matches");
    row->digest = reader_digest(reader, object);
    if (!decode_stage_set(json_object_get(object, "attacks"), &row->is.attacks))
        reader_fail(reader, "attacks");
    if (!decode_factor(json_object_get(object, "factor"), &row->is.factor))
        reader_fail(reader, "factor");
    json_t *stages = json_object_get(object, "stages");
    row->has_stages = !json_is_null(stages);
    if (row->has_stages && !decode_stage_times(stages, &row->stages))
        reader_fail(reader, "stages");
    if (json_object_get(object, "stages_bytes"))
        row->stages_bytes = reader_natural(reader, object, "stages_bytes");

    row->status = status(reader, object);

    const json_t *samples = json_object_get(object, "samples");
    if (!json_is_array(samples) || json_array_size(samples) > SAMPLES_MOST)
        reader_fail(reader, "samples");
    for (size_t i = 0; i < json_array_size(samples) && !reader->failed; i++)
        read_sample(reader, json_array_get(samples, i), row);
}

static void read_peer(struct reader *reader, const json_t *object, struct peer *peer)
{
    struct row *row = &peer->row;
    row->is.name = reader_string(reader, object, "name", false);
    row->reason = reader_string(reader, object, "reason", true);
    row->status = status(reader, object);
    row->matches = reader_natural(reader, object, "matches");
    peer->command = reader_string(reader, object, "command", false);
    peer->version = reader_string(reader, object, "version", true);
    peer->bytes = reader_natural(reader, object, "bytes");
    peer->start_ns = reader_natural(reader, object, "start_ns");
    char *prints = reader_string(reader, object, "prints", false);
    peer->lines = prints && strcmp(prints, "lines") == 0;
    free(prints);

    const json_t *samples = json_object_get(object, "samples");
    if (!json_is_array(samples) || json_array_size(samples) > SAMPLES_MOST)
        reader_fail(reader, "samples");
    for (size_t i = 0; i < json_array_size(samples) && !reader->failed; i++) {
        const json_t *each = json_array_get(samples, i);
        struct sample sample = {.round = (unsigned)reader_small(reader, each, "round"),
                                .position = (unsigned)reader_small(reader, each, "position"),
                                .wall_ns = reader_natural(reader, each, "wall_ns"),
                                .user_ns = reader_natural(reader, each, "user_ns"),
                                .sys_ns = reader_natural(reader, each, "sys_ns")};
        sample.record.search_ns = reader_natural(reader, each, "whole_ns");
        sample.record.matches = row->matches;
        if (sample.record.search_ns == 0)
            reader_fail(reader, "whole_ns");
        read_disturbance(reader, each, &sample);
        row_add_sample(row, &sample);
    }
}

/* Likewise without a sweep. The points that have no samples of their own are the variants'. */
void results_read_sweep(struct reader *reader, const json_t *array, struct results *results)
{
    size_t count = json_array_size(array);
    if (!array)
        return;
    if (!json_is_array(array) || count > ROWS_MOST) {
        reader_fail(reader, "sweep");
        return;
    }
    results->sweep = calloc(count + 1, sizeof results->sweep[0]);
    if (!results->sweep)
        err(1, "%s", reader->path);
    for (size_t i = 0; i < count && !reader->failed; i++) {
        const json_t *point = json_array_get(array, i);
        if (json_is_null(json_object_get(point, "samples")))
            continue;
        struct row *row = &results->sweep[results->sweep_count++];
        results_read_row(reader, point, row);
        row->is.threads = reader_small(reader, point, "threads");
        if (row->is.threads < 1)
            reader_fail(reader, "threads");
    }
}

/* Files of runs without peers have no such key. */
void results_read_peers(struct reader *reader, const json_t *array, struct results *results)
{
    size_t count = json_array_size(array);
    if (!array)
        return;
    if (!json_is_array(array) || count > ROWS_MOST) {
        reader_fail(reader, "peers");
        return;
    }
    results->peers = calloc(count + 1, sizeof results->peers[0]);
    if (!results->peers)
        err(1, "%s", reader->path);
    for (; results->peer_count < count && !reader->failed; results->peer_count++)
        read_peer(reader, json_array_get(array, results->peer_count),
                  &results->peers[results->peer_count]);
}
