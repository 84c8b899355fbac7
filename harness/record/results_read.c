/* The half of results.h that reads: a results file back into memory. A file may come from anywhere,
 * so nothing in it is taken on trust. */
#include "base/printable.h"
#include "base/strings.h"
#include "record/results_read_rows.h"
#include "record/rounds.h"
#include "record/trap_record.h"
#include "variants/encoding.h"

#include <err.h>
#include <limits.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* Null in a round in which it was not measured; older files have none of them. */
static void read_limit_rounds(struct reader *reader, const json_t *array, struct limit *limit)
{
    size_t i;
    json_t *rate;
    if (array && (!json_is_array(array) || json_array_size(array) > ROUNDS_IN_ALL_MOST))
        reader_fail(reader, "by_round");
    json_array_foreach(array, i, rate)
    {
        if (reader->failed)
            return;
        double gb_per_s = json_is_null(rate) ? NAN : json_number_value(rate);
        if (gb_per_s <= 0)
            reader_fail(reader, "by_round");
        else
            limits_keep_round(limit, i, gb_per_s);
    }
}

static void read_limits(struct reader *reader, const json_t *array, struct results *results)
{
    size_t i;
    json_t *object;
    json_array_foreach(array, i, object)
    {
        char *name = reader_string(reader, object, "name", false);
        const json_t *rate = json_object_get(object, "gb_per_s");
        if (i >= LIMITS_MOST || !json_is_number(rate) || json_number_value(rate) <= 0)
            reader_fail(reader, "limits");
        if (!reader->failed) {
            struct limit *limit = &results->limits[results->limit_count++];
            snprintf(limit->name, sizeof limit->name, "%s", name);
            limit->threads = reader_small(reader, object, "threads");
            limit->gb_per_s = json_number_value(rate);
            read_limit_rounds(reader, json_object_get(object, "by_round"), limit);
        }
        free(name);
    }
    if (!json_is_array(array))
        reader_fail(reader, "limits");
}

/* Files of runs that nothing was wrong with have none. */
static void read_warnings(struct reader *reader, const json_t *array, struct results *results)
{
    size_t i;
    json_t *object;
    if (array && (!json_is_array(array) || json_array_size(array) > ROWS_MOST))
        reader_fail(reader, "warnings");
    json_array_foreach(array, i, object)
    {
        char *what = reader_string(reader, object, "what", false),
             *remedy = reader_string(reader, object, "remedy", false);
        const json_t *spoils = json_object_get(object, "spoils");
        if (!json_is_boolean(spoils))
            reader_fail(reader, "spoils");
        if (!reader->failed)
            results_warn(results, json_is_true(spoils), copy_string(what), remedy);
        free(what);
        free(remedy);
    }
}

/* What `trap --add-to` put there; most files have none. */
static void read_trap(struct reader *reader, json_t *object, struct results *results)
{
    struct trap trap;
    char why[200];
    if (object && !trap_parse(object, &trap, why, sizeof why) && !reader->failed) {
        snprintf(reader->why, reader->why_size, "%s: \"trap\": %s", reader->path, why);
        reader->failed = true;
    }
    results->trap = json_incref(object);
}

/* Not in the first files of schema 1. */
static void read_rounds(struct reader *reader, const json_t *object, struct results *results)
{
    const json_t *precision = json_object_get(object, "precision"),
                 *again = json_object_get(object, "again");
    const char *ended = json_string_value(json_object_get(object, "ended"));
    if (!object)
        return;
    for (enum rounds_end end = ROUNDS_END_UNKNOWN + 1; ended && end < ROUNDS_ENDS; end++)
        if (strcmp(rounds_end_name(end), ended) == 0)
            results->rounds_end = end;
    results->precision = json_number_value(precision);
    if (!json_is_number(precision) || results->precision < 0 || results->precision > 1 ||
        results->rounds_end == ROUNDS_END_UNKNOWN ||
        (again && (json_integer_value(again) < 1 || json_integer_value(again) > ROUNDS_MOST)))
        reader_fail(reader, "rounds");
    else
        results->rounds_again = (unsigned)json_integer_value(again);
}

static void read_all(struct reader *reader, const json_t *root, struct results *results)
{
    char *started = reader_string(reader, root, "started", false);
    snprintf(results->started, sizeof results->started, "%s", started ? started : "");
    free(started);
    results->command = json_incref(json_object_get(root, "command"));
    if (!json_is_array(results->command))
        reader_fail(reader, "command");
    for (size_t i = 0; i < json_array_size(results->command); i++)
        if (!json_is_string(json_array_get(results->command, i)))
            reader_fail(reader, "command");
    results->machine = json_incref(json_object_get(root, "machine"));
    results->build = json_incref(json_object_get(root, "build"));
    if (!json_is_object(results->machine))
        reader_fail(reader, "machine");
    if (!json_is_object(results->build))
        reader_fail(reader, "build");
    results->seed = reader_natural(reader, root, "seed");
    results->threads = reader_small(reader, root, "threads");
    results->gpus = json_object_get(root, "gpus") ? reader_small(reader, root, "gpus") : 1;
    results->stopped = json_is_true(json_object_get(root, "stopped"));
    if (!json_is_boolean(json_object_get(root, "stopped")))
        reader_fail(reader, "stopped");

    const json_t *data = json_object_get(root, "data");
    struct facts *facts = &results->data;
    facts->path = reader_string(reader, data, "path", false);
    facts->bytes = reader_natural(reader, data, "bytes");
    facts->lines = reader_natural(reader, data, "lines");
    facts->generated = !json_is_null(json_object_get(data, "seed"));
    facts->seed = facts->generated ? reader_natural(reader, data, "seed") : 0;
    facts->matches = reader_natural(reader, data, "matches");
    facts->digest = reader_digest(reader, data);
    const json_t *resident = json_object_get(data, "resident");
    facts->resident = json_number_value(resident);
    if (json_is_null(resident))
        facts->resident = NAN;
    else if (!json_is_number(resident) || facts->resident < 0 || facts->resident > 1)
        reader_fail(reader, "resident");

    results->cold = json_is_true(json_object_get(root, "cold"));
    results->pinned = json_object_get(root, "pin") != NULL;
    results->pin = results->pinned ? reader_small(reader, root, "pin") : 0;
    read_warnings(reader, json_object_get(root, "warnings"), results);
    read_rounds(reader, json_object_get(root, "rounds"), results);
    read_limits(reader, json_object_get(root, "limits"), results);
    read_trap(reader, json_object_get(root, "trap"), results);

    const json_t *rows = json_object_get(root, "variants");
    size_t count = json_array_size(rows);
    if (!json_is_array(rows) || count > ROWS_MOST) {
        reader_fail(reader, "variants");
        return;
    }
    results_read_sweep(reader, json_object_get(root, "sweep"), results);
    results_read_peers(reader, json_object_get(root, "peers"), results);
    results->rows = calloc(count + 1, sizeof results->rows[0]);
    if (!results->rows)
        err(1, "%s", reader->path);
    for (; results->row_count < count && !reader->failed; results->row_count++)
        results_read_row(reader, json_array_get(rows, results->row_count),
                         &results->rows[results->row_count]);
}

bool results_read(const char *path, struct results *results, char *why, size_t why_size)
{
    struct reader reader = {path, why, why_size, false};
    json_error_t error;
    *results = (struct results){0};
    json_t *root = json_load_file(path, JSON_REJECT_DUPLICATES, &error);
    if (!root) {
        snprintf(why, why_size, "%s: %s", path, printable_ascii(error.text)); /* may quote it */
        return false;
    }
    const json_t *schema = json_object_get(root, "schema");
    if (!json_is_integer(schema)) {
        snprintf(why, why_size, "%s is no results file", path);
        reader.failed = true;
    } else if (json_integer_value(schema) != RESULTS_SCHEMA) {
        snprintf(why, why_size, "%s: its schema is %lld, this harness reads %d: use one of its age",
                 path, (long long)json_integer_value(schema), RESULTS_SCHEMA);
        reader.failed = true;
    } else {
        read_all(&reader, root, results);
    }
    json_decref(root);
    if (reader.failed)
        results_free(results);
    return !reader.failed;
}
