/* What variants print: the good, and every way of being wrong. */
#include "record.h"
#include "samples.h"

#include <err.h>
#include <stdlib.h>
#include <string.h>

struct pair {
    const char *key, *value; /* JSON with ' for "; NULL: without this key */
};

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
static const struct pair describe_keys[] = {
    {"schema", "1"},   {"idea", "'it reads less'"}, {"after", "'baseline'"},
    {"attacks", "[]"}, {"factor", "'infinite'"},    {"unsupported", "null"},
};
#define COUNT(array) (sizeof(array) / sizeof(array)[0])

/* The pairs as one line, with one of them replaced, or added. */
static char *line_of(const struct pair *pairs, size_t count, struct pair other)
{
    char *line = NULL;
    size_t size;
    FILE *to = open_memstream(&line, &size);
    if (!to)
        err(1, "line");
    const char *lead = "{";
    bool used = false;
    for (size_t i = 0; i <= count; i++) {
        struct pair pair = i < count ? pairs[i] : other;
        if (i < count && other.key && strcmp(pair.key, other.key) == 0) {
            pair = other;
            used = true;
        }
        if (!pair.value || (i == count && used))
            continue;
        fprintf(to, "%s\"%s\": %s", lead, pair.key, pair.value);
        lead = ", ";
    }
    fputs("}\n", to);
    fclose(to);
    for (char *at = line; (at = strchr(at, '\''));)
        *at = '"';
    return line;
}

enum what {
    A_RUN,
    A_DESCRIPTION,
};

static void release(struct description *is)
{
    free(is->idea);
    free(is->after);
    free(is->limit);
    free(is->unsupported);
}

/* Parses a copy that ends where it ends, so that a sanitizer sees reads behind it. */
static bool parse(enum what what, const char *output, size_t length, char *why, size_t why_size)
{
    static struct record record;
    struct description is;
    char *exact = malloc(length ? length : 1);
    if (!exact)
        err(1, "output");
    memcpy(exact, output, length);
    bool good = what == A_RUN ? record_parse(exact, length, &record, why, why_size)
                              : record_parse_description(exact, length, &is, why, why_size);
    free(exact);
    if (good && what == A_DESCRIPTION)
        release(&is);
    return good;
}

static void refused(enum what what, const char *output, size_t length, const char *because)
{
    char why[256];
    memset(why, 'x', sizeof why);
    if (parse(what, output, length, why, sizeof why))
        fail_msg("taken for good: %.*s", (int)length, output);
    assert_non_null(memchr(why, '\0', sizeof why));
    if (!samples_one_line(why) || !strstr(why, because))
        fail_msg("\"%s\" does not say \"%s\", of: %.*s", why, because, (int)length, output);

    for (size_t size = 1; size < 24; size++) { /* however little room there is */
        char small[32];
        memset(small, '#', sizeof small);
        assert_false(parse(what, output, length, small, size));
        assert_non_null(memchr(small, '\0', size));
        assert_int_equal(small[size], '#');
    }
}

static void good_runs(void **state)
{
    (void)state;
    static struct record record;
    char why[256], *line = line_of(run_keys, COUNT(run_keys), (struct pair){0});
    assert_true(record_parse(line, strlen(line), &record, why, sizeof why));
    assert_int_equal(record.matches, 3);
    assert_true(record.digest == 0x00ff00ff00ff00ff);
    assert_int_equal(record.prepare_ns, 5);
    assert_int_equal(record.searches, 1);
    assert_int_equal(record.search_ns[0], 20);
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

static void searches_have_a_bound_and_a_median(void **state)
{
    (void)state;
    static struct record record;
    char why[256], times[2 * RECORD_SEARCHES_MOST + 8];
    for (size_t extra = 0; extra <= 1; extra++) {
        size_t end = 2 * (RECORD_SEARCHES_MOST + extra);
        for (size_t i = 0; i < end; i++)
            times[i] = i % 2 ? '7' : ',';
        times[0] = '[';
        times[end] = ']';
        times[end + 1] = '\0';
        char *line = line_of(run_keys, COUNT(run_keys), (struct pair){"search_ns", times});
        bool good = record_parse(line, strlen(line), &record, why, sizeof why);
        assert_int_equal(good, !extra);
        if (extra)
            assert_has(why, "lacks the times \"search_ns\"");
        free(line);
    }
    struct record three = {.searches = 3, .search_ns = {30, 10, 20}};
    assert_near(record_search_ns(&three), 20);
    three.searches = 2;
    assert_near(record_search_ns(&three), 20);
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
        RAW("{}\n", "lacks a possible value of \"schema\""),
    };
    for (size_t i = 0; i < COUNT(cases); i++) {
        refused(A_RUN, cases[i].output, cases[i].length, cases[i].because);
        refused(A_DESCRIPTION, cases[i].output, cases[i].length, cases[i].because);
    }
}

/* A key's wrong values, and what is said of each before the key is named; an empty one stands for a
 * record without the key. */
struct wrong {
    const char *key, *because, *values[10];
};

static void one_wrong_value(enum what what, const struct pair *pairs, size_t pair_count,
                            const struct wrong *wrongs, size_t count)
{
    for (; count > 0; count--, wrongs++) {
        char because[100];
        snprintf(because, sizeof because, "%s \"%s\"", wrongs->because, wrongs->key);
        for (const char *const *value = wrongs->values; *value; value++) {
            struct pair wrong = {wrongs->key, **value ? *value : NULL};
            char *line = line_of(pairs, pair_count, wrong);
            refused(what, line, strlen(line), because);
            free(line);
        }
    }
}

static void runs_with_one_wrong_value(void **state)
{
    (void)state;
    const struct wrong wrongs[] = {
        {"schema", "has another", {"0", "2", "1000000"}},
        {"schema", "lacks a possible value of", {"", "-1", "1.0", "'1'", "true", "null", "[1]"}},
        {"matches",
         "lacks a possible value of",
         {"", "-1", "3.0", "'3'", "true", "null", "[]", "{}"}},
        {"digest",
         "lacks the 16 hexadecimal digits of",
         {"", "255", "''", "'0ff00ff00ff00ff'", "'000ff00ff00ff00ff'", "'00FF00FF00FF00FF'",
          "'00ff00ff00ff00ffg'", "null", "[]"}},
        {"prepare_ns",
         "lacks a possible value of",
         {"", "-5", "1e3", "'5'", "false", "null", "[]", "40000000000000000"}},
        {"synchronize_ns",
         "lacks a possible value of",
         {"", "-5", "0.0", "'0'", "false", "null", "{}", "40000000000000000"}},
        {"peak_rss_bytes",
         "lacks a possible value of",
         {"", "-5", "4096.5", "'4096'", "null", "{}"}},
        {"search_ns", "lacks the times", {"", "[]", "20", "{'0': 20}", "null", "'20'"}},
        {"search_ns",
         "has an impossible time in",
         {"[0]", "[20, -1]", "[20.5]", "[[20]]", "[null]", "[20, '20']", "[40000000000000000]"}},
        {"stages",
         "has impossible",
         {"null", "[1, 2]", "7", "{'think': 1}", "{'wait': 1}", "{'read': -1}", "{'read': 0.5}",
          "{'read': '1'}"}},
    };
    one_wrong_value(A_RUN, run_keys, COUNT(run_keys), wrongs, COUNT(wrongs));
}

static void descriptions_with_one_wrong_value(void **state)
{
    (void)state;
    const struct wrong wrongs[] = {
        {"schema", "", {"", "2", "'1'"}},
        {"idea", "lacks", {"", "null", "7", "[]"}},
        {"after", "has an impossible", {"7", "[]", "{}", "true"}},
        {"unsupported", "has an impossible", {"7", "[]", "false"}},
        {"attacks",
         "has no list of stages",
         {"", "null", "'read'", "['think']", "['read', 1]", "[null]", "{'read': 1}"}},
        {"factor", "lacks a", {"", "0", "-2", "''", "'thread'", "'Infinite'", "[2]", "true"}},
    };
    one_wrong_value(A_DESCRIPTION, describe_keys, COUNT(describe_keys), wrongs, COUNT(wrongs));
}

static struct description described(const char *key, const char *value)
{
    struct description is;
    struct pair pair = {key, value};
    char why[256], *line = line_of(describe_keys, COUNT(describe_keys), pair);
    if (!record_parse_description(line, strlen(line), &is, why, sizeof why))
        fail_msg("refused (%s): %s", why, line);
    free(line);
    return is;
}

static void good_descriptions(void **state)
{
    (void)state;
    struct description is = described("factor", "2.5");
    assert_string_equal(is.idea, "it reads less");
    assert_string_equal(is.after, "baseline");
    assert_null(is.unsupported);
    assert_int_equal(is.attacks, 0);
    assert_near(is.factor, 2.5);
    release(&is);
    is = described("factor", "'threads'");
    assert_true(is.factor == FACTOR_THREADS);
    release(&is);
    is = described("after", "null");
    assert_null(is.after);
    assert_true(isinf(is.factor));
    release(&is);
    is = described("attacks", "['read', 'search']");
    assert_int_equal(is.attacks, STAGE_BIT(STAGE_READ) | STAGE_BIT(STAGE_SEARCH));
    release(&is);
    is = described("unsupported", "'needs 4 ×\\nAVX\\u001b[1m'"); /* to be shown in a table */
    assert_string_equal(is.unsupported, "needs 4 × AVX [1m");
    release(&is);
}

/* Cut anywhere, or with any byte replaced: never a crash, and never half a record. */
static void damaged_output(void **state)
{
    (void)state;
    const char replacements[] = {'\0', '\n', '"', '\\', '{', '}', '[', ',', '0', '9', '-', '\xff'};
    const struct pair *pairs[] = {run_keys, describe_keys};
    const size_t counts[] = {COUNT(run_keys), COUNT(describe_keys)};
    char why[256];
    for (enum what what = A_RUN; what <= A_DESCRIPTION; what++) {
        char *line = line_of(pairs[what], counts[what], (struct pair){0});
        size_t length = strlen(line);
        assert_true(parse(what, line, length, why, sizeof why));
        for (size_t cut = 0; cut < length; cut++)
            refused(what, line, cut, cut ? "printed no whole record" : "printed nothing");
        for (size_t at = 0; at < length; at++)
            for (size_t i = 0; i < sizeof replacements; i++) {
                char kept = line[at];
                line[at] = replacements[i];
                if (!parse(what, line, length, why, sizeof why))
                    assert_true(samples_one_line(why));
                line[at] = kept;
            }
        free(line);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(good_runs),
        cmocka_unit_test(searches_have_a_bound_and_a_median),
        cmocka_unit_test(output_that_is_no_record),
        cmocka_unit_test(runs_with_one_wrong_value),
        cmocka_unit_test(descriptions_with_one_wrong_value),
        cmocka_unit_test(good_descriptions),
        cmocka_unit_test(damaged_output),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
