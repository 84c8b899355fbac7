#include "record/record.h"
#include "base/printable.h"
#include "base/strings.h"
#include "variants/encoding.h"

#include <err.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define SCHEMA 1
#define SEARCHES_MOST 1000
#define LONGEST_NS (31ULL * 86400 * 1000000000) /* all times of a record add up in 64 bits */

/* Where the parse stands: the first thing wrong wins. */
struct check {
    char *why;
    size_t why_size;
    bool failed;
};

static void fail(struct check *check, const char *what, const char *key)
{
    if (!check->failed)
        snprintf(check->why, check->why_size, "its record %s \"%s\"", what, key);
    check->failed = true;
}

static uint64_t natural(struct check *check, const json_t *object, const char *key, uint64_t most)
{
    uint64_t value = 0;
    if (!decode_natural(json_object_get(object, key), &value) || value > most)
        fail(check, "lacks a possible value of", key);
    return value;
}

/* One line that holds one JSON object of our schema, or NULL with why. */
static json_t *parse_line(struct check *check, const char *output, size_t length)
{
    char start[48];
    json_error_t error;
    if (length == 0) {
        snprintf(check->why, check->why_size, "printed nothing");
        return NULL;
    }
    json_t *object = json_loadb(output, length, JSON_REJECT_DUPLICATES, &error);
    if (memchr(output, '\n', length) != output + length - 1 || !json_is_object(object)) {
        size_t shown = 0;
        for (; shown < length && shown + 1 < sizeof start && output[shown] != '\n'; shown++)
            start[shown] =
                (char)(output[shown] >= ' ' && output[shown] <= '~' ? output[shown] : '?');
        start[shown] = '\0';
        snprintf(check->why, check->why_size, "printed no whole record: %s", start);
        json_decref(object);
        return NULL;
    }
    if (natural(check, object, "schema", INT64_MAX) != SCHEMA)
        fail(check, "has another", "schema");
    return object;
}

json_t *record_line(const char *output, size_t length, char *why, size_t why_size)
{
    struct check check = {why, why_size, false};
    json_t *object = parse_line(&check, output, length);
    if (!check.failed)
        return object;
    json_decref(object);
    return NULL;
}

static int by_time(const void *left, const void *right)
{
    uint64_t a = *(const uint64_t *)left, b = *(const uint64_t *)right;
    return (a > b) - (a < b);
}

bool record_searches(const json_t *array, struct record *record)
{
    uint64_t times[SEARCHES_MOST], sum_ns = 0;
    size_t count = json_array_size(array);
    if (count < 1 || count > SEARCHES_MOST)
        return false;
    for (size_t i = 0; i < count; i++) {
        if (!decode_natural(json_array_get(array, i), &times[i]) || times[i] == 0 ||
            times[i] > LONGEST_NS)
            return false;
        sum_ns += times[i];
    }
    qsort(times, count, sizeof times[0], by_time);
    record->search_ns = (times[(count - 1) / 2] + times[count / 2]) / 2;
    record->other_searches_ns = sum_ns - record->search_ns;
    return true;
}

bool record_parse(const char *output, size_t length, struct record *record, char *why,
                  size_t why_size)
{
    struct check check = {why, why_size, false};
    json_t *object = parse_line(&check, output, length);
    if (!object)
        return false;
    memset(record, 0, sizeof *record);
    record->matches = natural(&check, object, "matches", INT64_MAX);
    record->prepare_ns = natural(&check, object, "prepare_ns", LONGEST_NS);
    record->synchronize_ns = natural(&check, object, "synchronize_ns", LONGEST_NS);
    record->peak_rss_bytes = natural(&check, object, "peak_rss_bytes", INT64_MAX);
    if (!decode_digest(json_object_get(object, "digest"), &record->digest))
        fail(&check, "lacks the 16 hexadecimal digits of", "digest");
    if (!record_searches(json_object_get(object, "search_ns"), record))
        fail(&check, "lacks possible times in", "search_ns");
    json_t *stages = json_object_get(object, "stages");
    record->has_stages = stages != NULL;
    if (stages && !decode_stage_times(stages, &record->stages))
        fail(&check, "has impossible", "stages");
    for (size_t i = 0; i < STAGE_COUNT; i++)
        if (record->stages.spent[i] > LONGEST_NS)
            fail(&check, "has impossible", "stages");
    const json_t *device = json_object_get(object, "device");
    record->has_device = device != NULL;
    if (device && !decode_device_report(device, &record->device))
        fail(&check, "has an impossible", "device");
    json_decref(object);
    return !check.failed;
}

/* A copy of what a table is to show. */
static char *copy_shown(const json_t *value)
{
    return printable(copy_string(json_string_value(value)), ' ');
}

bool record_parse_description(const char *output, size_t length, struct description *description,
                              char *why, size_t why_size)
{
    struct check check = {why, why_size, false};
    json_t *object = parse_line(&check, output, length);
    if (!object)
        return false;
    memset(description, 0, sizeof *description);

    const json_t *idea = json_object_get(object, "idea");
    if (!json_is_string(idea))
        fail(&check, "lacks", "idea");
    if (!decode_stage_set(json_object_get(object, "attacks"), &description->attacks))
        fail(&check, "has no list of stages", "attacks");
    if (!decode_factor(json_object_get(object, "factor"), &description->factor))
        fail(&check, "lacks a", "factor");
    if (description->attacks && description->factor == 0)
        fail(&check, "attacks stages without a", "factor");

    const json_t *after = json_object_get(object, "after");
    const json_t *limit = json_object_get(object, "limit");
    const json_t *unsupported = json_object_get(object, "unsupported");
    if (after && !json_is_null(after) && !json_is_string(after))
        fail(&check, "has an impossible", "after");
    if (limit && !json_is_string(limit))
        fail(&check, "has an impossible", "limit");
    if (unsupported && !json_is_null(unsupported) && !json_is_string(unsupported))
        fail(&check, "has an impossible", "unsupported");

    const json_t *apart = json_object_get(object, "apart");
    const json_t *isa = json_object_get(object, "isa");
    if (apart && !json_is_boolean(apart))
        fail(&check, "has an impossible", "apart");
    if (isa && !json_is_null(isa) && !json_is_string(isa))
        fail(&check, "has an impossible", "isa");

    if (!check.failed) {
        description->idea = copy_shown(idea);
        description->after = copy_shown(after);
        description->limit = limit ? copy_shown(limit) : copy_string(LIMIT_READ);
        description->apart = json_is_true(apart);
        description->isa = copy_shown(isa);
        description->unsupported = copy_shown(unsupported);
    }
    json_decref(object);
    return !check.failed;
}
