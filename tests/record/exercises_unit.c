/* The list of exercises, and the tries that are kept. */
#include "record/exercises.h"
#include "tests/support/samples.h"

#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define LIST SOURCE_DIR "/exercises/solutions/exercises.json"
#define PATH "exercises_unit.tmp"

static struct exercises list(void)
{
    struct exercises exercises;
    char why[400];
    if (!exercises_read(LIST, &exercises, why, sizeof why))
        fail_msg("%s", why);
    return exercises;
}

static void put(const char *text)
{
    FILE *file = fopen(PATH, "we");
    assert_non_null(file);
    fputs(text, file);
    assert_int_equal(fclose(file), 0);
}

static void test_our_list(void **state)
{
    (void)state;
    struct exercises exercises = list();
    assert_int_equal(exercises.count, 5);
    for (size_t i = 0; i < exercises.count; i++) {
        const struct exercise *exercise = &exercises.all[i];
        char path[400];
        assert_int_equal(exercise->number, i + 1);
        assert_int_equal(exercise->name[0], '1' + (int)i);
        assert_true(exercise->diagnosis_count > 0 && exercise->cores >= 1 && exercise->bytes > 0);
        snprintf(path, sizeof path, SOURCE_DIR "/exercises/%s/start.c", exercise->name);
        assert_int_equal(access(path, R_OK), 0);
        snprintf(path, sizeof path, SOURCE_DIR "/exercises/solutions/%s.c", exercise->name);
        assert_int_equal(access(path, R_OK), 0);
    }
    assert_int_equal(exercises.all[3].judged, EXERCISE_CLOCK);
    assert_int_equal(exercises.all[4].judged, EXERCISE_SPEED);
    exercises_free(&exercises);
}

static void test_finding_one(void **state)
{
    (void)state;
    struct exercises exercises = list();
    assert_ptr_equal(exercises_find(&exercises, "3"), &exercises.all[2]);
    assert_ptr_equal(exercises_find(&exercises, "3-a-cache-line"), &exercises.all[2]);
    assert_ptr_equal(exercises_find(&exercises, "a cache line"), &exercises.all[2]);
    static const char *const none[] = {"0", "6", "03", "", "3x", "-1"};
    for (size_t i = 0; i < sizeof none / sizeof none[0]; i++)
        assert_null(exercises_find(&exercises, none[i]));
    exercises_free(&exercises);
}

static void test_diagnoses(void **state)
{
    (void)state;
    struct exercises exercises = list();
    const struct exercise *exercise = &exercises.all[0];
    static const char *const right[] = {"strlen", "strlen()", " STRLEN ", "goes_on.", "lower"};
    static const char *const wrong[] = {"", "()", "strle", "strlen goes_on", "search", "line_copy"};
    for (size_t i = 0; i < sizeof right / sizeof right[0]; i++)
        assert_true(exercise_is_diagnosed(exercise, right[i]));
    for (size_t i = 0; i < sizeof wrong / sizeof wrong[0]; i++)
        assert_false(exercise_is_diagnosed(exercise, wrong[i]));
    exercises_free(&exercises);
}

static void test_tries_come_back(void **state)
{
    (void)state;
    char why[400];
    struct exercises exercises = list(), again = list();
    exercises.all[0].last = (struct exercise_try){3, true, true, true, 4, 4.5, 0.95};
    exercises.all[4].last = (struct exercise_try){1, false, false, false, 1, NAN, NAN};
    assert_true(exercises_write_tries(PATH, &exercises, why, sizeof why));
    assert_true(exercises_read_tries(PATH, &again, why, sizeof why));
    const struct exercise_try *first = &again.all[0].last, *last = &again.all[4].last;
    assert_true(first->tries == 3 && first->done && first->diagnosed && first->counts);
    assert_near(first->predicted, 4);
    assert_near(first->outcome, 4.5);
    assert_near(first->share, 0.95);
    assert_true(last->tries == 1 && !last->done && !last->diagnosed && !last->counts);
    assert_true(isnan(last->outcome) && isnan(last->share));
    assert_int_equal(again.all[1].last.tries, 0);
    unlink(PATH);
    assert_true(exercises_read_tries(PATH, &again, why, sizeof why)); /* none yet */
    exercises_free(&exercises);
    exercises_free(&again);
}

static void test_damaged_tries(void **state)
{
    (void)state;
    static const char *const files[][2] = {
        {"", "PATH"},
        {"[]", "schema"},
        {"{\"schema\":2,\"tries\":{}}", "its schema is 2"},
        {"{\"schema\":1,\"tries\":{\"1-find-it\":{\"tries\":-1}}}", "\"tries\" is missing"},
        {"{\"schema\":1,\"tries\":{\"1-find-it\":{\"tries\":1,\"done\":3}}}", "\"done\""},
    };
    struct exercises exercises = list();
    for (size_t i = 0; i < sizeof files / sizeof files[0]; i++) {
        char why[400] = "";
        put(files[i][0]);
        assert_false(exercises_read_tries(PATH, &exercises, why, sizeof why));
        assert_true(samples_one_line(why));
        assert_has(why, i == 0 ? PATH : files[i][1]);
    }
    unlink(PATH);
    exercises_free(&exercises);
}

static void test_damaged_lists(void **state)
{
    (void)state;
    static const char *const files[] = {
        "{\"schema\":1,\"exercises\":[{}]}",
        "{\"schema\":1,\"exercises\":{}}",
        "{\"schema\":1,\"exercises\":[{\"name\":\"x\",\"title\":\"x\",\"judged\":\"luck\","
        "\"cores\":1,\"bytes\":1,\"diagnoses\":[\"x\"],\"reason\":\"x\"}]}",
        "{\"schema\":1,\"exercises\":[{\"name\":\"x\",\"title\":\"x\",\"judged\":\"gain\","
        "\"cores\":1,\"bytes\":1,\"diagnoses\":[1],\"reason\":\"x\"}]}",
    };
    for (size_t i = 0; i < sizeof files / sizeof files[0]; i++) {
        struct exercises exercises;
        char why[400] = "";
        put(files[i]);
        assert_false(exercises_read(PATH, &exercises, why, sizeof why));
        assert_true(samples_one_line(why));
        exercises_free(&exercises);
    }
    unlink(PATH);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_our_list),      cmocka_unit_test(test_finding_one),
        cmocka_unit_test(test_diagnoses),     cmocka_unit_test(test_tries_come_back),
        cmocka_unit_test(test_damaged_tries), cmocka_unit_test(test_damaged_lists),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
