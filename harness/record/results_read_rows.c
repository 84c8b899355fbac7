#include "record/results_read_rows.h"
#include "base/strings.h"
#include "record/results.h"
#include "variants/encoding.h"

#include <err.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define ROWS_MOST 1000
#define PROBES_MOST 100000 /* of a row: a few in each round */

static void *room_for(size_t count, size_t size)
{
    void *room = calloc(count + 1, size);
    if (!room)
        err(1, "results");
    return room;
}

/* A copy of a text, or NULL for null. */
static char *text_or_null(struct reader *reader, const json_t *object, const char *key)
{
    const json_t *value = json_object_get(object, key);
    if (!json_is_string(value) && !json_is_null(value))
        reader_fail(reader, key);
    return copy_string(json_string_value(value));
}

/* The stages of a run; all times of a record add up in 64 bits. */
static void read_stages(struct reader *reader, json_t *stages, struct record *record)
{
    record->has_stages = true;
    if (!decode_stage_times(stages, &record->stages))
        reader_fail(reader, "stages");
    for (enum stage stage = 0; stage < STAGE_COUNT; stage++)
        if (record->stages.spent[stage] > RECORD_LONGEST_NS)
            reader_fail(reader, "stages");
}

static uint64_t staged_ns(const struct record *record)
{
    uint64_t sum_ns = 0;
    for (enum stage stage = 0; stage < STAGE_COUNT; stage++)
        sum_ns += record->stages.spent[stage];
    return sum_ns;
}

static void read_record(struct reader *reader, json_t *object, struct record *record)
{
    json_t *searches, *device = NULL, *ranks = NULL;
    if (!reader_unpack(reader, object, "{s:o, s:I, s:I, s:I, s?o, s?o}", "search_ns", &searches,
                       "prepare_ns", &record->prepare_ns, "synchronize_ns", &record->synchronize_ns,
                       "peak_rss_bytes", &record->peak_rss_bytes, "device", &device, "ranks",
                       &ranks))
        return;
    record->has_device = device != NULL;
    if (!record_searches(searches, record))
        reader_fail(reader, "search_ns");
    if (device && !decode_device_report(device, &record->device))
        reader_fail(reader, "device");
    if (ranks && !record_ranks(ranks, record))
        reader_fail(reader, "ranks");
}

/* For a peer, only the whole process is known. */
static void read_peer_record(struct reader *reader, json_t *object, struct record *record)
{
    if (reader_unpack(reader, object, "{s:I}", "whole_ns", &record->search_ns) &&
        record->search_ns == 0)
        reader_fail(reader, "whole_ns");
}

/* The fields that samples and probes share: how much of the text was searched, and what disturbed
 * it. */
static void read_sample(struct reader *reader, const struct row *row, const char *disturbed,
                        struct sample *sample)
{
    if (sample->bytes > row->text_bytes)
        reader_fail(reader, "bytes");
    if (disturbed && !*disturbed)
        reader_fail(reader, "disturbed");
    snprintf(sample->disturbed, sizeof sample->disturbed, "%s", disturbed ? disturbed : "");
}

static void read_samples(struct reader *reader, const json_t *array, struct row *row,
                         void (*read)(struct reader *reader, json_t *object, struct record *record))
{
    size_t count = reader_count(reader, array, "samples", ROUNDS_IN_ALL_MOST);
    for (size_t i = 0; i < count && !reader->failed; i++) {
        struct sample sample = {0};
        const char *disturbed = NULL;
        json_t *object = json_array_get(array, i);
        if (!reader_unpack(reader, object, "{s:i, s:i, s:I, s:I, s:I, s?I, s?I, s?s}", "round",
                           &sample.round, "position", &sample.position, "wall_ns", &sample.wall_ns,
                           "user_ns", &sample.user_ns, "sys_ns", &sample.sys_ns, "major_faults",
                           &sample.major_faults, "bytes", &sample.bytes, "disturbed", &disturbed))
            return;
        read_sample(reader, row, disturbed, &sample);
        read(reader, object, &sample.record);
        if (row_sample(row, sample.round))
            reader_refuse(reader, "\"%s\" has two samples of round %u", row->is.name, sample.round);
        row_add_sample(row, &sample);
    }
}

/* Which keys each kind of probe must have. */
static bool has_stage_times(enum probe_kind kind)
{
    return kind == PROBE_STAGES || kind == PROBE_ALONE;
}

static void read_probe(struct reader *reader, json_t *object, const struct row *row,
                       struct probe *probe)
{
    const char *kind, *disturbed = NULL;
    struct sample *sample = &probe->sample;
    struct record *record = &sample->record;
    json_t *of = NULL, *stages = NULL, *ranks = NULL;
    probe->delay = -1;
    if (!reader_unpack(reader, object, "{s:s, s:i, s:I, s?I, s?o, s?F, s?o, s?I, s?s, s?o}", "kind",
                       &kind, "round", &sample->round, "search_ns", &record->search_ns, "bytes",
                       &sample->bytes, "of", &of, "delay", &probe->delay, "stages", &stages,
                       "clock_ns", &record->clock_ns, "disturbed", &disturbed, "ranks", &ranks))
        return;
    while (probe->kind < PROBE_KINDS && strcmp(probe_name(probe->kind), kind) != 0)
        probe->kind++;
    if (probe->kind == PROBE_KINDS)
        reader_fail(reader, "kind");
    if (record->search_ns == 0 || record->search_ns > RECORD_LONGEST_NS)
        reader_fail(reader, "search_ns");
    if (record->clock_ns > RECORD_LONGEST_NS)
        reader_fail(reader, "clock_ns");
    if ((of && !decode_stage_set(of, &probe->stages)) ||
        probe_has_stages(probe->kind) != (of != NULL) ||
        (of && probe->stages == 0 && probe->kind != PROBE_WITHOUT))
        reader_fail(reader, "of");
    if (probe->kind != PROBE_DELAYED)
        probe->delay = 0;
    else if (!(probe->delay >= 0 && probe->delay <= PROBE_DELAY_MOST))
        reader_fail(reader, "delay");
    if (stages)
        read_stages(reader, stages, record);
    if ((!stages && has_stage_times(probe->kind)) ||
        (probe->kind == PROBE_STAGES && staged_ns(record) == 0))
        reader_fail(reader, "stages");
    if (ranks && !record_ranks(ranks, record))
        reader_fail(reader, "ranks");
    read_sample(reader, row, disturbed, sample);
}

static void read_probes(struct reader *reader, const json_t *array, struct row *row)
{
    size_t count = reader_count(reader, array, "probes", PROBES_MOST);
    for (size_t i = 0; i < count && !reader->failed; i++) {
        struct probe probe = {0};
        read_probe(reader, json_array_get(array, i), row, &probe);
        row_add_probe(row, &probe);
    }
}

/* Schema 1 had a factor instead of effects, and a single stage run, before the rounds and scaled to
 * the whole text. A stage with a factor has no known rate. */
static void read_schema_1(struct reader *reader, json_t *object, struct row *row)
{
    json_t *stages, *factor;
    if (!reader_unpack(reader, object, "{s:o, s:o}", "stages", &stages, "factor", &factor))
        return;
    const char *word = json_string_value(factor),
               *effect = !word                           ? NULL
                         : strcmp(word, "threads") == 0  ? EFFECT_SHARED
                         : strcmp(word, "infinite") == 0 ? EFFECT_GONE
                                                         : NULL;
    if (json_is_number(factor))
        effect = EFFECT_ANEW;
    if (!effect && !json_is_null(factor))
        reader_fail(reader, "factor");
    for (enum stage stage = 0; effect && stage < STAGE_COUNT; stage++)
        if (row->is.attacks & STAGE_BIT(stage))
            row->is.effects[stage] = copy_string(effect);
    if (json_is_null(stages))
        return;
    struct probe probe = {.kind = PROBE_STAGES};
    struct record *record = &probe.sample.record;
    read_stages(reader, stages, record);
    record->search_ns = staged_ns(record);
    if (record->search_ns > 0)
        row_add_probe(row, &probe);
}

static void read_schema_2(struct reader *reader, json_t *object, struct row *row)
{
    json_t *effects, *probes;
    int overlaps, combines = false;
    if (!reader_unpack(reader, object, "{s:o, s:b, s:o, s?b}", "effects", &effects, "overlaps",
                       &overlaps, "probes", &probes, "combines", &combines))
        return;
    row->is.combines = combines;
    row->is.overlaps = overlaps;
    if (!decode_effects(effects, row->is.effects))
        reader_fail(reader, "effects");
    read_probes(reader, probes, row);
}

/* The fields that variants, points of the sweep and peers share. */
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

static void read_row(struct reader *reader, json_t *object, json_int_t schema, struct row *row)
{
    json_t *attacks, *digest, *samples;
    read_outcome(reader, object, row);
    if (!reader_unpack(reader, object, "{s:o, s:o, s:o}", "attacks", &attacks, "digest", &digest,
                       "samples", &samples))
        return;
    row->is.idea = text_or_null(reader, object, "idea");
    row->is.after = text_or_null(reader, object, "after");
    row->is.copy_of = text_or_null(reader, object, "copy_of");
    if (json_object_get(object, "limit"))
        row->is.limit = text_or_null(reader, object, "limit");
    if (json_object_get(object, "isa"))
        row->is.isa = text_or_null(reader, object, "isa");
    row->is.apart = json_is_true(json_object_get(object, "apart"));
    row->is.own = own_program_decode(reader, json_object_get(object, "program"));
    row->is.cold = json_is_true(json_object_get(object, "cold"));
    row->is.ranks = json_is_true(json_object_get(object, "ranks"));
    if (!decode_stage_set(attacks, &row->is.attacks))
        reader_fail(reader, "attacks");
    if (!decode_digest(digest, &row->digest))
        reader_fail(reader, "digest");
    if (schema == 1)
        read_schema_1(reader, object, row);
    else
        read_schema_2(reader, object, row);
    read_samples(reader, samples, row, read_record);
}

static void read_variants(struct reader *reader, const json_t *array, json_int_t schema,
                          struct results *results)
{
    size_t count = reader_count(reader, array, "variants", ROWS_MOST);
    results->rows = room_for(count, sizeof results->rows[0]);
    for (size_t i = 0; i < count && !reader->failed; i++) {
        struct row *row = &results->rows[i];
        row->text_bytes = results->data.bytes;
        read_row(reader, json_array_get(array, i), schema, row);
        if (!reader->failed && results_find(results, row->is.name))
            reader_refuse(reader, "there are two variants \"%s\"", row->is.name);
        results->row_count++;
    }
}

/* For schema 1: a control does what its original does, but attacks nothing. */
static void set_copied_effects(struct results *results)
{
    for (size_t i = 0; i < results->row_count; i++) {
        struct identity *is = &results->rows[i].is;
        const struct row *original = is->copy_of ? results_find(results, is->copy_of) : NULL;
        for (enum stage stage = 0; original && stage < STAGE_COUNT; stage++)
            if (!is->effects[stage])
                is->effects[stage] = copy_string(original->is.effects[stage]);
    }
}

/* Points without samples of their own are the variants' rows. */
static void read_sweep(struct reader *reader, const json_t *array, json_int_t schema,
                       struct results *results)
{
    size_t count = reader_count(reader, array, "sweep", ROWS_MOST);
    results->sweep = room_for(count, sizeof results->sweep[0]);
    for (size_t i = 0; i < count && !reader->failed; i++) {
        json_t *point = json_array_get(array, i);
        if (json_is_null(json_object_get(point, "samples")))
            continue;
        struct row *row = &results->sweep[results->sweep_count++];
        row->text_bytes = results->data.bytes;
        read_row(reader, point, schema, row);
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
    json_int_t schema = json_integer_value(json_object_get(root, "schema"));
    read_variants(reader, variants, schema, results);
    if (schema == 1 && !reader->failed)
        set_copied_effects(results);
    read_sweep(reader, sweep, schema, results);
    read_peers(reader, peers, results);
}
