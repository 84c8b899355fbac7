#include "driver_checks.h"
#include "tests/support/subject.h"
#include "tests/support/texts.h"
#include "variants/variant.h"

#include <inttypes.h>
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

enum {
    EXIT_USAGE = 2,
    MOST_ARGUMENTS = 8,
};
#define ARGUMENTS(...) ((const char *const[]){__VA_ARGS__, NULL})

static void write_text(const char *bytes)
{
    subject_write(bytes, strlen(bytes));
}

/* Nothing counted, and one line that says why. */
static void expect_refusal(const struct outcome *outcome, int exit_code, const char *says,
                           const char *what)
{
    if (outcome->exit_code != exit_code || *outcome->out || !is_one_line(outcome->err) ||
        !strstr(outcome->err, says))
        fail_msg("%s: not refused with exit code %d and one line that says '%s', but exit code %d, "
                 "standard output '%s', standard error '%s'",
                 what, exit_code, says, outcome->exit_code, outcome->out, outcome->err);
}

void test_texts_that_cannot_be_read(void **state)
{
    (void)state;
    for (int i = 0; i < 2; i++) {
        const char *threads = i ? "3" : "1";
        struct outcome outcome = RUN("--json", "--threads", threads, subject_missing);
        expect_refusal(&outcome, 1, subject_missing, "a text that does not exist");
        outcome = RUN("--json", "--threads", threads, subject_folder);
        expect_refusal(&outcome, 1, subject_folder, "a folder as text");
    }
}

void test_fewer_bytes_than_asked_for(void **state)
{
    (void)state;
    write_text("1bob\n");
    struct outcome outcome = RUN("--json", "--bytes", "5", subject_text);
    assert_int_equal(outcome.exit_code, 0);
    outcome = RUN("--json", "--bytes", "6", subject_text);
    expect_refusal(&outcome, 1, "has fewer bytes than --bytes says", "a text that is too short");
}

void test_wrong_usage(void **state)
{
    (void)state;
    static const struct {
        const char *arguments[MOST_ARGUMENTS];
        const char *says;
    } wrong[] = {
        {{NULL}, "name one text"},
        {{"--json"}, "name one text"},
        {{subject_text, subject_text}, "name one text"},
        {{"--describe", subject_text}, "takes no text"},
        {{"--unknown", subject_text}, "--unknown"},
        {{subject_text, "--threads"}, "--threads"},
        {{"--threads", "0", subject_text}, "--threads takes"},
        {{"--threads", "-1", subject_text}, "--threads takes"},
        {{"--threads", "x", subject_text}, "--threads takes"},
        {{"--threads", "2x", subject_text}, "--threads takes"},
        {{"--threads", "", subject_text}, "--threads takes"},
        {{"--threads", "99999999999999999999", subject_text}, "--threads takes"},
        {{"--bytes", "0", subject_text}, "--bytes takes"},
        {{"--bytes", "99999999999999999999", subject_text}, "--bytes takes"},
        {{"--without", "", subject_text}, "no stage ''"},
        {{"--without", "read,", subject_text}, "no stage ''"},
        {{"--without", "lower,Search", subject_text}, "no stage 'Search'"},
        {{"--without", "other", subject_text}, "other cannot be left out"},
        {{"--without", "read,merge", subject_text}, "merge cannot be left out"},
        {{"--without", "kernel", subject_text}, "kernel cannot be left out"},
        {{"--delay", "search", subject_text}, "--delay takes"},
        {{"--delay", "search:", subject_text}, "--delay takes"},
        {{"--delay", "search:1x", subject_text}, "--delay takes"},
        {{"--delay", "search:-0.1", subject_text}, "--delay takes"},
        {{"--delay", "search:10.1", subject_text}, "--delay takes"},
        {{"--delay", "search:nan", subject_text}, "--delay takes"},
        {{"--delay", ":1", subject_text}, "no stage ''"},
        {{"--repeat", "0", subject_text}, "--repeat takes"},
    };
    write_text("1bob\n");
    for (size_t i = 0; i < sizeof wrong / sizeof wrong[0]; i++) {
        struct outcome outcome = subject_run(wrong[i].arguments);
        expect_refusal(&outcome, EXIT_USAGE, wrong[i].says, wrong[i].says);
    }
}

/* Which ones are refused is for patterns_unit to say. */
void test_refused_patterns(void **state)
{
    (void)state;
    static const char *const refused[] = {"", "a\\nb", "\\x0a", "(*UTF)a", "a(*SKIP)b"};
    write_text("1bob\n");
    for (size_t i = 0; i < sizeof refused / sizeof refused[0]; i++) {
        struct outcome outcome = RUN("--pattern", refused[i], subject_text);
        expect_refusal(&outcome, EXIT_USAGE, "pattern", refused[i]);
        outcome = RUN("--combined", refused[i], subject_text);
        expect_refusal(&outcome, EXIT_USAGE, "pattern", refused[i]);
    }
}

/* A rung that lower-cases the text cannot tell cases apart, for example. It says so, in its
 * description as well. */
static bool says_unsupported(const struct outcome *outcome, const char *const *arguments,
                             const char *what)
{
    const char *describe[MOST_ARGUMENTS + 2] = {"--describe"};
    for (size_t i = 0; arguments[i]; i++)
        describe[i + 1] = arguments[i];
    struct outcome description = subject_run(describe);
    json_t *record = subject_record(&description, what);
    const char *reason = json_string_value(json_object_get(record, "unsupported"));
    bool unsupported = outcome->exit_code == EXIT_UNSUPPORTED;
    if (unsupported != (reason != NULL))
        fail_msg("%s: exit code %d, described as %s", what, outcome->exit_code,
                 reason ? reason : "supported");
    if (reason)
        expect_refusal(outcome, EXIT_UNSUPPORTED, reason, what);
    json_decref(record);
    return unsupported;
}

/* What PCRE2 says is wrong, once; or, by a rung that does without PCRE2, that it does not take it.
 */
void test_malformed_patterns(void **state)
{
    (void)state;
    static const struct {
        const char *pattern, *message;
    } malformed[] = {
        {"[0-9", "missing terminating ]"},
        {"a(", "missing closing parenthesis"},
        {"+a", "quantifier does not follow a repeatable item"},
    };
    write_text("1bob\n2bob\n");
    for (size_t i = 0; i < sizeof malformed / sizeof malformed[0]; i++) {
        const char *pattern = malformed[i].pattern;
        for (int j = 0; j < 2; j++) {
            struct outcome outcome =
                RUN("--pattern", pattern, "--threads", j ? "3" : "1", subject_text);
            if (says_unsupported(&outcome, ARGUMENTS("--pattern", pattern), pattern))
                continue;
            char pointed[128]; /* the pattern, and below it the place and the message */
            snprintf(pointed, sizeof pointed, "^ %s", malformed[i].message);
            if (outcome.exit_code != 1 || *outcome.out || !strstr(outcome.err, pattern) ||
                !strstr(outcome.err, pointed))
                fail_msg("%s: exit code %d, standard error '%s'", pattern, outcome.exit_code,
                         outcome.err);
        }
    }
}

static void check_patterns(const char *text, const char *const *arguments, const uint64_t *matches,
                           size_t match_count)
{
    write_text(text);
    for (int i = 0; i < 2; i++) {
        const char *all[MOST_ARGUMENTS + 5] = {"--json", "--threads", i ? "3" : "1", subject_text};
        char what[160];
        int end = snprintf(what, sizeof what, "--threads %s", all[2]);
        for (size_t j = 0; arguments[j]; j++) {
            all[4 + j] = arguments[j];
            end += snprintf(what + end, sizeof what - (size_t)end, " %s", arguments[j]);
        }
        struct outcome outcome = subject_run(all);
        if (says_unsupported(&outcome, arguments, what))
            continue;
        json_t *record = subject_record(&outcome, what);
        expect_count(record, match_count, known_digest(matches, match_count), what);
        json_decref(record);
    }
}

#define CHECK_PATTERNS(text, arguments, ...)                                                       \
    check_patterns(text, arguments, (const uint64_t[]){__VA_ARGS__},                               \
                   sizeof((const uint64_t[]){__VA_ARGS__}) / sizeof(uint64_t))

void test_own_patterns(void **state)
{
    (void)state;
    const char *text = "aaaa b0b4b5\nAAxB3\nxaa";
    CHECK_PATTERNS(text, ARGUMENTS("--pattern", "a{2}", "--pattern", "b[0-4]"), 0, 2, 5, 7, 12, 15,
                   19);
    CHECK_PATTERNS(text, ARGUMENTS("--pattern", "(?:a|x)a"), 0, 2, 12, 18);
    CHECK_PATTERNS(text, ARGUMENTS("--pattern", "a{4}", "--pattern", "x", "--combined", "a{4}|x"),
                   0, 14, 18);
    CHECK_PATTERNS(text, ARGUMENTS("--pattern", "A{2}"), 0, 2, 12, 19);
    CHECK_PATTERNS(text, ARGUMENTS("--case-sensitive", "--pattern", "a{2}"), 0, 2, 19);
    CHECK_PATTERNS(text, ARGUMENTS("--case-sensitive", "--pattern", "B[0-9]"), 15);

    /* A match ends where its line does, and one of no bytes is none. */
    CHECK_PATTERNS("oxo o\noo\no\n", ARGUMENTS("--pattern", "o.*o"), 0, 6);
    CHECK_PATTERNS("xx\n\nax", ARGUMENTS("--pattern", "x*"), 0, 5);
    CHECK_PATTERNS("ab\nb bb", ARGUMENTS("--pattern", "[^b\\n]b"), 0, 4);
    CHECK_PATTERNS("12\r\n345 6", ARGUMENTS("--pattern", "\\d+"), 0, 4, 8);
}

/* A match that goes back over a whole long line takes megabytes of a stack: of those rungs that
 * take the pattern, none may give it up. */
void test_deep_match(void **state)
{
    (void)state;
    const size_t line = 200000, length = 2 * (line + 1);
    const uint64_t matches[] = {0, line + 1};
    static const char *const pattern[] = {"--case-sensitive", "--pattern", "([^a\\n]|b)*", NULL};
    char *text = malloc(length + 1);
    assert_non_null(text);
    memset(text, 'X', length);
    text[line] = text[length - 1] = '\n';
    text[length] = '\0';
    check_patterns(text, pattern, matches, 2);
    free(text);
}

/* Lower-casing cannot be left out where there is something to lower-case; some rungs do none. */
void test_text_in_upper_case(void **state)
{
    (void)state;
    write_text("1BOB\n");
    struct outcome outcome = RUN("--json", "--without", "lower", subject_text);
    if (outcome.exit_code == EXIT_UNSUPPORTED || outcome.exit_code == 0)
        return;
    expect_refusal(&outcome, 1, "is the text in lower case?", "--without lower");
}

static bool is_stage(const char *name)
{
    static const char *const stages[] = {"read",   "compile", "lower",    "search", "merge",
                                         "upload", "kernel",  "download", "other"};
    for (size_t i = 0; name && i < sizeof stages / sizeof stages[0]; i++)
        if (strcmp(name, stages[i]) == 0)
            return true;
    return false;
}

static bool is_effect(const char *name)
{
    static const char *const effects[] = {
        EFFECT_GONE, EFFECT_ANEW,  EFFECT_SHARED,  LIMIT_READ,        LIMIT_MAPPED,     LIMIT_RAM,
        LIMIT_PIPE,  LIMIT_PINNED, LIMIT_PAGEABLE, LIMIT_DEVICE_COPY, LIMIT_DEVICE_READ};
    for (size_t i = 0; name && i < sizeof effects / sizeof effects[0]; i++)
        if (strcmp(name, effects[i]) == 0)
            return true;
    return false;
}

void test_description(void **state)
{
    (void)state;
    struct outcome outcome = RUN("--describe");
    json_t *record = subject_record(&outcome, "--describe");
    const char *idea = json_string_value(json_object_get(record, "idea"));
    const json_t *after = json_object_get(record, "after");
    const json_t *attacks = json_object_get(record, "attacks");
    const json_t *overlaps = json_object_get(record, "overlaps");
    json_t *effects = json_object_get(record, "effects"), *effect;
    const char *stage;

    assert_true(idea && *idea && !strchr(idea, '\n'));
    assert_true(json_is_string(after) || json_is_null(after));
    assert_true(json_is_array(attacks) && json_is_object(effects));
    assert_true(json_is_boolean(overlaps));
    for (size_t i = 0; i < json_array_size(attacks); i++) {
        stage = json_string_value(json_array_get(attacks, i));
        assert_true(is_stage(stage)); /* and it becomes something else, or is hidden */
        assert_true(json_object_get(effects, stage) || json_is_true(overlaps));
    }
    json_object_foreach(effects, stage, effect)
    {
        assert_true(is_stage(stage));
        assert_true(is_effect(json_string_value(effect)));
    }
    if (json_is_string(after))
        assert_true(json_object_size(effects) > 0 || json_is_true(overlaps));
    assert_true(json_is_null(json_object_get(record, "unsupported")));
    json_decref(record);
}

void test_repetitions(void **state)
{
    (void)state;
    static const uint64_t matches[] = {2};
    static const char *const times[] = {"prepare_ns", "synchronize_ns", "peak_rss_bytes"};
    write_text("x\n1bob\n");
    struct outcome outcome = RUN("--json", "--repeat", "3", "--threads", "2", subject_text);
    json_t *record = subject_record(&outcome, "--repeat 3");
    expect_count(record, 1, known_digest(matches, 1), "--repeat 3");
    const json_t *searches = json_object_get(record, "search_ns");
    assert_int_equal(json_array_size(searches), 3);
    for (size_t i = 0; i < 3; i++)
        assert_true(json_integer_value(json_array_get(searches, i)) > 0);
    for (size_t i = 0; i < sizeof times / sizeof times[0]; i++) {
        const json_t *value = json_object_get(record, times[i]);
        assert_true(json_is_integer(value) && json_integer_value(value) >= 0);
    }
    assert_true(json_integer_value(json_object_get(record, "peak_rss_bytes")) > 0);
    assert_null(json_object_get(record, "stages"));
    json_decref(record);
}

/* Whether the stages of a run add up to its last search. */
static bool stages_add_up(const char *threads, uint64_t matches, uint64_t digest)
{
    struct outcome outcome =
        RUN("--json", "--stages", "--repeat", "2", "--threads", threads, subject_text);
    json_t *record = subject_record(&outcome, "--stages");
    expect_count(record, matches, digest, "--stages");
    json_t *stages = json_object_get(record, "stages");
    const char *name;
    json_t *ns;
    double sum = (double)json_integer_value(json_object_get(record, "clock_ns"));
    assert_true(json_is_integer(json_object_get(record, "clock_ns")));
    assert_true(json_is_object(stages));
    json_object_foreach(stages, name, ns)
    {
        assert_true(is_stage(name));
        assert_true(json_integer_value(ns) > 0);
        sum += (double)json_integer_value(ns);
    }
    const json_t *last = json_array_get(json_object_get(record, "search_ns"), 1);
    double search_ns = (double)json_integer_value(last);
    json_decref(record);
    return fabs(sum - search_ns) <= 0.02 * search_ns + 50e3;
}

void test_stages(void **state)
{
    (void)state;
    struct known_text text = lines_text(5001, true);
    subject_write(text.bytes, text.length);
    uint64_t digest = known_digest(text.matches, text.match_count);
    for (int i = 0; i < 2; i++) {
        /* The two clocks are read one after the other: a busy machine may come between them. */
        int tries = 5;
        while (tries > 0 && !stages_add_up(i ? "3" : "1", text.match_count, digest))
            tries--;
        assert_int_not_equal(tries, 0);
    }
    known_text_free(&text);
}

void test_text_for_people(void **state)
{
    (void)state;
    write_text("1bob 2rob\n");
    struct outcome outcome = RUN(subject_text);
    assert_int_equal(outcome.exit_code, 0);
    char *line_end =
        strchr(outcome.out, '\n'); /* behind it, what a device says, where one is used */
    assert_true(line_end && strstr(outcome.out, "2 matches in ") == outcome.out);
    assert_true(line_end && (!line_end[1] || strstr(line_end, " MHz ")));

    outcome = RUN("--stages", "--threads", "2", subject_text);
    assert_int_equal(outcome.exit_code, 0);
    assert_true(strstr(outcome.out, "2 matches in ") == outcome.out && strstr(outcome.out, " %\n"));

    outcome = RUN("--help");
    assert_int_equal(outcome.exit_code, 0);
    assert_true(strstr(outcome.out, "usage: ") == outcome.out && !*outcome.err);
}
