#include "encoding.h"

#include <ctype.h>
#include <inttypes.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

json_t *encode_stage_set(unsigned set)
{
    json_t *names = json_array();
    for (enum stage stage = 0; stage < STAGE_COUNT; stage++)
        if (set & STAGE_BIT(stage))
            json_array_append_new(names, json_string(stage_name(stage)));
    return names;
}

bool decode_stage_set(const json_t *value, unsigned *set)
{
    size_t i;
    json_t *name;
    unsigned decoded = 0;
    json_array_foreach(value, i, name)
    {
        enum stage stage = stage_named(json_string_value(name));
        if (stage == STAGE_COUNT)
            return false;
        decoded |= STAGE_BIT(stage);
    }
    if (json_is_array(value))
        *set = decoded;
    return json_is_array(value);
}

json_t *encode_stage_times(const struct stage_times *ns)
{
    json_t *times = json_object();
    for (enum stage stage = 0; stage < STAGE_COUNT; stage++)
        if (ns->spent[stage])
            json_object_set_new(times, stage_name(stage), encode_natural(ns->spent[stage]));
    return times;
}

bool decode_stage_times(json_t *value, struct stage_times *ns)
{
    const char *name;
    json_t *spent;
    struct stage_times decoded = {0};
    json_object_foreach(value, name, spent)
    {
        enum stage stage = stage_named(name);
        if (stage == STAGE_COUNT || !decode_natural(spent, &decoded.spent[stage]))
            return false;
    }
    if (json_is_object(value))
        *ns = decoded;
    return json_is_object(value);
}

json_t *encode_effects(const char *const effects[STAGE_COUNT])
{
    json_t *object = json_object();
    for (enum stage stage = 0; stage < STAGE_COUNT; stage++)
        if (effects[stage])
            json_object_set_new(object, stage_name(stage), encode_text(effects[stage]));
    return object;
}

bool decode_effects(json_t *value, char *effects[STAGE_COUNT])
{
    const char *name;
    json_t *effect;
    bool good = json_is_object(value);
    memset(effects, 0, STAGE_COUNT * sizeof effects[0]);
    json_object_foreach(value, name, effect)
    {
        enum stage stage = stage_named(name);
        const char *word = json_string_value(effect);
        good = good && stage < STAGE_COUNT && word && *word && strlen(word) < EFFECT_SIZE;
        if (good && !(effects[stage] = strdup(word)))
            abort();
    }
    for (enum stage stage = 0; !good && stage < STAGE_COUNT; stage++) {
        free(effects[stage]);
        effects[stage] = NULL;
    }
    return good;
}

json_t *encode_digest(uint64_t digest)
{
    char digits[17];
    snprintf(digits, sizeof digits, "%016" PRIx64, digest);
    return json_string(digits);
}

bool decode_digest(const json_t *value, uint64_t *digest)
{
    const char *digits = json_string_value(value);
    if (!digits || strlen(digits) != 16 || strspn(digits, "0123456789abcdef") != 16)
        return false;
    *digest = strtoull(digits, NULL, 16);
    return true;
}

json_t *encode_text(const char *text)
{
    if (!text)
        return json_null();
    json_t *value = json_string(text);
    if (value)
        return value;
    char *ascii = strdup(text);
    for (char *at = ascii; at && *at; at++)
        if ((unsigned char)*at > '~')
            *at = '?';
    value = ascii ? json_string(ascii) : NULL;
    free(ascii);
    return value;
}

json_t *encode_natural(uint64_t value)
{
    return json_integer((json_int_t)value);
}

bool decode_natural(const json_t *value, uint64_t *natural)
{
    if (!json_is_integer(value) || json_integer_value(value) < 0)
        return false;
    *natural = (uint64_t)json_integer_value(value);
    return true;
}

json_t *encode_device_report(const struct device_report *report)
{
    struct stage_times ns = {0};
    memcpy(ns.spent, report->ns, sizeof report->ns);
    return json_pack("{s:s, s:s, s:[i, i], s:b, s:o}", "name", report->name, "driver",
                     report->driver, "clock_mhz", (int)report->clock_mhz[0],
                     (int)report->clock_mhz[1], "cold", report->cold, "ns",
                     encode_stage_times(&ns));
}

/* Copies a string if it fits and has no control characters, which would break a table. */
static bool decode_name(const json_t *value, char *to, size_t size)
{
    const char *name = json_string_value(value);
    if (!name || strlen(name) >= size)
        return false;
    for (const char *at = name; *at; at++)
        if (iscntrl((unsigned char)*at))
            return false;
    memcpy(to, name, strlen(name) + 1);
    return true;
}

bool decode_device_report(const json_t *value, struct device_report *report)
{
    struct device_report decoded = {.cold = json_is_true(json_object_get(value, "cold"))};
    struct stage_times ns;
    const json_t *clocks = json_object_get(value, "clock_mhz");
    if (!decode_name(json_object_get(value, "name"), decoded.name, sizeof decoded.name) ||
        !decode_name(json_object_get(value, "driver"), decoded.driver, sizeof decoded.driver) ||
        !json_is_boolean(json_object_get(value, "cold")) || json_array_size(clocks) != 2 ||
        !decode_stage_times(json_object_get(value, "ns"), &ns))
        return false;
    for (size_t i = 0; i < 2; i++) {
        uint64_t mhz;
        if (!decode_natural(json_array_get(clocks, i), &mhz) || mhz > INT_MAX)
            return false;
        decoded.clock_mhz[i] = (unsigned)mhz;
    }
    memcpy(decoded.ns, ns.spent, sizeof decoded.ns);
    *report = decoded;
    return true;
}

json_t *encode_ranks(const struct rank_report *ranks, size_t count, bool stages)
{
    json_t *array = json_array();
    for (size_t i = 0; i < count; i++) {
        struct stage_times ns = {0};
        memcpy(ns.spent, ranks[i].stage_ns, sizeof ranks[i].stage_ns);
        json_array_append_new(array, json_pack("{s:o, s:o, s:o, s:o, s:o*}", "host",
                                               encode_text(ranks[i].host), "bytes",
                                               encode_natural(ranks[i].bytes), "prepare_ns",
                                               encode_natural(ranks[i].prepare_ns), "search_ns",
                                               encode_natural(ranks[i].search_ns), "stages",
                                               stages ? encode_stage_times(&ns) : NULL));
    }
    return array;
}

bool decode_rank(const json_t *value, struct rank_report *rank)
{
    struct rank_report decoded = {.bytes = 0};
    struct stage_times ns = {0};
    json_t *stages = json_object_get(value, "stages");
    if (!decode_name(json_object_get(value, "host"), decoded.host, sizeof decoded.host) ||
        !decode_natural(json_object_get(value, "bytes"), &decoded.bytes) ||
        !decode_natural(json_object_get(value, "prepare_ns"), &decoded.prepare_ns) ||
        !decode_natural(json_object_get(value, "search_ns"), &decoded.search_ns) ||
        (stages && !decode_stage_times(stages, &ns)))
        return false;
    memcpy(decoded.stage_ns, ns.spent, sizeof decoded.stage_ns);
    *rank = decoded;
    return true;
}
