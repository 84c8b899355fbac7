#include "record/lesson_record.h"
#include "base/printable.h"
#include "variants/encoding.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

struct lesson lesson_none(void)
{
    return (struct lesson){.step = TRAP_PARTS, .charged = NAN, .layout = NAN, .spread = NAN};
}

/* --- writing --- */

static json_t *real(double value)
{
    return isfinite(value) ? json_real(value) : json_null();
}

static json_t *shares_object(const struct lesson *lesson)
{
    json_t *object = lesson->has_shares ? json_object() : json_null();
    for (enum stage stage = 0; lesson->has_shares && stage < STAGE_COUNT; stage++)
        if (lesson->shares[stage] > 0)
            json_object_set_new(object, stage_name(stage), json_real(lesson->shares[stage]));
    return object;
}

json_t *lesson_encode(const struct lesson *lesson)
{
    json_t *ideas = json_array(), *bottlenecks = json_array();
    for (size_t i = 0; i < lesson->idea_count; i++) {
        const struct lesson_idea *idea = &lesson->ideas[i];
        json_array_append_new(ideas, json_pack("{s:i, s:o, s:f, s:b}", "act", idea->act, "name",
                                               encode_text(idea->name), "gain", idea->gain,
                                               "chosen", idea->chosen));
    }
    for (size_t i = 0; i < lesson->bottleneck_count; i++)
        json_array_append_new(bottlenecks,
                              json_pack("{s:o, s:s}", "of", encode_text(lesson->bottlenecks[i].of),
                                        "stage", stage_name(lesson->bottlenecks[i].stage)));
    return json_pack("{s:i, s:o, s:o, s:o, s:s?, s:o, s:o, s:o, s:b, s:s}", "schema", 1, "shares",
                     shares_object(lesson), "ideas", ideas, "bottlenecks", bottlenecks, "step",
                     lesson->step < TRAP_PARTS ? trap_part_name(lesson->step) : NULL, "charged",
                     real(lesson->charged), "layout", real(lesson->layout), "spread",
                     real(lesson->spread), "published", lesson->published, "seal", lesson->seal);
}

/* --- reading --- */

static bool name_of(const char *from, char to[LESSON_NAME])
{
    bool good = *from && strlen(from) < LESSON_NAME;
    snprintf(to, LESSON_NAME, "%s", good ? from : "");
    printable(to, '?');
    return good;
}

/* A number in a range; null is NAN. */
static bool number_of(const json_t *value, double least, double most, double *to)
{
    *to = json_is_number(value) ? json_number_value(value) : NAN;
    return json_is_null(value) || (*to >= least && *to <= most);
}

static bool read_shares(json_t *object, struct lesson *lesson)
{
    const char *name;
    json_t *value;
    bool good = json_is_object(object) || json_is_null(object);
    lesson->has_shares = json_is_object(object);
    json_object_foreach(object, name, value)
    {
        enum stage stage = stage_named(name);
        double share;
        good &= stage < STAGE_COUNT && number_of(value, 0, 1, &share) && !isnan(share);
        if (good)
            lesson->shares[stage] = share;
    }
    return good;
}

static bool read_ideas(const json_t *array, struct lesson *lesson)
{
    size_t i;
    json_t *object;
    bool good = json_is_array(array) && json_array_size(array) <= LESSON_IDEAS_MOST;
    json_array_foreach(array, i, object)
    {
        if (!good)
            return false;
        struct lesson_idea *idea = &lesson->ideas[lesson->idea_count++];
        const char *name;
        int chosen;
        good = json_unpack(object, "{s:i, s:s, s:F, s:b}", "act", &idea->act, "name", &name, "gain",
                           &idea->gain, "chosen", &chosen) == 0 &&
               idea->act >= 1 && idea->act <= 9 && name_of(name, idea->name) &&
               idea->gain >= LESSON_GAIN_LEAST && idea->gain <= LESSON_GAIN_MOST;
        idea->chosen = good && chosen;
    }
    return good;
}

static bool read_bottlenecks(const json_t *array, struct lesson *lesson)
{
    size_t i;
    json_t *object;
    bool good = json_is_array(array) && json_array_size(array) <= LESSON_BOTTLENECKS_MOST;
    json_array_foreach(array, i, object)
    {
        if (!good)
            return false;
        struct lesson_bottleneck *one = &lesson->bottlenecks[lesson->bottleneck_count++];
        const char *of, *stage;
        good = json_unpack(object, "{s:s, s:s}", "of", &of, "stage", &stage) == 0 &&
               name_of(of, one->of) && (one->stage = stage_named(stage)) < STAGE_COUNT;
    }
    return good;
}

static bool read_step(const json_t *value, struct lesson *lesson)
{
    const char *name = json_string_value(value);
    for (enum trap_part part = 0; name && part < TRAP_PARTS; part++)
        if (strcmp(name, trap_part_name(part)) == 0)
            lesson->step = part;
    return json_is_null(value) || lesson->step < TRAP_PARTS;
}

static bool read_seal(const char *seal, struct lesson *lesson)
{
    size_t length = strlen(seal);
    bool good = length < sizeof lesson->seal && strspn(seal, "0123456789abcdef") == length;
    snprintf(lesson->seal, sizeof lesson->seal, "%s", good ? seal : "");
    return good;
}

bool lesson_parse(const json_t *object, struct lesson *lesson, char *why, size_t why_size)
{
    json_t *shares, *ideas, *bottlenecks, *step, *charged, *layout, *spread;
    int schema, published;
    const char *seal, *key;
    json_error_t error;
    *lesson = lesson_none();
    if (json_unpack_ex((json_t *)object, &error, 0,
                       "{s:i, s:o, s:o, s:o, s:o, s:o, s:o, s:o, s:b, s:s}", "schema", &schema,
                       "shares", &shares, "ideas", &ideas, "bottlenecks", &bottlenecks, "step",
                       &step, "charged", &charged, "layout", &layout, "spread", &spread,
                       "published", &published, "seal", &seal) != 0) {
        snprintf(why, why_size, "it is wrong: %s", error.text);
        return false;
    }
    lesson->published = published;
    key = schema != 1                                                  ? "schema"
          : !read_shares(shares, lesson)                               ? "shares"
          : !read_ideas(ideas, lesson)                                 ? "ideas"
          : !read_bottlenecks(bottlenecks, lesson)                     ? "bottlenecks"
          : !read_step(step, lesson)                                   ? "step"
          : !number_of(charged, 0, 1, &lesson->charged)                ? "charged"
          : !number_of(layout, 0, LESSON_SPREAD_MOST, &lesson->layout) ? "layout"
          : !number_of(spread, 0, LESSON_SPREAD_MOST, &lesson->spread) ? "spread"
          : !read_seal(seal, lesson)                                   ? "seal"
                                                                       : NULL;
    if (key)
        snprintf(why, why_size, "it has no possible value of \"%s\"", key);
    return !key;
}
