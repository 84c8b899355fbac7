/* The half of results.h that reads: a results file back into memory. A file may come from anywhere,
 * so nothing in it is taken on trust. */
#include "copies.h"
#include "encoding.h"
#include "precision.h"
#include "results.h"
#include "rounds.h"
#include "trap_record.h"

#include <err.h>
#include <limits.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define SCHEMA 1
#define ROWS_MOST 1000
#define SAMPLES_MOST 100000

/* The first thing wrong, where there is one. */
struct check {
    const char *path;
    char *why;
    size_t why_size;
    bool failed;
};

static void fail(struct check *check, const char *key)
{
    if (!check->failed)
        snprintf(check->why, check->why_size, "%s: \"%s\" is missing or wrong", check->path, key);
    check->failed = true;
}

static uint64_t natural(struct check *check, const json_t *object, const char *key)
{
    uint64_t value = 0;
    if (!decode_natural(json_object_get(object, key), &value))
        fail(check, key);
    return value;
}

/* The same for what is kept as an int. */
static int small(struct check *check, const json_t *object, const char *key)
{
    uint64_t value = natural(check, object, key);
    if (value > INT_MAX)
        fail(check, key);
    return (int)value;
}

static char *string(struct check *check, const json_t *object, const char *key, bool may_be_null)
{
    const json_t *value = json_object_get(object, key);
    if (!json_is_string(value)) {
        if (!may_be_null || !json_is_null(value))
            fail(check, key);
        return NULL;
    }
    return copy_string(json_string_value(value));
}

static uint64_t digest(struct check *check, const json_t *object)
{
    uint64_t value = 0;
    if (!decode_digest(json_object_get(object, "digest"), &value))
        fail(check, "digest");
    return value;
}

/* What of a sample is not in older files; of a disturbed one, by what. */
static void read_disturbance(struct check *check, const json_t *object, struct sample *sample)
{
    const json_t *disturbed = json_object_get(object, "disturbed");
    if (json_object_get(object, "major_faults"))
        sample->major_faults = natural(check, object, "major_faults");
    if (disturbed && (!json_is_string(disturbed) || json_string_length(disturbed) == 0))
        fail(check, "disturbed");
    else if (disturbed)
        snprintf(sample->disturbed, sizeof sample->disturbed, "%s", json_string_value(disturbed));
}

static void read_sample(struct check *check, const json_t *object, struct row *row)
{
    struct sample sample = {.round = (unsigned)small(check, object, "round"),
                            .position = (unsigned)small(check, object, "position"),
                            .wall_ns = natural(check, object, "wall_ns"),
                            .user_ns = natural(check, object, "user_ns"),
                            .sys_ns = natural(check, object, "sys_ns")};
    struct record *record = &sample.record;
    const json_t *searches = json_object_get(object, "search_ns");
    record->prepare_ns = natural(check, object, "prepare_ns");
    record->synchronize_ns = natural(check, object, "synchronize_ns");
    record->peak_rss_bytes = natural(check, object, "peak_rss_bytes");
    record->searches = json_array_size(searches);
    if (record->searches < 1 || record->searches > RECORD_SEARCHES_MOST) {
        fail(check, "search_ns");
        return;
    }
    for (size_t i = 0; i < record->searches; i++) {
        if (!decode_natural(json_array_get(searches, i), &record->search_ns[i]) ||
            record->search_ns[i] == 0)
            fail(check, "search_ns");
    }
    const json_t *device = json_object_get(object, "device");
    record->has_device = device != NULL;
    if (device && !decode_device_report(device, &record->device))
        fail(check, "device");
    read_disturbance(check, object, &sample);
    row_add_sample(row, &sample);
}

static enum status status(struct check *check, const json_t *object)
{
    const char *name = json_string_value(json_object_get(object, "status"));
    for (enum status each = 0; name && each < STATUS_COUNT; each++)
        if (strcmp(status_name(each), name) == 0)
            return each;
    fail(check, "status");
    return STATUS_FAILED;
}

static void read_row(struct check *check, const json_t *object, struct row *row)
{
    row->name = string(check, object, "name", false);
    row->idea = string(check, object, "idea", true);
    row->after = string(check, object, "after", true);
    row->copy_of = string(check, object, "copy_of", true);
    row->reason = string(check, object, "reason", true);
    if (json_object_get(object, "limit")) /* not in the first files of schema 1 */
        row->limit = string(check, object, "limit", true);
    if (json_object_get(object, "isa"))
        row->isa = string(check, object, "isa", true);
    row->apart = json_is_true(json_object_get(object, "apart")); /* nor is this */
    row->matches = natural(check, object, "matches");
    row->digest = digest(check, object);
    if (!decode_stage_set(json_object_get(object, "attacks"), &row->attacks))
        fail(check, "attacks");
    if (!decode_factor(json_object_get(object, "factor"), &row->factor))
        fail(check, "factor");
    json_t *stages = json_object_get(object, "stages");
    row->has_stages = !json_is_null(stages);
    if (row->has_stages && !decode_stage_times(stages, &row->stages))
        fail(check, "stages");
    if (json_object_get(object, "stages_bytes"))
        row->stages_bytes = natural(check, object, "stages_bytes");

    row->status = status(check, object);

    const json_t *samples = json_object_get(object, "samples");
    if (!json_is_array(samples) || json_array_size(samples) > SAMPLES_MOST)
        fail(check, "samples");
    for (size_t i = 0; i < json_array_size(samples) && !check->failed; i++)
        read_sample(check, json_array_get(samples, i), row);
    row->rounds = (unsigned)row->sample_count;
}

static void read_peer(struct check *check, const json_t *object, struct peer *peer)
{
    struct row *row = &peer->row;
    row->name = string(check, object, "name", false);
    row->reason = string(check, object, "reason", true);
    row->status = status(check, object);
    row->matches = natural(check, object, "matches");
    peer->command = string(check, object, "command", false);
    peer->version = string(check, object, "version", true);
    peer->bytes = natural(check, object, "bytes");
    peer->start_ns = natural(check, object, "start_ns");
    char *prints = string(check, object, "prints", false);
    peer->lines = prints && strcmp(prints, "lines") == 0;
    free(prints);

    const json_t *samples = json_object_get(object, "samples");
    if (!json_is_array(samples) || json_array_size(samples) > SAMPLES_MOST)
        fail(check, "samples");
    for (size_t i = 0; i < json_array_size(samples) && !check->failed; i++) {
        const json_t *each = json_array_get(samples, i);
        struct sample sample = {.round = (unsigned)small(check, each, "round"),
                                .position = (unsigned)small(check, each, "position"),
                                .wall_ns = natural(check, each, "wall_ns"),
                                .user_ns = natural(check, each, "user_ns"),
                                .sys_ns = natural(check, each, "sys_ns")};
        sample.record.searches = 1;
        sample.record.search_ns[0] = natural(check, each, "whole_ns");
        sample.record.matches = row->matches;
        if (sample.record.search_ns[0] == 0)
            fail(check, "whole_ns");
        read_disturbance(check, each, &sample);
        row_add_sample(row, &sample);
    }
    row->rounds = (unsigned)row->sample_count;
}

/* Likewise without a sweep. The points that have no samples of their own are the variants'. */
static void read_sweep(struct check *check, const json_t *array, struct results *results)
{
    size_t count = json_array_size(array);
    if (!array)
        return;
    if (!json_is_array(array) || count > ROWS_MOST) {
        fail(check, "sweep");
        return;
    }
    results->sweep = calloc(count + 1, sizeof results->sweep[0]);
    if (!results->sweep)
        err(1, "%s", check->path);
    for (size_t i = 0; i < count && !check->failed; i++) {
        const json_t *point = json_array_get(array, i);
        if (json_is_null(json_object_get(point, "samples")))
            continue;
        struct row *row = &results->sweep[results->sweep_count++];
        read_row(check, point, row);
        row->threads = small(check, point, "threads");
        if (row->threads < 1)
            fail(check, "threads");
    }
}

/* Files of runs without peers have no such key. */
static void read_peers(struct check *check, const json_t *array, struct results *results)
{
    size_t count = json_array_size(array);
    if (!array)
        return;
    if (!json_is_array(array) || count > ROWS_MOST) {
        fail(check, "peers");
        return;
    }
    results->peers = calloc(count + 1, sizeof results->peers[0]);
    if (!results->peers)
        err(1, "%s", check->path);
    for (; results->peer_count < count && !check->failed; results->peer_count++)
        read_peer(check, json_array_get(array, results->peer_count),
                  &results->peers[results->peer_count]);
}

/* Null in a round in which it was not measured; older files have none of them. */
static void read_limit_rounds(struct check *check, const json_t *array, struct limit *limit)
{
    size_t i;
    json_t *rate;
    if (array && (!json_is_array(array) || json_array_size(array) > ROUNDS_MOST))
        fail(check, "by_round");
    json_array_foreach(array, i, rate)
    {
        if (check->failed)
            return;
        double gb_per_s = json_is_null(rate) ? NAN : json_number_value(rate);
        if (gb_per_s <= 0)
            fail(check, "by_round");
        else
            limits_keep_round(limit, i, gb_per_s);
    }
}

static void read_limits(struct check *check, const json_t *array, struct results *results)
{
    size_t i;
    json_t *object;
    json_array_foreach(array, i, object)
    {
        char *name = string(check, object, "name", false);
        const json_t *rate = json_object_get(object, "gb_per_s");
        if (i >= LIMITS_MOST || !json_is_number(rate) || json_number_value(rate) <= 0)
            fail(check, "limits");
        if (!check->failed) {
            struct limit *limit = &results->limits[results->limit_count++];
            snprintf(limit->name, sizeof limit->name, "%s", name);
            limit->threads = small(check, object, "threads");
            limit->gb_per_s = json_number_value(rate);
            read_limit_rounds(check, json_object_get(object, "by_round"), limit);
        }
        free(name);
    }
    if (!json_is_array(array))
        fail(check, "limits");
}

/* Files of runs that nothing was wrong with have none. */
static void read_warnings(struct check *check, const json_t *array, struct results *results)
{
    size_t i;
    json_t *object;
    if (array && (!json_is_array(array) || json_array_size(array) > ROWS_MOST))
        fail(check, "warnings");
    json_array_foreach(array, i, object)
    {
        char *what = string(check, object, "what", false),
             *remedy = string(check, object, "remedy", false);
        const json_t *spoils = json_object_get(object, "spoils");
        if (!json_is_boolean(spoils))
            fail(check, "spoils");
        if (!check->failed)
            results_warn(results, json_is_true(spoils), copy_string(what), remedy);
        free(what);
        free(remedy);
    }
}

/* What `trap --add-to` put there; most files have none. */
static void read_trap(struct check *check, json_t *object, struct results *results)
{
    struct trap *trap = malloc(sizeof *trap);
    char why[200];
    if (!trap)
        err(1, "%s", check->path);
    if (object && !trap_parse(object, trap, why, sizeof why) && !check->failed) {
        snprintf(check->why, check->why_size, "%s: \"trap\": %s", check->path, why);
        check->failed = true;
    }
    results->trap = json_incref(object);
    free(trap);
}

static void read_all(struct check *check, const json_t *root, struct results *results)
{
    char *started = string(check, root, "started", false);
    snprintf(results->started, sizeof results->started, "%s", started ? started : "");
    free(started);
    results->command = json_incref(json_object_get(root, "command"));
    if (!json_is_array(results->command))
        fail(check, "command");
    for (size_t i = 0; i < json_array_size(results->command); i++)
        if (!json_is_string(json_array_get(results->command, i)))
            fail(check, "command");
    results->machine = json_incref(json_object_get(root, "machine"));
    results->build = json_incref(json_object_get(root, "build"));
    if (!json_is_object(results->machine))
        fail(check, "machine");
    if (!json_is_object(results->build))
        fail(check, "build");
    results->seed = natural(check, root, "seed");
    results->threads = small(check, root, "threads");
    results->gpus = json_object_get(root, "gpus") ? small(check, root, "gpus") : 1;
    results->stopped = json_is_true(json_object_get(root, "stopped"));
    if (!json_is_boolean(json_object_get(root, "stopped")))
        fail(check, "stopped");

    const json_t *data = json_object_get(root, "data");
    struct facts *facts = &results->data;
    facts->path = string(check, data, "path", false);
    facts->bytes = natural(check, data, "bytes");
    facts->lines = natural(check, data, "lines");
    facts->generated = !json_is_null(json_object_get(data, "seed"));
    facts->seed = facts->generated ? natural(check, data, "seed") : 0;
    facts->matches = natural(check, data, "matches");
    facts->digest = digest(check, data);
    const json_t *resident = json_object_get(data, "resident");
    facts->resident = json_number_value(resident);
    if (json_is_null(resident))
        facts->resident = NAN;
    else if (!json_is_number(resident) || facts->resident < 0 || facts->resident > 1)
        fail(check, "resident");

    results->cold = json_is_true(json_object_get(root, "cold"));
    results->pinned = json_object_get(root, "pin") != NULL;
    results->pin = results->pinned ? small(check, root, "pin") : 0;
    read_warnings(check, json_object_get(root, "warnings"), results);
    if (!precision_decode(json_object_get(root, "rounds"), results))
        fail(check, "rounds");
    read_limits(check, json_object_get(root, "limits"), results);
    read_trap(check, json_object_get(root, "trap"), results);

    const json_t *rows = json_object_get(root, "variants");
    size_t count = json_array_size(rows);
    if (!json_is_array(rows) || count > ROWS_MOST) {
        fail(check, "variants");
        return;
    }
    read_sweep(check, json_object_get(root, "sweep"), results);
    read_peers(check, json_object_get(root, "peers"), results);
    results->rows = calloc(count + 1, sizeof results->rows[0]);
    if (!results->rows)
        err(1, "%s", check->path);
    for (; results->row_count < count && !check->failed; results->row_count++)
        read_row(check, json_array_get(rows, results->row_count),
                 &results->rows[results->row_count]);
}

bool results_read(const char *path, struct results *results, char *why, size_t why_size)
{
    struct check check = {path, why, why_size, false};
    json_error_t error;
    *results = (struct results){0};
    json_t *root = json_load_file(path, JSON_REJECT_DUPLICATES, &error);
    if (!root) {
        for (char *at = error.text; *at; at++) /* it may quote the file, whatever is in there */
            if (*at < ' ' || *at > '~')
                *at = '?';
        snprintf(why, why_size, "%s: %s", path, error.text);
        return false;
    }
    const json_t *schema = json_object_get(root, "schema");
    if (!json_is_integer(schema)) {
        snprintf(why, why_size, "%s is no results file", path);
        check.failed = true;
    } else if (json_integer_value(schema) != SCHEMA) {
        snprintf(why, why_size, "%s: its schema is %lld, this harness reads %d: use one of its age",
                 path, (long long)json_integer_value(schema), SCHEMA);
        check.failed = true;
    } else {
        read_all(&check, root, results);
    }
    json_decref(root);
    if (check.failed)
        results_free(results);
    return !check.failed;
}
