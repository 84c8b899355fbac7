/* Every file that a profile is exported as, word for word: EXPORTED is the folder of what is
 * expected. */
#include "base/strings.h"
#include "profile/model/profile_figures.h"
#include "profile/show/profile_exports.h"
#include "profile/show/profile_graph.h"
#include "profile/show/profile_page.h"
#include "tests/support/profile_samples.h"
#include "tests/support/samples.h"

#include <stdlib.h>
#include <string.h>

/* Frees the profile. What is called .json is JSON. */
static void expect(struct profile *profile, void (*print)(const struct profile *profile, FILE *to),
                   const char *name)
{
    char *text = profile_printed(print, profile);
    char *path = format_string("%s/%s", EXPORTED, name), *expected = samples_file(path);
    assert_string_equal(text, expected);
    if (strstr(name, ".json")) {
        json_t *object = json_loads(text, 0, NULL);
        assert_non_null(object);
        json_decref(object);
    }
    free(expected);
    free(path);
    free(text);
    profile_free(profile);
}

static void folded_stacks(void **state)
{
    (void)state;
    expect(profile_sample(), profile_export_folded, "sample.folded");
    expect(profile_sample_hostile(), profile_export_folded, "hostile.folded");
}

static void a_trace_has_no_time_that_is_not_known(void **state)
{
    (void)state;
    struct profile *profile = profile_sample();
    profile->threads[0].cpu_ns = profile->threads[1].cpu_ns = 0;
    char *text = profile_printed(profile_export_trace, profile);
    assert_has(text, "\"args\":{}}");
    assert_lacks(text, "cpu_ms");
    assert_lacks(text, "utilisation");
    free(text);
    profile_free(profile);
}

static void chrome_trace(void **state)
{
    (void)state;
    expect(profile_sample(), profile_export_trace, "sample.trace.json");
    expect(profile_sample_hostile(), profile_export_trace, "hostile.trace.json");
}

static void call_graph(void **state)
{
    (void)state;
    expect(profile_sample(), profile_graph_dot, "sample.dot");
}

/* What is under the threshold is one box, and is told. */
static void a_graph_leaves_out_and_says_so(void **state)
{
    (void)state;
    struct profile *profile = profile_sample();
    for (size_t i = 0; i < 3; i++) {
        char name[] = {'t', 'i', 'n', 'y', (char)('1' + i), 0};
        size_t function = profile_function(profile, name, "variant", PROFILE_OWN);
        size_t node = profile_node(profile, 1, function, 0); /* below search */
        profile_hit(profile, node, 0.5e6, 0);
        if (i == 0) /* that calls lower, a little */
            profile_hit(profile, profile_node(profile, 0, 6, 0), 0.1e6, 0);
    }
    profile_sum_up(profile);
    char *text = profile_printed(profile_graph_dot, profile);
    assert_has(text, "rest [label=\"3 other functions\\neach under 1 % in total\\nself 1.5 % "
                     "together\"");
    assert_has(text, "f1 -> rest [label=\"  1.5 %  \"");
    assert_lacks(text, "tiny");
    assert_has(text, "are one box,\\land 1 arrow with under 1 % left out.");
    free(text);
    profile_free(profile);
}

static void hostile_names_stay_in_their_quotes(void **state)
{
    (void)state;
    struct profile *profile = profile_sample_hostile();
    char *text = profile_printed(profile_graph_dot, profile);
    assert_has(text, "[label=\"quo\\\"te, comma\\nown");
    assert_has(text, "in mod\\\\ule\\\"");
    assert_lacks(text, "\033");
    free(text);
    profile_free(profile);
}

static double number(const json_t *object, const char *key)
{
    assert_true(json_is_number(json_object_get(object, key)));
    return json_number_value(json_object_get(object, key));
}

/* The page works nothing out: what it shows stands there. */
static void figures_for_the_page(void **state)
{
    (void)state;
    struct profile *profiles[] = {profile_sample(), profile_sample_faster(),
                                  profile_sample_counted()};
    json_t *page = profile_page(profiles, 3), *object = json_array_get(page, 1);
    const json_t *search = json_array_get(json_object_get(object, "functions"), 1);
    assert_near(number(search, "self_share"), 4.0 / 30);
    assert_near(number(search, "share"), 29.0 / 30);
    assert_near(number(search, "error"), profile_error(profiles[1], 4.0 / 30));
    assert_null(json_object_get(search, "calls_text"));
    assert_int_equal(json_array_size(json_object_get(object, "order")), 6);
    assert_near(number(json_object_get(object, "whole"), "cpu"), 30e6);
    assert_near(number(object, "cores_busy"), 1);
    assert_lacks(json_string_value(json_object_get(object, "seen")), "gains");
    const json_t *all = json_object_get(object, "against"), *against = json_array_get(all, 0);
    assert_int_equal(json_array_size(all), 1); /* instructions are no time */
    assert_near(number(against, "other"), 0);
    assert_has(json_string_value(json_object_get(against, "text")),
               "A takes 6.67 times the CPU time of B.");
    const json_t *match = json_array_get(json_object_get(against, "changes"), 0);
    assert_string_equal(json_string_value(json_object_get(match, "name")), "match");
    assert_near(number(match, "before"), 0.6);
    assert_null(json_object_get(match, "after")); /* gone */
    assert_near(number(match, "change"), -0.6);
    assert_true(number(match, "error") > 0);

    object = json_array_get(page, 0);
    match = json_array_get(json_object_get(object, "functions"), 3);
    assert_string_equal(json_string_value(json_object_get(match, "calls_text")), "~10,000,000");
    assert_near(number(match, "per_call"), 6);
    const json_t *thread = json_array_get(json_object_get(object, "threads"), 1);
    assert_near(number(thread, "used"), 0.25);
    json_decref(page);
    for (size_t i = 0; i < 3; i++)
        profile_free(profiles[i]);
}

static void sums_of_lanes(void **state)
{
    (void)state;
    size_t count;
    struct profile *profile = profile_sample_hostile();
    profile_span(profile, 0, "copy", PROFILE_COPY, 0, 1000000, 1000);
    struct profile_lane_sum *sums = profile_lane_sums(profile, 0, &count);
    assert_int_equal(count, 2);
    assert_int_equal(sums[0].count, 2);
    assert_near(sums[0].ns, 3e6);
    assert_near(sums[0].bytes, 5096);
    free(sums);
    profile_free(profile);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(folded_stacks),
        cmocka_unit_test(chrome_trace),
        cmocka_unit_test(a_trace_has_no_time_that_is_not_known),
        cmocka_unit_test(call_graph),
        cmocka_unit_test(a_graph_leaves_out_and_says_so),
        cmocka_unit_test(hostile_names_stay_in_their_quotes),
        cmocka_unit_test(figures_for_the_page),
        cmocka_unit_test(sums_of_lanes),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
