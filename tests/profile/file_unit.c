/* profile.json: written and read back, and damaged. */
#include "profile/model/profile_file.h"

#include "base/strings.h"
#include "tests/support/profile_samples.h"
#include "tests/support/samples.h"

#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static void dump(const struct profile *profile, FILE *to)
{
    assert_true(profile_dump(profile, to));
}

/* What is written of what was read is what was read. Frees the profile. */
static void there_and_back(struct profile *profile)
{
    char why[300] = "";
    char *text = profile_printed(dump, profile);
    struct profile *read = profile_parse(text, strlen(text), why, sizeof why);
    if (!read) {
        fail_msg("%s", why);
        return;
    }
    char *again = profile_printed(dump, read);
    assert_string_equal(text, again);
    assert_int_equal(read->function_count, profile->function_count);
    assert_int_equal(read->edge_count, profile->edge_count);
    assert_int_equal(read->node_count, profile->node_count);
    assert_int_equal(read->thread_count, profile->thread_count);
    assert_int_equal(read->lane_count, profile->lane_count);
    for (size_t i = 0; i < profile->function_count; i++) {
        const struct profile_function *one = &profile->functions[i], *other = &read->functions[i];
        assert_string_equal(one->name, other->name);
        assert_string_equal(one->module, other->module);
        assert_true(one->category == other->category && one->self == other->self &&
                    one->total == other->total && one->samples == other->samples &&
                    one->calls == other->calls && one->has_calls == other->has_calls);
    }
    for (size_t i = 0; i < profile->node_count; i++)
        assert_true(profile->nodes[i].parent == read->nodes[i].parent &&
                    profile->nodes[i].thread == read->nodes[i].thread &&
                    profile->nodes[i].function == read->nodes[i].function &&
                    profile->nodes[i].self == read->nodes[i].self);
    profile_sum_up(profile->node_count ? read : profile); /* what was read is as good as new */
    free(again);
    free(text);
    profile_free(read);
    profile_free(profile);
}

static void written_and_read_back(void **state)
{
    (void)state;
    there_and_back(profile_sample());
    there_and_back(profile_sample_faster());
    there_and_back(profile_sample_counted());
    there_and_back(profile_sample_hostile());
    struct profile *odd = profile_sample();
    odd->nodes[0].self = 1.0 / 3;
    odd->nodes[1].self = 1e17;
    profile_sum_up(odd);
    there_and_back(odd);
}

/* What a reader is told of it stands there, for the page; and nothing where there is nothing to
 * tell. */
static void written_for_readers(void **state)
{
    (void)state;
    struct profile *profile = profile_sample();
    char *text = profile_printed(dump, profile);
    assert_non_null(strstr(text, "\"imbalance\":{\"times\":1.8,\"count\":2,\"busiest\":0}"));
    free(text);
    profile->threads[1].cpu_ns = 0;
    text = profile_printed(dump, profile);
    assert_null(strstr(text, "imbalance"));
    free(text);
    profile_free(profile);
}

/* --- damaged --- */

/* One place of the sample changed, by its path: members' names and places in arrays. */
struct damage {
    const char *path[4];
    const char *value; /* as JSON; NULL removes it */
    const char *wrong; /* what is said to be wrong */
};

static json_t *step(json_t *node, const char *key)
{
    return json_is_array(node) ? json_array_get(node, (size_t)atoi(key))
                               : json_object_get(node, key);
}

static void damage(json_t *root, const struct damage *what)
{
    size_t last = 0;
    json_t *node = root;
    while (last < 3 && what->path[last + 1])
        node = step(node, what->path[last++]);
    json_t *value = what->value ? json_loads(what->value, JSON_DECODE_ANY, NULL) : NULL;
    if (json_is_array(node))
        json_array_set_new(node, (size_t)atoi(what->path[last]), value);
    else if (value)
        json_object_set_new(node, what->path[last], value);
    else
        json_object_del(node, what->path[last]);
}

static void damage_is_refused(void **state)
{
    (void)state;
    static const struct damage damages[] = {
        {{"schema"}, "2", "schema"},
        {{"schema"}, NULL, "schema"},
        {{"variant"}, NULL, "variant"},
        {{"variant"}, "1", "variant"},
        {{"engine"}, "null", "engine"},
        {{"started"}, "5", "started"},
        {{"command"}, "\"a\"", "command"},
        {{"command"}, "[1]", "command"},
        {{"unit"}, "\"days\"", "unit"},
        {{"data", "bytes"}, "-1", "bytes"},
        {{"data", "repeat"}, "1.5", "repeat"},
        {{"data", "patterns"}, "[]", "patterns"},
        {{"how"}, NULL, "how"},
        {{"how"}, "[]", "samples"},
        {{"how", "samples"}, NULL, "samples"},
        {{"how", "unattributed"}, "1.5", "unattributed"},
        {{"how", "unattributed"}, "-0.5", "unattributed"},
        {{"how", "frequency_asked"}, "\"x\"", "frequency_asked"},
        {{"how", "unsymbolized"}, "[{}]", "unsymbolized"},
        {{"how", "clean_ns"}, "-1", "clean_ns"},
        {{"how", "counts"}, "{}", "engine"},
        {{"how", "counts", "lines"}, NULL, "lines"},
        {{"how", "counts", "scale"}, "-0.5", "scale"},
        {{"functions"}, NULL, "functions"},
        {{"functions"}, "{}", "functions"},
        {{"functions", "1"}, "3", "name"},
        {{"functions", "1", "name"}, "\"main\"", "functions"}, /* there twice */
        {{"functions", "1", "name"}, "null", "name"},
        {{"functions", "1", "module"}, NULL, "module"},
        {{"functions", "1", "category"}, "\"alien\"", "category"},
        {{"functions", "1", "self"}, "-1", "self"},
        {{"functions", "1", "self"}, "1e300", "self"},
        {{"functions", "1", "self"}, "\"1\"", "self"},
        {{"functions", "1", "total"}, NULL, "total"},
        {{"functions", "1", "samples"}, "0.5", "samples"},
        {{"functions", "1", "calls"}, "-5", "calls"},
        {{"edges", "0", "caller"}, "7", "caller"}, /* there are 7 */
        {{"edges", "0", "callee"}, "-1", "callee"},
        {{"edges", "0", "callee"}, "9223372036854775807", "callee"},
        {{"edges", "1"}, "{\"caller\":1,\"callee\":6,\"total\":1}", "edges"}, /* there twice */
        {{"edges", "0", "total"}, NULL, "total"},
        {{"threads", "0", "pid"}, "-1", "pid"},
        {{"threads", "1", "tid"}, "100", "threads"}, /* there twice */
        {{"threads", "0", "end_ns"}, "-1", "end_ns"},
        {{"threads", "1", "end_ns"}, "5", "end_ns"}, /* before its start */
        {{"nodes", "0", "function"}, "7", "function"},
        {{"nodes", "0", "parent"}, "0", "parent"}, /* itself */
        {{"nodes", "1", "parent"}, "2", "parent"}, /* behind it */
        {{"nodes", "1", "parent"}, "null", "parent"},
        {{"nodes", "0", "thread"}, "2", "thread"},
        {{"nodes", "0", "self"}, "-1", "self"},
        {{"nodes", "1"}, "{\"function\":0,\"thread\":0,\"self\":1,\"samples\":1}", "nodes"},
        {{"lanes"}, NULL, "lanes"},
        {{"lanes"}, "[{\"name\":\"x\",\"category\":\"car\",\"spans\":[]}]", "category"},
        {{"lanes"}, "[{\"name\":\"x\",\"category\":\"gpu\"}]", "spans"},
        {{"lanes"},
         "[{\"name\":\"x\",\"category\":\"gpu\",\"spans\":[{\"name\":\"y\",\"category\":\"rest\","
         "\"start_ns\":0,\"ns\":1}]}]",
         "category"},
        {{"lanes"},
         "[{\"name\":\"x\",\"category\":\"gpu\",\"spans\":[{\"name\":\"y\",\"category\":\"copy\","
         "\"start_ns\":-1,\"ns\":1}]}]",
         "start_ns"},
    };
    struct profile *profile = profile_sample();
    char *good = profile_printed(dump, profile);
    for (size_t i = 0; i < sizeof damages / sizeof damages[0]; i++) {
        char why[300] = "", expected[100];
        json_t *root = json_loads(good, 0, NULL);
        damage(root, &damages[i]);
        char *text = json_dumps(root, 0);
        assert_null(profile_parse(text, strlen(text), why, sizeof why));
        snprintf(expected, sizeof expected, "\"%s\" is missing or wrong", damages[i].wrong);
        assert_string_equal(why, expected);
        free(text);
        json_decref(root);
    }
    free(good);
    profile_free(profile);
}

/* Whoever made the file: nothing of it reaches a terminal as an escape code. */
static void escape_codes_are_cleaned(void **state)
{
    (void)state;
    char why[300] = "";
    static const char text[] =
        "{\"schema\":1,\"variant\":\"a\\u001b[31m\",\"engine\":\"perf\\n\",\"why\":\"\\u0007\","
        "\"unit\":\"ns\",\"how\":{\"samples\":0,\"event\":\"\\t\"},\"functions\":[],\"edges\":[],"
        "\"threads\":[],\"nodes\":[],\"lanes\":[]}";
    struct profile *profile = profile_parse(text, strlen(text), why, sizeof why);
    if (!profile) {
        fail_msg("%s", why);
        return;
    }
    assert_string_equal(profile->variant, "a?[31m");
    assert_string_equal(profile->engine, "perf?");
    assert_string_equal(profile->why, "?");
    assert_string_equal(profile->how.event, "?");
    profile_free(profile);
}

/* Cut off anywhere. */
static void a_torn_file_is_refused(void **state)
{
    (void)state;
    struct profile *profile = profile_sample();
    char *text = profile_printed(dump, profile);
    for (size_t length = 0; length + 2 < strlen(text); length += 7) {
        char why[300] = "";
        assert_null(profile_parse(text, length, why, sizeof why));
        assert_true(samples_one_line(why));
    }
    free(text);
    profile_free(profile);
}

/* A stack deeper than anything that a tool unwinds. */
static void a_bottomless_stack_is_refused(void **state)
{
    (void)state;
    char why[300] = "";
    struct profile *profile = profile_sample();
    size_t at = 0;
    for (size_t i = 0; i < PROFILE_DEPTH_MOST; i++)
        at = profile_node(profile, at, 0, 0);
    char *text = profile_printed(dump, profile);
    assert_null(profile_parse(text, strlen(text), why, sizeof why));
    assert_string_equal(why, "\"nodes\" is missing or wrong");
    free(text);
    profile_free(profile);
}

/* What an engine that is gone has left. */
static void calls_alone_are_refused_with_a_word(void **state)
{
    (void)state;
    char why[300] = "";
    struct profile *profile = profile_sample_counted();
    free(profile->engine);
    profile->engine = copy_string("trace");
    char *text = profile_printed(dump, profile);
    assert_null(profile_parse(text, strlen(text), why, sizeof why));
    assert_string_equal(why, "an old profile with calls only; ./harness profile makes a new one");
    free(text);
    profile_free(profile);
}

static void a_path_that_is_no_profile(void **state)
{
    (void)state;
    char why[300] = "";
    assert_null(profile_read("nowhere.json", why, sizeof why));
    assert_string_equal(why, "nowhere.json: No such file or directory");
    assert_null(profile_read(".", why, sizeof why));
    assert_has(why, ".: no JSON");
    assert_null(profile_read("/dev/zero", why, sizeof why));
    assert_has(why, "/dev/zero: no JSON");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(written_and_read_back),
        cmocka_unit_test(written_for_readers),
        cmocka_unit_test(escape_codes_are_cleaned),
        cmocka_unit_test(damage_is_refused),
        cmocka_unit_test(a_torn_file_is_refused),
        cmocka_unit_test(a_bottomless_stack_is_refused),
        cmocka_unit_test(calls_alone_are_refused_with_a_word),
        cmocka_unit_test(a_path_that_is_no_profile),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
