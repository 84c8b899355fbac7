/* The part of results.h that reads results files. A file may come from anywhere, so nothing in it
 * is trusted. Optional keys are those that older files lack or that only some runs have. */
#include "base/strings.h"
#include "record/cells.h"
#include "record/lesson_record.h"
#include "record/results.h"
#include "record/results_read_rows.h"
#include "record/trap_record.h"
#include "record/try_record.h"
#include "variants/encoding.h"

#include <err.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define WARNINGS_MOST 1000

static void read_limits(struct reader *reader, const json_t *array, struct results *results)
{
    size_t count = reader_count(reader, array, "limits", LIMITS_MOST);
    for (size_t i = 0; i < count; i++) {
        struct limit *limit = &results->limits[results->limit_count++];
        const char *name, *way = "";
        json_t *rounds = NULL;
        if (!reader_unpack(reader, json_array_get(array, i), "{s:s, s:i, s:F, s?s, s?o}", "name",
                           &name, "threads", &limit->threads, "gb_per_s", &limit->gb_per_s, "way",
                           &way, "by_round", &rounds))
            return;
        snprintf(limit->way, sizeof limit->way, "%s", way);
        snprintf(limit->name, sizeof limit->name, "%s", name);
        if (limit->gb_per_s <= 0)
            reader_fail(reader, "gb_per_s");
        size_t round_count = reader_count(reader, rounds, "by_round", ROUNDS_IN_ALL_MOST);
        for (size_t round = 0; round < round_count && !reader->failed; round++) {
            const json_t *rate = json_array_get(rounds, round); /* null: not measured */
            double gb_per_s = json_is_null(rate) ? NAN : json_number_value(rate);
            if (gb_per_s <= 0)
                reader_fail(reader, "by_round");
            else
                limits_keep_round(limit, round, gb_per_s);
        }
    }
}

static void read_warnings(struct reader *reader, const json_t *array, struct results *results)
{
    size_t count = reader_count(reader, array, "warnings", WARNINGS_MOST);
    for (size_t i = 0; i < count; i++) {
        const char *what, *remedy;
        int spoils;
        if (!reader_unpack(reader, json_array_get(array, i), "{s:s, s:s, s:b}", "what", &what,
                           "remedy", &remedy, "spoils", &spoils))
            return;
        results_warn(results, spoils, copy_string(what), remedy);
    }
}

/* What `trap --add-to` added. */
static void read_trap(struct reader *reader, const json_t *object)
{
    struct trap trap;
    char why[200];
    if (object && !trap_parse(object, &trap, why, sizeof why))
        reader_refuse(reader, "\"trap\": %s", why);
}

static void read_tried(struct reader *reader, json_t *object)
{
    struct try_record record;
    char why[200];
    if (object && !try_parse(object, &record, why, sizeof why))
        reader_refuse(reader, "\"try\": %s", why);
}

/* What ./harness lesson put there. */
static void read_lesson(struct reader *reader, const json_t *object)
{
    struct lesson lesson;
    char why[200];
    if (object && !lesson_parse(object, &lesson, why, sizeof why))
        reader_refuse(reader, "\"lesson\": %s", why);
}

static void read_rounds(struct reader *reader, json_t *object, struct results *results)
{
    const char *ended;
    if (!object ||
        !reader_unpack(reader, object, "{s:F, s:s, s?i}", "precision", &results->precision, "ended",
                       &ended, "again", &results->rounds_again))
        return;
    for (enum rounds_end end = ROUNDS_END_UNKNOWN + 1; end < ROUNDS_ENDS; end++)
        if (strcmp(rounds_end_name(end), ended) == 0)
            results->rounds_end = end;
    if (results->precision < 0 || results->precision > 1 ||
        results->rounds_end == ROUNDS_END_UNKNOWN || results->rounds_again > ROUNDS_MOST)
        reader_fail(reader, "rounds");
}

/* Two sets of variables: those of variants, and the user's. */
static void read_environment(struct reader *reader, json_t *object)
{
    json_t *sets[2], *value;
    const char *name;
    if (!object ||
        !reader_unpack(reader, object, "{s:o, s:o}", "variants", &sets[0], "user", &sets[1]))
        return;
    for (size_t i = 0; i < 2; i++) {
        if (!json_is_object(sets[i]))
            reader_fail(reader, "environment");
        json_object_foreach(sets[i], name, value)
        {
            if (!json_is_string(value))
                reader_fail(reader, "environment");
        }
    }
}

static void read_patterns(struct reader *reader, json_t *object, struct patterns *patterns)
{
    json_t *combined;
    int caseless;
    const char *count = "matches";
    if (!object || !reader_unpack(reader, object, "{s:O, s:o, s:b, s?s, s?O}", "list",
                                  &patterns->list, "combined", &combined, "caseless", &caseless,
                                  "count", &count, "matches", &patterns->matches))
        return;
    patterns->lines = strcmp(count, "lines") == 0;
    if (!patterns->lines && strcmp(count, "matches") != 0)
        reader_fail(reader, "count");
    bool good = json_array_size(patterns->list) > 0;
    for (size_t i = 0; i < json_array_size(patterns->list); i++)
        good &= json_is_string(json_array_get(patterns->list, i));
    if (!good)
        reader_fail(reader, "list");
    uint64_t matches;
    good = !patterns->matches ||
           json_array_size(patterns->matches) == json_array_size(patterns->list) + 1;
    for (size_t i = 0; i < json_array_size(patterns->matches); i++)
        good &= decode_natural(json_array_get(patterns->matches, i), &matches);
    if (!good)
        reader_fail(reader, "matches");
    if (!json_is_string(combined) && !json_is_null(combined))
        reader_fail(reader, "combined");
    patterns->combined = copy_string(json_string_value(combined));
    patterns->caseless = caseless;
}

/* From 0 to 1; NAN for null. */
static double share_or_unknown(struct reader *reader, const json_t *value, const char *key)
{
    double share = json_is_null(value) ? NAN : json_number_value(value);
    if (!json_is_null(value) && (!json_is_number(value) || share < 0 || share > 1))
        reader_fail(reader, key);
    return share;
}

static void read_data(struct reader *reader, json_t *object, struct facts *facts)
{
    const char *path;
    json_t *seed, *digest, *resident, *cold = json_object_get(object, "cold_resident");
    int utf_16 = false;
    if (!reader_unpack(reader, object, "{s:s, s:I, s:I, s:I, s:o, s:o, s:o, s?b}", "path", &path,
                       "bytes", &facts->bytes, "lines", &facts->lines, "matches", &facts->matches,
                       "seed", &seed, "digest", &digest, "resident", &resident, "utf_16", &utf_16))
        return;
    facts->path = copy_string(path);
    facts->utf_16 = utf_16;
    facts->generated = !json_is_null(seed);
    facts->resident = share_or_unknown(reader, resident, "resident");
    facts->has_cold_copy = cold != NULL;
    facts->cold_resident = cold ? share_or_unknown(reader, cold, "cold_resident") : 0;
    if (facts->generated && !decode_natural(seed, &facts->seed))
        reader_fail(reader, "seed");
    if (!decode_digest(digest, &facts->digest))
        reader_fail(reader, "digest");
}

static void read_layouts(struct reader *reader, const json_t *array, struct results *results)
{
    size_t count = reader_count(reader, array, "layouts", ROUNDS_IN_ALL_MOST);
    for (size_t i = 0; i < count; i++) {
        int engine, steps, rung;
        if (json_unpack(json_array_get(array, i), "[i, i, i!]", &engine, &steps, &rung) != 0 ||
            engine < 0 || steps < 0 || rung < 0) {
            reader_fail(reader, "layouts");
            return;
        }
        results_add_layout(results,
                           (struct layout){(unsigned)engine, (unsigned)steps, (unsigned)rung});
    }
}

static void read_matrix(struct reader *reader, const struct results *results)
{
    size_t count, patterns = json_array_size(results->patterns.list);
    struct cell *cells = cells_of(results->matrix, &count);
    bool good = cells || !results->matrix || json_array_size(results->matrix) == 0;
    for (size_t i = 0; cells && i < count; i++)
        good &= cells[i].pattern <= patterns && results->patterns.matches;
    free(cells);
    if (!good)
        reader_fail(reader, "matrix");
}

static void read_all(struct reader *reader, json_t *root, struct results *results)
{
    const char *started;
    json_t *data, *limits, *warnings = NULL, *rounds = NULL, *layouts = NULL, *patterns = NULL;
    int stopped;
    results->gpus = 1;
    if (!reader_unpack(reader, root,
                       "{s:s, s:O, s:O, s:O, s:I, s:i, s?i, s:b, s?i, s:o, s:o, s?o, s?o, s?O, "
                       "s?o, s?o, s?O, s?O, s?O, s?O}",
                       "started", &started, "command", &results->command, "machine",
                       &results->machine, "build", &results->build, "seed", &results->seed,
                       "threads", &results->threads, "gpus", &results->gpus, "stopped", &stopped,
                       "pin", &results->pin, "data", &data, "limits", &limits, "warnings",
                       &warnings, "rounds", &rounds, "trap", &results->trap, "layouts", &layouts,
                       "patterns", &patterns, "environment", &results->environment, "try",
                       &results->tried, "lesson", &results->lesson, "matrix", &results->matrix))
        return;
    snprintf(results->started, sizeof results->started, "%s", started);
    results->stopped = stopped;
    results->cold = json_is_true(json_object_get(root, "cold"));
    results->pinned = json_object_get(root, "pin") != NULL;
    if (!json_is_array(results->command))
        reader_fail(reader, "command");
    for (size_t i = 0; i < json_array_size(results->command); i++)
        if (!json_is_string(json_array_get(results->command, i)))
            reader_fail(reader, "command");
    if (!json_is_object(results->machine))
        reader_fail(reader, "machine");
    if (!json_is_object(results->build))
        reader_fail(reader, "build");
    read_environment(reader, results->environment);
    read_data(reader, data, &results->data);
    read_patterns(reader, patterns, &results->patterns);
    read_warnings(reader, warnings, results);
    read_rounds(reader, rounds, results);
    read_limits(reader, limits, results);
    read_layouts(reader, layouts, results);
    read_trap(reader, results->trap);
    read_tried(reader, results->tried);
    read_lesson(reader, results->lesson);
    read_matrix(reader, results);
    results_read_rows(reader, root, results);
    results_set_text_bytes(results);
}

bool results_read(const char *path, struct results *results, char *why, size_t why_size)
{
    struct reader reader = {path, why, why_size, false};
    json_error_t error;
    *results = (struct results){0};
    json_t *root = json_load_file(path, JSON_REJECT_DUPLICATES, &error);
    const json_t *schema = json_object_get(root, "schema");
    if (!root)
        reader_refuse(&reader, "%s", error.text); /* may quote the file */
    else if (!json_is_integer(schema))
        reader_refuse(&reader, "not a results file");
    else if (json_integer_value(schema) < 1 || json_integer_value(schema) > RESULTS_SCHEMA)
        reader_refuse(&reader,
                      "its schema is %lld, this harness reads 1 to %d: use the version of the "
                      "harness that wrote it",
                      (long long)json_integer_value(schema), RESULTS_SCHEMA);
    else
        read_all(&reader, root, results);
    json_decref(root);
    if (reader.failed)
        results_free(results);
    return !reader.failed;
}
