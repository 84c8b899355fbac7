/* Sums of a profile, its figures, and what lies under a function. */
#include "base/strings.h"
#include "profile/model/profile_figures.h"
#include "profile/model/profile_focus.h"
#include "profile/model/profile_words.h"
#include "tests/support/profile_samples.h"
#include "tests/support/samples.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

static size_t find(const struct profile *profile, const char *name)
{
    for (size_t i = 0; i < profile->function_count; i++)
        if (strcmp(profile->functions[i].name, name) == 0)
            return i;
    fail_msg("no function %s", name);
    return 0;
}

static void expect(const struct profile *profile, const char *name, double self_ms, double total_ms)
{
    const struct profile_function *function = &profile->functions[find(profile, name)];
    assert_true(function->self == self_ms * 1e6);
    assert_true(function->total == total_ms * 1e6);
}

static double edge_ms(const struct profile *profile, const char *caller, const char *callee)
{
    for (size_t i = 0; i < profile->edge_count; i++)
        if (profile->edges[i].caller == find(profile, caller) &&
            profile->edges[i].callee == find(profile, callee))
            return profile->edges[i].total / 1e6;
    fail_msg("%s does not call %s", caller, callee);
    return 0;
}

static void a_recursion_counts_once(void **state)
{
    (void)state;
    struct profile *profile = profile_sample();
    expect(profile, "main", 1, 90);
    expect(profile, "search", 4, 99); /* in both threads */
    expect(profile, "pcre2_match_8", 20, 80);
    expect(profile, "match", 60, 60);
    expect(profile, "lower", 10, 10);
    assert_true(edge_ms(profile, "pcre2_match_8", "match") == 60);
    assert_true(edge_ms(profile, "match", "match") == 20);
    assert_true(profile_total(profile) == 100e6);
    profile_sum_up(profile); /* again: the same */
    expect(profile, "match", 60, 60);
    assert_true(edge_ms(profile, "match", "match") == 20);
    profile_free(profile);
}

/* a - b - a - b: each once, the edge between them once. */
static void a_mutual_recursion_counts_once(void **state)
{
    (void)state;
    struct profile *profile = profile_new();
    size_t a = profile_function(profile, "a", "", PROFILE_OWN);
    size_t b = profile_function(profile, "b", "", PROFILE_OWN), at = PROFILE_NONE;
    for (int i = 0; i < 4; i++) {
        at = profile_node(profile, at, i % 2 ? b : a, PROFILE_NONE);
        profile_hit(profile, at, 1e6, 1);
    }
    profile_sum_up(profile);
    expect(profile, "a", 2, 4);
    expect(profile, "b", 2, 3);
    assert_true(edge_ms(profile, "a", "b") == 3);
    assert_true(edge_ms(profile, "b", "a") == 2);
    profile_free(profile);
}

static void names_are_cleaned(void **state)
{
    (void)state;
    struct profile *profile = profile_new();
    size_t place = profile_function(profile, "caf\xe9\n", "m\x1b", PROFILE_OWN);
    assert_string_equal(profile->functions[place].name, "caf??");
    assert_string_equal(profile->functions[place].module, "m?");
    assert_int_equal(profile_function(profile, "caf??", "m?", PROFILE_OWN), place);
    place = profile_function(profile, "café", "", PROFILE_OWN);
    assert_string_equal(profile->functions[place].name, "café");
    char longest[9000];
    memset(longest, 'x', sizeof longest);
    longest[sizeof longest - 1] = '\0';
    place = profile_function(profile, longest, "", PROFILE_OWN);
    assert_int_equal(strlen(profile->functions[place].name), 2000);
    profile_free(profile);
}

/* --- figures --- */

/* The figures are R's, prop.test(k, n, correct = FALSE). */
static void the_interval_is_wilson_s(void **state)
{
    (void)state;
    static const struct {
        double share, samples, low, high;
    } cases[] = {{1, 1, 0.2065, 1},   {0, 1, 0, 0.7935},          {1, 6, 0.6097, 1},
                 {0, 100, 0, 0.0370}, {0.5, 100, 0.4038, 0.5962}, {0.8, 100, 0.7112, 0.8666}};
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        struct profile_interval is = profile_interval(cases[i].share, cases[i].samples);
        assert_true(fabs(is.low - cases[i].low) < 1e-4);
        assert_true(fabs(is.high - cases[i].high) < 1e-4);
    }
    assert_true(profile_interval(0.3, 0).low == 0.3 && profile_interval(0.3, 0).high == 0.3);
    struct profile *profile = profile_sample();
    assert_true(fabs(profile_error(profile, 0.8) - 0.0888) < 1e-4);
    assert_true(fabs(profile_error(profile, 0) - 0.0370) < 1e-4);
    profile->how.samples = 0;
    assert_true(isnan(profile_error(profile, 0.5)));
    profile_free(profile);
}

static void expect_order(const struct profile *profile, enum profile_sort by, const char *names)
{
    char *got = copy_string("");
    size_t *order = profile_sorted(profile, by);
    for (size_t i = 0; i < profile->function_count; i++) {
        char *longer = format_string("%s%s ", got, profile->functions[order[i]].name);
        free(got);
        got = longer;
    }
    assert_string_equal(got, names);
    free(got);
    free(order);
}

static void functions_are_sorted(void **state)
{
    (void)state;
    struct profile *profile = profile_sample();
    expect_order(profile, PROFILE_BY_SELF,
                 "match pcre2_match_8 lower search copy_to_user main read ");
    expect_order(profile, PROFILE_BY_TOTAL,
                 "search main pcre2_match_8 match lower read copy_to_user ");
    expect_order(profile, PROFILE_BY_CALLS,
                 "match pcre2_match_8 lower search main copy_to_user read ");
    expect_order(profile, PROFILE_BY_NAME,
                 "copy_to_user lower main match pcre2_match_8 read search ");
    profile_free(profile);
}

static void figures_read_well(void **state)
{
    (void)state;
    char to[UNITS_SIZE];
    assert_string_equal(profile_weight(to, PROFILE_NS, 1.234e9), "1.23 s");
    assert_string_equal(profile_weight(to, PROFILE_NS, 999.9e6), "1.00 s");
    assert_string_equal(profile_weight(to, PROFILE_NS, 45e3), "45.0 µs");
    assert_string_equal(profile_weight(to, PROFILE_NS, 0.5), "0.500 ns");
    assert_string_equal(profile_weight(to, PROFILE_INSTRUCTIONS, 12), "12.0");
    assert_string_equal(profile_gain(to, 0.88), "8.3×");
    assert_string_equal(profile_gain(to, 0.1), "1.1×");
    char *name = profile_short_name("naïve_function_of_note", 11);
    assert_string_equal(name, "naïve…_note");
    free(name);
    name = profile_short_name("__memmove_avx512_unaligned_erms", 12);
    assert_string_equal(name, "__memm…_erms");
    free(name);
    name = profile_short_name("short", 5);
    assert_string_equal(name, "short");
    free(name);
}

/* --- focus --- */

static void focus_is_what_lies_below(void **state)
{
    (void)state;
    char why[200];
    struct profile *profile = profile_sample();
    size_t place = profile_focus_find(profile, "pcre2_match", why, sizeof why);
    assert_int_equal(place, find(profile, "pcre2_match_8"));
    struct profile *part = profile_focus(profile, place, why, sizeof why);
    assert_non_null(part);
    expect(part, "pcre2_match_8", 20, 80);
    expect(part, "match", 60, 60);
    assert_int_equal(part->function_count, 2);
    assert_int_equal(part->how.samples, 80);
    profile_free(part);
    part = profile_focus(profile, find(profile, "search"), why, sizeof why); /* of both threads */
    expect(part, "search", 4, 99);
    profile_free(part);
    assert_int_equal(profile_focus_find(profile, "match", why, sizeof why), find(profile, "match"));
    assert_int_equal(profile_focus_find(profile, "ma", why, sizeof why), PROFILE_NONE);
    assert_string_equal(why, "'ma' is part of 3 functions' names; profile.json has them");
    assert_int_equal(profile_focus_find(profile, "none", why, sizeof why), PROFILE_NONE);
    assert_string_equal(why, "no function 'none' was seen; profile.json has all that were");
    profile_free(profile);
    profile = profile_sample_counted();
    assert_null(profile_focus(profile, 1, why, sizeof why));
    assert_non_null(strstr(why, "callgrind knows none"));
    profile_free(profile);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_recursion_counts_once),
        cmocka_unit_test(a_mutual_recursion_counts_once),
        cmocka_unit_test(names_are_cleaned),
        cmocka_unit_test(the_interval_is_wilson_s),
        cmocka_unit_test(functions_are_sorted),
        cmocka_unit_test(figures_read_well),
        cmocka_unit_test(focus_is_what_lies_below),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
