/* The member "lesson" of a results file: what is written is read, and nothing else is. */
#include "record/lesson_record.h"
#include "tests/support/samples.h"

#include <stdlib.h>
#include <string.h>

static struct lesson full(void)
{
    struct lesson lesson = lesson_none();
    lesson.has_shares = true;
    lesson.shares[STAGE_SEARCH] = 0.75;
    lesson.shares[STAGE_READ] = 0.25;
    lesson.ideas[lesson.idea_count++] = (struct lesson_idea){1, "combined", 1.5, true};
    lesson.ideas[lesson.idea_count++] = (struct lesson_idea){2, "jit", 4, false};
    lesson.bottlenecks[lesson.bottleneck_count++] = (struct lesson_bottleneck){"jit", STAGE_LOWER};
    lesson.step = TRAP_ROOTS;
    lesson.charged = 0.99;
    lesson.layout = 0.02;
    lesson.spread = 0.12;
    lesson.published = true;
    strcpy(lesson.seal, "0123456789abcdef");
    return lesson;
}

static void written_is_read(void **state)
{
    (void)state;
    char why[200];
    struct lesson lesson = full(), read;
    json_t *object = lesson_encode(&lesson);
    assert_true(lesson_parse(object, &read, why, sizeof why));
    json_t *again = lesson_encode(&read);
    assert_true(json_equal(object, again));
    assert_true(read.has_shares && read.shares[STAGE_SEARCH] == 0.75);
    assert_int_equal(read.idea_count, 2);
    assert_string_equal(read.ideas[1].name, "jit");
    assert_true(read.ideas[0].chosen && read.ideas[0].gain == 1.5 && !read.ideas[1].chosen);
    assert_int_equal(read.bottlenecks[0].stage, STAGE_LOWER);
    assert_int_equal(read.step, TRAP_ROOTS);
    assert_true(read.spread == 0.12 && read.published);
    assert_string_equal(read.seal, "0123456789abcdef");
    json_decref(object);
    json_decref(again);
}

static void nothing_answered(void **state)
{
    (void)state;
    char why[200];
    struct lesson none = lesson_none(), read;
    json_t *object = lesson_encode(&none);
    assert_true(lesson_parse(object, &read, why, sizeof why));
    assert_true(!read.has_shares && read.idea_count == 0 && read.step == TRAP_PARTS);
    assert_true(isnan(read.layout) && isnan(read.spread) && isnan(read.charged));
    json_decref(object);
}

/* A whole record with one member replaced. */
static void refused(const char *key, json_t *value, const char *expected)
{
    char why[200];
    struct lesson lesson = full(), read;
    json_t *object = lesson_encode(&lesson);
    json_object_set_new(object, key, value);
    assert_false(lesson_parse(object, &read, why, sizeof why));
    assert_non_null(strstr(why, expected));
    json_decref(object);
}

static void wrong_values(void **state)
{
    (void)state;
    json_t *many = json_array();
    for (size_t i = 0; i < LESSON_IDEAS_MOST + 1; i++)
        json_array_append_new(many, json_pack("{s:i, s:s, s:i, s:b}", "act", 1, "name", "jit",
                                              "gain", 2, "chosen", 0));
    refused("schema", json_integer(2), "\"schema\"");
    refused("schema", json_string("1"), "it is wrong");
    refused("shares", json_pack("{s:f}", "search", 1.5), "\"shares\"");
    refused("shares", json_pack("{s:f}", "thinking", 0.5), "\"shares\"");
    refused("shares", json_pack("{s:n}", "search"), "\"shares\"");
    refused("ideas", many, "\"ideas\"");
    refused("ideas",
            json_pack("[{s:i, s:s, s:i, s:b}]", "act", 1, "name", "", "gain", 2, "chosen", 0),
            "\"ideas\"");
    refused("ideas",
            json_pack("[{s:i, s:s, s:i, s:b}]", "act", 1, "name", "jit", "gain", 0, "chosen", 0),
            "\"ideas\"");
    refused("bottlenecks", json_pack("[{s:s, s:s}]", "of", "jit", "stage", "thinking"),
            "\"bottlenecks\"");
    refused("bottlenecks", json_object(), "\"bottlenecks\"");
    refused("step", json_string("think"), "\"step\"");
    refused("charged", json_real(1.5), "\"charged\"");
    refused("layout", json_real(-1), "\"layout\"");
    refused("spread", json_string("12 %"), "\"spread\"");
    refused("seal", json_string("<b>"), "\"seal\"");
    refused("seal", json_string("0123456789abcdef0"), "\"seal\"");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(written_is_read),
        cmocka_unit_test(nothing_answered),
        cmocka_unit_test(wrong_values),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
