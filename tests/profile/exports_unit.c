/* Every file that a profile is exported as, word for word: EXPORTED is the folder of what is
 * expected. */
#include "base/strings.h"
#include "profile/show/profile_exports.h"
#include "profile/show/profile_graph.h"
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

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(folded_stacks),
        cmocka_unit_test(chrome_trace),
        cmocka_unit_test(a_trace_has_no_time_that_is_not_known),
        cmocka_unit_test(call_graph),
        cmocka_unit_test(a_graph_leaves_out_and_says_so),
        cmocka_unit_test(hostile_names_stay_in_their_quotes),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
