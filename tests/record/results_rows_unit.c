/* Rows of results files: what is wrong with them, and what older harnesses wrote. */
#include "base/strings.h"
#include "record/results.h"
#include "tests/support/samples.h"

#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define FILE_NAME "results_rows_unit.json"

/* Sets a key to JSON with ' for ", or takes it out where that is empty. */
static void set_json(json_t *object, const char *key, const char *value)
{
    char *json = copy_string(value);
    for (char *at = json; (at = strchr(at, '\''));)
        *at = '"';
    if (*json)
        json_object_set_new(object, key, json_loads(json, JSON_DECODE_ANY, NULL));
    else
        json_object_del(object, key);
    free(json);
}

static void refused(const json_t *root, const char *key)
{
    struct results read;
    char why[200] = "", *because = format_string(FILE_NAME ": \"%s\" is missing or wrong", key);
    assert_int_equal(json_dump_file(root, FILE_NAME, 0), 0);
    assert_false(results_read(FILE_NAME, &read, why, sizeof why));
    assert_string_equal(why, because);
    free(because);
    unlink(FILE_NAME);
}

static void expect_effect(const struct identity *is, enum stage stage, const char *effect)
{
    assert_int_equal(is->effects[stage] != NULL, effect != NULL);
    if (effect)
        assert_string_equal(is->effects[stage], effect);
}

/* What is damaged is named. */
static void damaged_probes(void **state)
{
    (void)state;
    static const struct {
        const char *key, *values[8]; /* JSON; an empty one: without the key */
    } wrongs[] = {
        {"kind", {"", "null", "7", "'guess'", "'Stages'"}},
        {"round", {"", "null", "-1", "3000000000", "1.5"}},
        {"search_ns", {"", "0", "-1", "'1'", "2678400000000001", "[40]"}},
        {"bytes", {"1001", "-1", "'1'", "9223372036854775807", "null"}},
        {"of", {"", "[]", "null", "['think']", "'read'", "{}"}},
        {"delay", {"", "-0.5", "10.5", "1e308", "'1'", "null", "true"}},
        {"stages",
         {"null", "[]", "{'think': 1}", "{'read': -1}", "{'read': 0.5}",
          "{'read': 2678400000000001}"}},
        {"clock_ns", {"-1", "'1'", "null", "2678400000000001"}},
        {"disturbed", {"''", "null", "7"}},
    };
    struct results results = samples_full();
    struct row *row = &results.rows[1];
    struct probe *probe = samples_probe(row, PROBE_DELAYED, STAGE_BIT(STAGE_READ), 3, 50);
    probe->delay = 0.5;
    json_t *root = results_encode(&results), *rows = json_object_get(root, "variants"),
           *object = json_array_get(json_object_get(json_array_get(rows, 1), "probes"), 0);
    for (size_t i = 0; i < sizeof wrongs / sizeof wrongs[0]; i++)
        for (size_t j = 0; j < 8 && wrongs[i].values[j]; j++) {
            json_t *good = json_copy(object);
            set_json(object, wrongs[i].key, wrongs[i].values[j]);
            refused(root, wrongs[i].key);
            json_object_clear(object);
            json_object_update(object, good);
            json_decref(good);
        }

    /* What a kind of probe has to have, and may not. */
    set_json(object, "kind", "'without'");
    assert_true(samples_reads(root, FILE_NAME));
    set_json(object, "of", "[]"); /* nothing: for others to be held against */
    assert_true(samples_reads(root, FILE_NAME));
    set_json(object, "of", "");
    refused(root, "of");
    set_json(object, "kind", "'short'");
    assert_true(samples_reads(root, FILE_NAME));
    set_json(object, "of", "['read']");
    refused(root, "of");
    set_json(object, "kind", "'alone'");
    refused(root, "stages");
    set_json(object, "stages", "{}"); /* it took no time */
    assert_true(samples_reads(root, FILE_NAME));
    set_json(object, "of", "");
    set_json(object, "kind", "'stages'");
    refused(root, "stages");
    set_json(object, "stages", "{'read': 1}");
    assert_true(samples_reads(root, FILE_NAME));
    json_decref(root);
    results_free(&results);
}

static void damaged_rows(void **state)
{
    (void)state;
    static const struct {
        const char *key, *values[8];
    } wrongs[] = {
        {"effects",
         {"", "null", "[]", "'gone'", "{'think': 'gone'}", "{'read': 1}", "{'read': ''}",
          "{'read': 'a name that is longer than any limit'}"}},
        {"overlaps", {"", "null", "0", "'true'"}},
        {"probes", {"", "null", "{}", "[7]", "[[]]"}},
        {"attacks", {"", "null", "['think']"}},
    };
    struct results results = samples_full();
    json_t *root = results_encode(&results),
           *row = json_array_get(json_object_get(root, "variants"), 1);
    for (size_t i = 0; i < sizeof wrongs / sizeof wrongs[0]; i++)
        for (size_t j = 0; j < 8 && wrongs[i].values[j]; j++) {
            json_t *good = json_copy(row);
            bool inside = strchr(wrongs[i].values[j], '7') || !strcmp(wrongs[i].values[j], "[[]]");
            set_json(row, wrongs[i].key, wrongs[i].values[j]);
            refused(root, inside ? "kind" : wrongs[i].key);
            json_object_clear(row);
            json_object_update(row, good);
            json_decref(good);
        }
    const char *const layouts[] = {"null",
                                   "{}",
                                   "7",
                                   "[7]",
                                   "[[1, 2]]",
                                   "[[1, 2, 3, 4]]",
                                   "[[1, 2, -3]]",
                                   "[[1, 2, '3']]",
                                   "[[1, 2, 3], [0.5, 2, 3]]"};
    for (size_t i = 0; i < sizeof layouts / sizeof layouts[0]; i++) {
        set_json(root, "layouts", layouts[i]);
        refused(root, "layouts");
    }
    json_decref(root);
    results_free(&results);
}

/* The row as harnesses before this one wrote it. */
static void set_schema_1(json_t *root, json_t *row, const char *factor, const char *stages)
{
    json_object_set_new(root, "schema", json_integer(1));
    json_object_del(row, "effects");
    json_object_del(row, "overlaps");
    json_object_del(row, "probes");
    set_json(row, "factor", factor);
    set_json(row, "stages", stages);
}

static void files_of_schema_1(void **state)
{
    (void)state;
    static const struct {
        const char *factor, *effect;
    } factors[] = {{"'threads'", EFFECT_SHARED},
                   {"'infinite'", EFFECT_GONE},
                   {"2", EFFECT_ANEW},
                   {"2.5", EFFECT_ANEW},
                   {"null", NULL}};
    for (size_t i = 0; i < sizeof factors / sizeof factors[0]; i++) {
        struct results results = samples_full(), read;
        char why[200];
        json_t *root = results_encode(&results), *rows = json_object_get(root, "variants"),
               *control = json_array_get(rows, 3);
        json_array_remove(rows, 2);
        json_object_set_new(control, "copy_of", json_string("combined"));
        set_schema_1(root, control, factors[i].factor, "null");
        set_schema_1(root, json_array_get(rows, 0), "null", "{'read': 100, 'search': 900}");
        set_schema_1(root, json_array_get(rows, 1), factors[i].factor, "null");
        assert_true(results_write(root, FILE_NAME, why, sizeof why));
        if (!results_read(FILE_NAME, &read, why, sizeof why))
            fail_msg("%s", why);
        /* It attacks read and search. */
        for (size_t row = 1; row <= 2; row++) /* and its control, which attacks nothing */
            for (enum stage stage = 0; stage < STAGE_COUNT; stage++)
                expect_effect(&read.rows[row].is, stage,
                              stage == STAGE_READ || stage == STAGE_SEARCH ? factors[i].effect
                                                                           : NULL);
        assert_int_equal(read.rows[0].probe_count, 1);
        const struct probe *probe = read.rows[0].probes;
        assert_int_equal(probe->kind, PROBE_STAGES);
        assert_int_equal(probe->sample.record.search_ns, 1000);
        assert_int_equal(probe->sample.record.stages.spent[STAGE_READ], 100);
        assert_int_equal(probe->sample.record.stages.spent[STAGE_SEARCH], 900);
        assert_true(probe->sample.bytes == 0 && probe->sample.record.clock_ns == 0);
        assert_int_equal(read.rows[1].probe_count, 0);
        assert_int_equal(read.layout_count, 0);
        results_free(&read);
        results_free(&results);
    }
    unlink(FILE_NAME);
}

static void damaged_files_of_schema_1(void **state)
{
    (void)state;
    static const struct {
        const char *factor, *stages, *because;
    } wrongs[] = {
        {"'thread'", "null", "factor"},
        {"true", "null", "factor"},
        {"[]", "null", "factor"},
        {"", "null", "factor"},
        {"2", "", "stages"},
        {"2", "{'think': 1}", "stages"},
        {"2", "[]", "stages"},
        {"2", "{'read': 9223372036854775807}", "stages"},
    };
    struct results results = samples_full();
    json_t *root = results_encode(&results), *rows = json_object_get(root, "variants"),
           *row = json_array_get(rows, 0);
    while (json_array_size(rows) > 1)
        json_array_remove(rows, 1);
    set_schema_1(root, row, "2", "{}"); /* of no time: no stage run */
    assert_true(samples_reads(root, FILE_NAME));
    for (size_t i = 0; i < sizeof wrongs / sizeof wrongs[0]; i++) {
        set_schema_1(root, row, wrongs[i].factor, wrongs[i].stages);
        refused(root, wrongs[i].because);
    }
    /* Its control looks for the row whose name is missing. */
    json_t *control = json_deep_copy(row);
    json_object_set_new(control, "copy_of", json_string("combined"));
    json_array_insert_new(rows, 0, control);
    set_schema_1(root, row, "2", "null");
    set_schema_1(root, control, "2", "null");
    json_object_del(row, "name");
    refused(root, "name");
    json_decref(root);
    results_free(&results);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(damaged_probes),
        cmocka_unit_test(damaged_rows),
        cmocka_unit_test(files_of_schema_1),
        cmocka_unit_test(damaged_files_of_schema_1),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
