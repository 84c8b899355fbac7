#include "record/record.h"
#include "base/printable.h"
#include "base/reader.h"
#include "base/strings.h"
#include "variants/encoding.h"

#include <stdlib.h>
#include <string.h>

#define SCHEMA 1
#define SEARCHES_MOST 1000
#define SHOWN_MOST 47 /* bytes shown of output that is not a record */

/* One line that holds one JSON object of our schema, or NULL. */
static json_t *parse_line(struct reader *reader, const char *output, size_t length)
{
    const char *end = memchr(output, '\n', length);
    json_t *object = json_loadb(output, length, JSON_REJECT_DUPLICATES, NULL);
    if (length == 0) {
        reader_refuse(reader, "printed nothing");
    } else if (!json_is_object(object) || end != output + length - 1) {
        size_t shown = end ? (size_t)(end - output) : length;
        reader_refuse(reader, "printed no whole record: %.*s",
                      (int)(shown < SHOWN_MOST ? shown : SHOWN_MOST), output);
    } else {
        reader->path = "its record";
        if (reader_natural(reader, object, "schema") != SCHEMA)
            reader_refuse(reader, "\"schema\" is not %d", SCHEMA);
    }
    if (!reader->failed)
        return object;
    json_decref(object);
    return NULL;
}

json_t *record_line(const char *output, size_t length, char *why, size_t why_size)
{
    struct reader reader = {.why = why, .why_size = why_size};
    return parse_line(&reader, output, length);
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
            times[i] > RECORD_LONGEST_NS)
            return false;
        sum_ns += times[i];
    }
    qsort(times, count, sizeof times[0], by_time);
    record->search_ns = (times[(count - 1) / 2] + times[count / 2]) / 2;
    record->other_searches_ns = sum_ns - record->search_ns;
    return true;
}

void record_drop(struct record *record)
{
    json_decref(record->ranks);
    record->ranks = NULL;
}

bool record_ranks(json_t *array, struct record *record)
{
    size_t i;
    json_t *each;
    struct rank_report rank;
    if (json_array_size(array) == 0 || json_array_size(array) > RANKS_MOST)
        return false;
    json_array_foreach(array, i, each) if (!decode_rank(each, &rank) ||
                                           rank.prepare_ns > RECORD_LONGEST_NS ||
                                           rank.search_ns > RECORD_LONGEST_NS) return false;
    record->ranks = json_incref(array);
    return true;
}

static void read_run(struct reader *reader, json_t *object, struct record *record)
{
    json_t *digest, *searches, *stages = NULL, *device = NULL, *ranks = NULL;
    if (!reader_unpack(reader, object, "{s:I, s:I, s:I, s:I, s:o, s:o, s?o, s?I, s?o, s?o}",
                       "matches", &record->matches, "prepare_ns", &record->prepare_ns,
                       "synchronize_ns", &record->synchronize_ns, "peak_rss_bytes",
                       &record->peak_rss_bytes, "digest", &digest, "search_ns", &searches, "stages",
                       &stages, "clock_ns", &record->clock_ns, "device", &device, "ranks", &ranks))
        return;
    record->has_stages = stages != NULL;
    record->has_device = device != NULL;
    if (record->prepare_ns > RECORD_LONGEST_NS)
        reader_fail(reader, "prepare_ns");
    if (record->synchronize_ns > RECORD_LONGEST_NS)
        reader_fail(reader, "synchronize_ns");
    if (!decode_digest(digest, &record->digest))
        reader_refuse(reader, "\"digest\" is not 16 hexadecimal digits");
    if (!record_searches(searches, record))
        reader_fail(reader, "search_ns");
    if (stages && !decode_stage_times(stages, &record->stages))
        reader_fail(reader, "stages");
    if (record->clock_ns > RECORD_LONGEST_NS)
        reader_fail(reader, "clock_ns");
    for (size_t i = 0; i < STAGE_COUNT; i++)
        if (record->stages.spent[i] > RECORD_LONGEST_NS)
            reader_fail(reader, "stages");
    if (device && !decode_device_report(device, &record->device))
        reader_fail(reader, "device");
    if (ranks && !record_ranks(ranks, record))
        reader_fail(reader, "ranks");
    if (reader->failed)
        record_drop(record);
}

bool record_parse(const char *output, size_t length, struct record *record, char *why,
                  size_t why_size)
{
    struct reader reader = {.why = why, .why_size = why_size};
    json_t *object = parse_line(&reader, output, length);
    *record = (struct record){0};
    if (object)
        read_run(&reader, object, record);
    json_decref(object);
    return !reader.failed;
}

/* Text that may be null or missing. */
static const char *text_or_null(struct reader *reader, const json_t *object, const char *key)
{
    const json_t *value = json_object_get(object, key);
    if (value && !json_is_null(value) && !json_is_string(value))
        reader_fail(reader, key);
    return json_string_value(value);
}

/* A copy of text for a table. */
static char *copy_shown(const char *text)
{
    return printable(copy_string(text), ' ');
}

static void read_description(struct reader *reader, json_t *object, struct description *is)
{
    const char *idea, *limit = LIMIT_READ, *after = text_or_null(reader, object, "after"),
                      *isa = text_or_null(reader, object, "isa"),
                      *unsupported = text_or_null(reader, object, "unsupported");
    json_t *attacks, *effects;
    int apart = false, overlaps = false, combines = false, stages = true, cold = false,
        ranks = false;
    if (!reader_unpack(reader, object, "{s:s, s:o, s:o, s?b, s?s, s?b, s?b, s?b, s?b, s?b}", "idea",
                       &idea, "attacks", &attacks, "effects", &effects, "overlaps", &overlaps,
                       "limit", &limit, "apart", &apart, "combines", &combines, "stages", &stages,
                       "cold", &cold, "ranks", &ranks))
        return;
    if (!decode_stage_set(attacks, &is->attacks))
        reader_fail(reader, "attacks");
    if (!reader->failed && !decode_effects(effects, is->effects))
        reader_fail(reader, "effects");
    if (reader->failed)
        return;
    for (enum stage stage = 0; stage < STAGE_COUNT; stage++)
        if (is->effects[stage])
            is->effects[stage] = printable(is->effects[stage], ' ');
    is->combines = combines;
    is->overlaps = overlaps;
    is->idea = copy_shown(idea);
    is->after = copy_shown(after);
    is->limit = copy_shown(limit);
    is->cold = cold;
    is->ranks = ranks;
    is->apart = apart;
    is->clockless = !stages;
    is->isa = copy_shown(isa);
    is->unsupported = copy_shown(unsupported);
}

bool record_parse_description(const char *output, size_t length, struct description *description,
                              char *why, size_t why_size)
{
    struct reader reader = {.why = why, .why_size = why_size};
    json_t *object = parse_line(&reader, output, length);
    *description = (struct description){0};
    if (object)
        read_description(&reader, object, description);
    json_decref(object);
    return !reader.failed;
}
