/* The share of functions that a person names. */
#include "profile/model/profile_named.h"
#include "tests/support/profile_samples.h"
#include "tests/support/samples.h"

#include <string.h>

/* The share of those names; -1 where they are refused. */
static double share_of(const struct profile *profile, const char *names, char why[300])
{
    struct profile_named named;
    *why = '\0';
    if (!profile_named(profile, names, &named, why, 300))
        return -1;
    profile_named_free(&named);
    return named.share;
}

static void expect_share(const struct profile *profile, const char *names, double share)
{
    char why[300];
    double is = share_of(profile, names, why);
    if (!(is > share - 1e-9 && is < share + 1e-9))
        fail_msg("%s: %g in place of %g; %s", names, is, share, why);
}

static void a_stack_counts_once(void **state)
{
    (void)state;
    struct profile *profile = profile_sample();
    expect_share(profile, "lower", 0.10);
    expect_share(profile, "match", 0.60); /* which calls itself */
    expect_share(profile, "match,pcre2_match_8", 0.80);
    expect_share(profile, "lower, read", 0.15);
    expect_share(profile, "main,search", 1);
    profile_free(profile);
}

static void with_an_interval(void **state)
{
    (void)state;
    struct profile *profile = profile_sample();
    struct profile_named named;
    char why[300];
    assert_true(profile_named(profile, "lower", &named, why, sizeof why));
    struct profile_interval by_hand = profile_interval(0.10, 100);
    assert_float_equal(named.interval.low, by_hand.low, 1e-9);
    assert_float_equal(named.interval.high, by_hand.high, 1e-9);
    profile_named_free(&named);
    size_t lower = profile_find_function(profile, "lower", "variant");
    if (lower != PROFILE_NONE) {
        named = profile_named_one(profile, lower);
        assert_float_equal(named.share, 0.10, 1e-9);
        profile_named_free(&named);
    }
    profile_free(profile);
}

static void names_as_people_write_them(void **state)
{
    (void)state;
    static const struct {
        const char *function, *name;
    } same[] = {
        {"parse.constprop.0", "parse"},
        {"app::parse", "parse"},
        {"app::parse", "app::parse"},
        {"main.parse", "parse"},
        {"app::parse::h0123456789abcdef", "parse"},
        {"app::parse::{closure#0}", "app::parse"},
        {"main.parse.func1", "main.parse"},
        {"ns::Foo<int, bar>::parse(char const*, int)", "parse"},
        {"ns::Foo<int, bar>::parse(char const*, int)", "ns::Foo<int, bar>::parse"},
        {"py::parse:/home/you/app.py", "parse"},
    };
    static const struct {
        const char *function, *name;
    } others[] = {
        {"app::parse", "app"},    {"parse_line", "parse"},       {"reparse", "parse"},
        {"sort<parse>", "parse"}, {"app::parse::help", "parse"}, {"parse", ""},
    };
    char why[300];
    for (size_t i = 0; i < sizeof same / sizeof same[0]; i++) {
        struct profile *profile = profile_new();
        size_t function = profile_function(profile, same[i].function, "x", PROFILE_OWN);
        profile_hit(profile, profile_node(profile, PROFILE_NONE, function, PROFILE_NONE), 1, 1);
        profile_sum_up(profile);
        expect_share(profile, same[i].name, 1);
        profile_free(profile);
    }
    for (size_t i = 0; i < sizeof others / sizeof others[0]; i++) {
        struct profile *profile = profile_new();
        size_t function = profile_function(profile, others[i].function, "x", PROFILE_OWN);
        profile_hit(profile, profile_node(profile, PROFILE_NONE, function, PROFILE_NONE), 1, 1);
        profile_sum_up(profile);
        if (share_of(profile, others[i].name, why) >= 0)
            fail_msg("'%s' is not '%s'", others[i].name, others[i].function);
        profile_free(profile);
    }
}

static void a_name_that_is_not_there(void **state)
{
    (void)state;
    char why[300];
    struct profile *profile = profile_sample();
    assert_true(share_of(profile, "lower,serch", why) < 0);
    assert_string_equal(why, "no function 'serch' was seen: the nearest is 'search', most time is "
                             "in 'match', 'pcre2_match_8', 'lower'");
    profile_free(profile);
}

static void without_stacks(void **state)
{
    (void)state;
    char why[300];
    struct profile *profile = profile_sample_counted();
    expect_share(profile, "pcre2_match_8", 0.90);
    assert_true(share_of(profile, "main,search", why) < 0);
    assert_non_null(strstr(why, "needs stacks"));
    profile_free(profile);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_stack_counts_once),
        cmocka_unit_test(with_an_interval),
        cmocka_unit_test(names_as_people_write_them),
        cmocka_unit_test(a_name_that_is_not_there),
        cmocka_unit_test(without_stacks),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
