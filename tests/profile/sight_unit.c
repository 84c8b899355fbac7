/* What a profile of another's program can tell, and several runs in one. */
#include "profile/model/profile_merge.h"
#include "profile/profile_sight.h"
#include "tests/support/profile_samples.h"
#include "tests/support/samples.h"

#include <stdlib.h>
#include <string.h>

static void add(struct profile *profile, const char *name, const char *module,
                enum profile_category category, double weight)
{
    size_t function = profile_function(profile, name, module, category);
    profile_hit(profile, profile_node(profile, PROFILE_NONE, function, PROFILE_NONE), weight, 1);
    profile_sum_up(profile);
}

static void expect_blind(struct profile *profile, const char *says)
{
    char *blind = profile_sight_blind(profile);
    if (says)
        assert_string_equal(blind, says);
    else
        assert_null(blind);
    free(blind);
    profile_free(profile);
}

static void an_interpreter_that_names_nothing(void **state)
{
    (void)state;
    struct profile *profile = profile_new();
    add(profile, "_PyEval_EvalFrameDefault", "python3.11", PROFILE_OWN, 90);
    add(profile, "memcpy", "libc.so.6", PROFILE_LIBRARY, 10);
    expect_blind(profile, "python3.11 without -X perf (Python 3.12 or newer): the script's "
                          "functions are not visible");
    profile = profile_new();
    add(profile, "v8::Run", "node", PROFILE_OWN, 20);
    add(profile, "[unknown]", "[jit]", PROFILE_JIT, 80);
    expect_blind(profile, "node without --perf-basic-prof: the script's functions are not visible");
    profile = profile_new();
    add(profile, "Perl_runops_standard", "libperl.so.5.36", PROFILE_LIBRARY, 1);
    expect_blind(profile, "libperl.so.5.36 runs a script, whose functions are not visible");
}

static void one_that_does_and_what_is_none(void **state)
{
    (void)state;
    struct profile *profile = profile_new();
    add(profile, "_PyEval_EvalFrameDefault", "python3.12", PROFILE_OWN, 90);
    add(profile, "py::parse:/home/me/x.py", "[jit]", PROFILE_JIT, 10);
    expect_blind(profile, NULL);
    profile = profile_new();
    add(profile, "main", "v1", PROFILE_OWN, 90);
    add(profile, "PyList_New", "libpython3.11.so", PROFILE_LIBRARY, 10); /* a small part */
    expect_blind(profile, NULL);
    expect_blind(profile_sample(), NULL);
}

static void several_runs_in_one(void **state)
{
    (void)state;
    struct profile *one = profile_sample(), *other = profile_sample();
    size_t match = profile_find_function(one, "match", "variant");
    assert_true(match != PROFILE_NONE);
    double total = profile_total(one), of_match = one->functions[match].total;
    size_t threads = one->thread_count;
    uint64_t samples = one->how.samples;
    profile_merge(one, other);
    assert_true(profile_total(one) > 1.999 * total && profile_total(one) < 2.001 * total);
    match = profile_find_function(one, "match", "variant");
    assert_true(one->functions[match].total > 1.999 * of_match &&
                one->functions[match].total < 2.001 * of_match);
    assert_int_equal(one->how.samples, 2 * samples);
    assert_int_equal(one->thread_count, threads);
    profile_free(one);
    profile_free(other);
}

static void what_it_says(void **state)
{
    (void)state;
    struct profile *profile = profile_sample();
    char *says = profile_sight_says(profile);
    assert_non_null(strstr(says, "`pcre2_match_8` and below: 80 % of the CPU time."));
    free(says);
    profile_free(profile);
    profile = profile_new();
    add(profile, "[unknown]", "stripped", PROFILE_UNKNOWN, 5);
    says = profile_sight_says(profile);
    assert_string_equal(
        says, "It is unclear what takes most: the names of its own functions are not known.");
    free(says);
    profile->how.samples = 5; /* so few that even the missing names say nothing */
    says = profile_sight_says(profile);
    assert_string_equal(says, "5 samples are too few to tell what takes most: take more input.");
    free(says);
    profile_free(profile);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(an_interpreter_that_names_nothing),
        cmocka_unit_test(one_that_does_and_what_is_none),
        cmocka_unit_test(several_runs_in_one),
        cmocka_unit_test(what_it_says),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
