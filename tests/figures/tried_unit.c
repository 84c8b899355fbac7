/* The figures of ./harness try: the bound, and the sentence to quote. */
#include "figures/figures.h"
#include "tests/support/samples.h"

#include <stdlib.h>
#include <string.h>

/* A share of 71 % (69-73), on one core; tests change it. */
static json_t *record(void)
{
    json_t *side = json_pack(
        "{s:s, s:{s:i, s:i, s:f, s:f, s:f, s:b, s:s, s:[], s:{s:s, s:f, s:f, s:f}}}", "command",
        "./v1", "profile", "samples", 5000, "runs", 1, "cores", 1.0, "nameless", 0.0, "cut", 0.0,
        "kernel", 1, "says", "It is parse_line.", "functions", "share", "of", "parse_line", "share",
        0.71, "low", 0.69, "high", 0.73);
    json_t *object = json_pack("{s:i, s:I, s:o, s:{s:s, s:s}}", "exit_code", 0, "output_bytes",
                               (json_int_t)9, "before", side, "after", "command", "./v2",
                               "no_profile", "perf is not installed");
    assert_non_null(object);
    return object;
}

/* In each round, before takes 1000 us; after takes so much less, spread over the rounds. */
static struct results run_of(unsigned rounds, double times, double spread)
{
    struct results results = samples_results();
    struct row *before = samples_row(&results, "before", NULL),
               *after = samples_row(&results, "after", "before");
    samples_rounds(before, rounds, 1000000);
    for (unsigned i = 0; i < rounds; i++)
        samples_add(after, i + 1,
                    (uint64_t)(1000000 / times * (1 + spread * ((double)i / rounds - 0.5))));
    struct row *control = samples_row(&results, "A/A", NULL);
    control->is.copy_of = strdup("before");
    samples_rounds(control, rounds, 1000000);
    results.tried = record();
    return results;
}

static void expect_quote(struct results *results, const char *text)
{
    struct figures figures = figures_of(results);
    char *quote = tried_quote(&figures);
    assert_string_equal(quote, text);
    free(quote);
    figures_free(&figures);
    results_free(results);
}

#define BOUND "; parse_line was 71 % (69–73), so at most 3.7 was possible"

static void every_verdict_has_its_sentence(void **state)
{
    (void)state;
    struct results results = run_of(12, 2.31, 0);
    expect_quote(&results, "after is 2.31 times as fast as before (2.31–2.31)" BOUND);
    results = run_of(12, 0.8, 0);
    expect_quote(&results,
                 "after is slower: it takes 1.25 times as long as before (1.25–1.25)" BOUND);
    results = run_of(12, 1.001, 0);
    expect_quote(&results, "after is as fast as before, to within 2 % (1.001–1.001 times as "
                           "fast)" BOUND);
    results = run_of(3, 2, 0);
    expect_quote(&results, "too few rounds to tell whether after is faster than before: 3 of the 9 "
                           "that it takes" BOUND);
}

static void nothing_is_claimed_without_a_control(void **state)
{
    (void)state;
    struct results results = run_of(8, 2.31, 0);
    expect_quote(&results, "too few rounds to tell whether after is faster than before: 8 of the 9 "
                           "that it takes" BOUND);
    results = run_of(9, 2.31, 0);
    expect_quote(&results, "after is 2.31 times as fast as before (2.31–2.31)" BOUND);
    results = run_of(12, 2.31, 0);
    row_fail(&results.rows[2], STATUS_FAILED, "exit code 3");
    expect_quote(&results, "whether after is faster than before is unclear: this run can't be "
                           "trusted" BOUND);
}

static void nothing_unclear_is_called_faster(void **state)
{
    (void)state;
    struct results results = run_of(12, 1.04, 0.2);
    struct figures figures = figures_of(&results);
    char *quote = tried_quote(&figures);
    assert_non_null(strstr(quote, "whether after is faster than before is unclear: it is from "));
    free(quote);
    figures_free(&figures);
    results_free(&results);
    results = run_of(12, 2.31, 0);
    results_warn(&results, true, strdup("the host was busy"), "wait");
    expect_quote(&results, "whether after is faster than before is unclear: this run can't be "
                           "trusted" BOUND);
}

static void what_bounds_it(void **state)
{
    (void)state;
    struct results results = run_of(12, 5, 0);
    expect_quote(&results, "after is 5.00 times as fast as before (5.00–5.00); parse_line was 71 % "
                           "(69–73), which alone allows at most 3.7: something else is faster, "
                           "too");
    struct try_side side = {.named = "f", .share = 0.5, .low = 0.4, .high = 0.6, .cores = 1};
    assert_float_equal(tried_most(&side), 2.5, 1e-9);
    side.cores = 0.5; /* it waits for as long as it computes */
    assert_true(fabs(tried_most(&side) - 1 / 0.7) < 1e-9);
    side.cores = 4;
    assert_float_equal(tried_most(&side), 2.5, 1e-9);
    side.high = 1;
    assert_true(isinf(tried_most(&side)));
    side.cut = 0.2;
    assert_true(isnan(tried_most(&side)));
    side = (struct try_side){.named = "f", .high = 0.6, .without_kernel = true};
    assert_true(isnan(tried_most(&side)));
    side = (struct try_side){.no_profile = "perf is not installed"};
    assert_true(isnan(tried_most(&side)));
}

static void a_damaged_record_is_refused(void **state)
{
    (void)state;
    struct try_record read;
    char why[200];
    json_t *object = record();
    assert_true(try_parse(object, &read, why, sizeof why));
    assert_string_equal(read.sides[0].named, "parse_line");
    assert_string_equal(read.sides[1].no_profile, "perf is not installed");
    json_t *profile = json_object_get(json_object_get(object, "before"), "profile");
    json_object_set_new(json_object_get(profile, "share"), "high", json_real(0.7));
    assert_false(try_parse(object, &read, why, sizeof why)); /* below the share itself */
    assert_string_equal(why, "\"share\" is missing or wrong");
    json_object_del(profile, "share");
    json_object_set_new(profile, "cores", json_real(-1));
    assert_false(try_parse(object, &read, why, sizeof why));
    json_object_del(json_object_get(object, "before"), "profile");
    assert_false(try_parse(object, &read, why, sizeof why));
    json_decref(object);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_verdict_has_its_sentence),
        cmocka_unit_test(nothing_is_claimed_without_a_control),
        cmocka_unit_test(nothing_unclear_is_called_faster),
        cmocka_unit_test(what_bounds_it),
        cmocka_unit_test(a_damaged_record_is_refused),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
