/* What a variant says of a run: the good, and every way of being wrong. */
#include "tests/support/record_lines.h"
#include "tests/support/samples.h"

#include <stdlib.h>
#include <string.h>

static const struct pair run_keys[] = {
    {"schema", "1"},
    {"matches", "3"},
    {"digest", "'00ff00ff00ff00ff'"},
    {"prepare_ns", "5"},
    {"search_ns", "[20]"},
    {"synchronize_ns", "0"},
    {"peak_rss_bytes", "4096"},
    {"stages", "{'read': 7, 'search': 13}"},
};
#define COUNT(array) (sizeof(array) / sizeof(array)[0])

static void good_runs(void **state)
{
    (void)state;
    struct record record;
    char why[256], *line = line_of(run_keys, COUNT(run_keys), (struct pair){0});
    assert_true(record_parse(line, strlen(line), &record, why, sizeof why));
    assert_int_equal(record.matches, 3);
    assert_true(record.digest == 0x00ff00ff00ff00ff);
    assert_int_equal(record.prepare_ns, 5);
    assert_int_equal(record.search_ns, 20);
    assert_int_equal(record.other_searches_ns, 0);
    assert_int_equal(record.synchronize_ns, 0);
    assert_int_equal(record.peak_rss_bytes, 4096);
    assert_true(record.has_stages);
    assert_int_equal(record.stages.spent[STAGE_READ], 7);
    assert_int_equal(record.stages.spent[STAGE_SEARCH], 13);
    assert_int_equal(record.stages.spent[STAGE_LOWER], 0);
    free(line);

    line = line_of(run_keys, COUNT(run_keys), (struct pair){"stages", NULL});
    assert_true(record_parse(line, strlen(line), &record, why, sizeof why));
    assert_false(record.has_stages);
    assert_null(record.ranks);
    free(line);

    line = line_of(run_keys, COUNT(run_keys),
                   (struct pair){"ranks", "[{'host': 'a', 'bytes': 9, 'prepare_ns': 1, "
                                          "'search_ns': 20, 'stages': {'read': 7}}]"});
    assert_true(record_parse(line, strlen(line), &record, why, sizeof why));
    assert_int_equal(json_array_size(record.ranks), 1);
    record_drop(&record);
    assert_null(record.ranks);
    free(line);

    const struct pair good[] = {
        {"matches", "0"},           {"matches", "9223372036854775807"},
        {"search_ns", "[1, 2, 3]"}, {"digest", "'ffffffffffffffff'"},
        {"stages", "{}"},           {"from_a_later_version", "[{'a': null}]"},
    };
    for (size_t i = 0; i < COUNT(good); i++) {
        line = line_of(run_keys, COUNT(run_keys), good[i]);
        if (!record_parse(line, strlen(line), &record, why, sizeof why))
            fail_msg("refused (%s): %s", why, line);
        free(line);
    }
}

/* The median counts; the rest is kept as a sum. */
static void several_searches(void **state)
{
    (void)state;
    const struct {
        const char *times;
        uint64_t median_ns, other_ns;
    } cases[] = {{"[20]", 20, 0}, {"[30, 10]", 20, 20}, {"[30, 10, 27]", 27, 40}};
    struct record record;
    for (size_t i = 0; i < COUNT(cases); i++) {
        json_t *array = json_loads(cases[i].times, 0, NULL);
        assert_true(record_searches(array, &record));
        assert_int_equal(record.search_ns, cases[i].median_ns);
        assert_int_equal(record.other_searches_ns, cases[i].other_ns);
        json_decref(array);
    }
    json_t *array = json_array();
    for (size_t count = 1; count <= 1001; count++) {
        json_array_append_new(array, json_integer(7));
        assert_int_equal(record_searches(array, &record), count <= 1000);
    }
    json_decref(array);
}

#define PLAIN_DIGEST "\"matches\":3,\"digest\":\"00ff00ff00ff00ff\",\"prepare_ns\":5,"
#define PLAIN                                                                                      \
    "{\"schema\":1," PLAIN_DIGEST "\"search_ns\":[20],\"synchronize_ns\":0,\"peak_rss_bytes\":"    \
    "4096}"
#define RAW(text, because)                                                                         \
    {                                                                                              \
        text, sizeof(text) - 1, because                                                            \
    }

static void output_that_is_no_record(void **state)
{
    (void)state;
    const struct {
        const char *output;
        size_t length;
        const char *because;
    } cases[] = {
        RAW("", "printed nothing"),
        RAW("\n", "printed no whole record"),
        RAW(PLAIN, "printed no whole record: {\"schema\":1"), /* no newline */
        RAW(PLAIN "\n" PLAIN "\n", "printed no whole record"),
        RAW(PLAIN "\n\n", "printed no whole record"),
        RAW("\n" PLAIN "\n", "printed no whole record"),
        RAW("{\"schema\":1,\n" PLAIN_DIGEST
            "\"search_ns\":[20],\"synchronize_ns\":0,\"peak_rss_bytes\":4096}\n",
            "printed no whole record"),
        RAW(PLAIN "x\n", "printed no whole record"),
        RAW("working on it\n" PLAIN "\n", "printed no whole record: working on it"),
        RAW("{\"schema\":1,\"mat\n", "printed no whole record: {\"schema\":1,\"mat"),
        RAW("12 matches in 3 s\n", "printed no whole record: 12 matches in 3 s"),
        RAW("[" PLAIN "]\n", "printed no whole record: ["),
        RAW("null\n", "printed no whole record: null"),
        RAW("NaN\n", "printed no whole record: NaN"),
        RAW("\033[31mred\xff\x01\n", "printed no whole record: ?[31mred??"),
        RAW(PLAIN "\0\n", "printed no whole record"),
        RAW("{\"schema\":1,\"x\":\"a\0b\"}\n", "printed no whole record"),
        RAW("{\"schema\":1,\"x\":\"\\u0000\"}\n", "printed no whole record"),
        RAW("{\"schema\":1,\"x\":\"\xff\xfe\"}\n", "printed no whole record"),
        RAW("{\"schema\":1,\"schema\":1}\n", "printed no whole record"),
        RAW("{\"schema\":1,\"matches\":NaN}\n", "printed no whole record"),
        RAW("{\"schema\":1,\"matches\":Infinity}\n", "printed no whole record"),
        RAW("{\"schema\":1,\"matches\":1e999}\n", "printed no whole record"),
        RAW("{\"schema\":1,\"matches\":9223372036854775808}\n", "printed no whole record"),
        RAW("{}\n", "its record: \"schema\" is missing or wrong"),
    };
    for (size_t i = 0; i < COUNT(cases); i++) {
        refused(A_RUN, cases[i].output, cases[i].length, cases[i].because);
        refused(A_DESCRIPTION, cases[i].output, cases[i].length, cases[i].because);
    }
}

static void runs_with_one_wrong_value(void **state)
{
    (void)state;
    const struct wrong wrongs[] = {
        {"ranks",
         "is missing or wrong",
         {"null", "{}", "[]", "[1]", "[{'host': 'a'}]",
          "[{'host': 'a', 'bytes': -1, 'prepare_ns': 1, 'search_ns': 2}]",
          "[{'host': 'a', 'bytes': 1, 'prepare_ns': 1, 'search_ns': 9000000000000000000}]",
          "[{'host': 7, 'bytes': 1, 'prepare_ns': 1, 'search_ns': 2}]"}},
        {"schema", "is not 1", {"0", "2", "1000000"}},
        {"schema", "is missing or wrong", {"", "-1", "1.0", "'1'", "true", "null", "[1]"}},
        {"matches", "is missing or wrong", {"", "-1", "3.0", "'3'", "true", "null", "[]", "{}"}},
        {"digest", "is missing or wrong", {""}},
        {"digest",
         "is not 16 hexadecimal digits",
         {"255", "''", "'0ff00ff00ff00ff'", "'000ff00ff00ff00ff'", "'00FF00FF00FF00FF'",
          "'00ff00ff00ff00ffg'", "null", "[]"}},
        {"prepare_ns",
         "is missing or wrong",
         {"", "-5", "1e3", "'5'", "false", "null", "[]", "40000000000000000"}},
        {"synchronize_ns",
         "is missing or wrong",
         {"", "-5", "0.0", "'0'", "false", "null", "{}", "40000000000000000"}},
        {"peak_rss_bytes", "is missing or wrong", {"", "-5", "4096.5", "'4096'", "null", "{}"}},
        {"search_ns", "is missing or wrong", {"", "[]", "20", "{'0': 20}", "null", "'20'"}},
        {"search_ns",
         "is missing or wrong",
         {"[0]", "[20, -1]", "[20.5]", "[[20]]", "[null]", "[20, '20']", "[40000000000000000]"}},
        {"stages",
         "is missing or wrong",
         {"null", "[1, 2]", "7", "{'think': 1}", "{'wait': 1}", "{'read': -1}", "{'read': 0.5}",
          "{'read': '1'}"}},
    };
    refused_with_one_wrong(A_RUN, run_keys, COUNT(run_keys), wrongs, COUNT(wrongs));
}

static void damaged_runs(void **state)
{
    (void)state;
    damaged(A_RUN, run_keys, COUNT(run_keys));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(good_runs),
        cmocka_unit_test(several_searches),
        cmocka_unit_test(output_that_is_no_record),
        cmocka_unit_test(runs_with_one_wrong_value),
        cmocka_unit_test(damaged_runs),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
