/* The ledger's arithmetic, on shares and ratios worked out by hand. */
#include "figures/ladder.h"
#include "show/captions.h"
#include "tests/support/figured.h"

#include <stdlib.h>
#include <string.h>

static void amdahl(void **state)
{
    (void)state;
    struct prediction half = ladder_amdahl(0.5, INFINITY);
    assert_near(half.share, 0.5);
    assert_near(half.ceiling, 2);
    assert_near(half.expected, 2);
    struct prediction most = ladder_amdahl(0.8, 4);
    assert_near(most.ceiling, 5);
    assert_near(most.expected, 2.5); /* 1 / (0.2 + 0.8 / 4) */
    struct prediction none = ladder_amdahl(0, 10);
    assert_near(none.ceiling, 1);
    assert_near(none.expected, 1);
    struct prediction all = ladder_amdahl(1, 4);
    assert_true(isinf(all.ceiling));
    assert_near(all.expected, 4);
}

static void shares_and_bottleneck(void **state)
{
    (void)state;
    struct stage_times stages = {0};
    assert_near(ladder_share(&stages, STAGE_BIT(STAGE_READ)), 0); /* not 0 / 0 */
    assert_int_equal(ladder_bottleneck(&stages), STAGE_OTHER);
    stages.spent[STAGE_OTHER] = 5;
    stages.spent[STAGE_READ] = 20;
    stages.spent[STAGE_LOWER] = 15;
    stages.spent[STAGE_SEARCH] = 60;
    assert_near(ladder_share(&stages, STAGE_BIT(STAGE_READ)), 0.2);
    assert_near(ladder_share(&stages, STAGE_BIT(STAGE_READ) | STAGE_BIT(STAGE_LOWER)), 0.35);
    assert_near(ladder_share(&stages, STAGE_BIT(STAGE_OTHER)), 0.05);
    assert_near(ladder_share(&stages, STAGE_BIT(STAGE_MERGE)), 0);
    assert_near(ladder_share(&stages, 0), 0);
    assert_near(ladder_share(&stages, STAGE_BIT(STAGE_COUNT) - 1), 1);
    assert_int_equal(ladder_bottleneck(&stages), STAGE_SEARCH);
    stages.spent[STAGE_OTHER] = 100;
    assert_int_equal(ladder_bottleneck(&stages), STAGE_OTHER);
}

static void predictions(void **state)
{
    (void)state;
    struct results results = samples_results();
    struct row *parent = samples_row(&results, "parent", NULL);
    struct row *child = samples_row(&results, "child", "parent");
    struct prediction predicted;
    child->is.attacks = STAGE_BIT(STAGE_LOWER) | STAGE_BIT(STAGE_READ);
    child->is.factor = INFINITY;
    assert_false(ladder_predict(NULL, child, 4, &predicted));
    assert_false(ladder_predict(parent, child, 4, &predicted)); /* no stage run */

    samples_stage(parent, STAGE_READ, 10);
    samples_stage(parent, STAGE_LOWER, 10);
    samples_stage(parent, STAGE_SEARCH, 60);
    assert_true(ladder_predict(parent, child, 4, &predicted));
    assert_near(predicted.share, 0.25);
    assert_near(predicted.ceiling, 4.0 / 3);
    assert_near(predicted.expected, 4.0 / 3);

    child->is.attacks = STAGE_BIT(STAGE_SEARCH);
    child->is.factor = 2;
    assert_true(ladder_predict(parent, child, 4, &predicted));
    assert_near(predicted.share, 0.75);
    assert_near(predicted.ceiling, 4);
    assert_near(predicted.expected, 1.6); /* 1 / (0.25 + 0.375) */

    child->is.factor = FACTOR_THREADS;
    assert_true(ladder_predict(parent, child, 4, &predicted));
    assert_near(predicted.expected, 1 / 0.4375); /* 1 / (0.25 + 0.75 / 4) */
    assert_true(ladder_predict(parent, child, 1, &predicted));
    assert_near(predicted.expected, 1);

    child->is.attacks = 0;
    assert_false(ladder_predict(parent, child, 4, &predicted));
    results_free(&results);
}

static void summaries(void **state)
{
    (void)state;
    struct results results = samples_results();
    struct row *row = samples_row(&results, "row", NULL);
    struct summary none = ladder_summarize(row);
    assert_int_equal(none.rounds, 0);
    assert_true(isnan(none.median_ns) && isnan(none.cpu_ns));
    assert_false(none.has_interval);

    const uint64_t times[] = {70, 10, 60, 20, 50, 30};
    for (unsigned i = 0; i < 6; i++)
        samples_add(row, i + 1, times[i]);
    row->samples[3].record.peak_rss_bytes = 4096;
    row->samples[4].record.peak_rss_bytes = 1024;
    struct summary six = ladder_summarize(row);
    assert_int_equal(six.rounds, 6);
    assert_near(six.median_ns, 40);
    assert_near(six.cpu_ns, 42); /* user and system time */
    assert_true(six.has_interval);
    assert_near(six.interval.low, 10);
    assert_near(six.interval.high, 70);
    assert_int_equal(six.peak_rss_bytes, 4096);
    results_free(&results);
}

static void speedups_pair_by_round(void **state)
{
    (void)state;
    struct results results = samples_results();
    struct row *slow = samples_row(&results, "slow", NULL);
    struct row *fast = samples_row(&results, "fast", "slow");
    assert_true(isnan(ladder_speedup(slow, fast).ratio));

    /* The machine is ten times slower in even rounds; the ratio within each round is 2. */
    for (unsigned round = 1; round <= 8; round++)
        samples_add(slow, round, round % 2 ? 200 : 2000);
    for (unsigned round = 8; round >= 2; round--) /* in another order, and without the first */
        samples_add(fast, round, round % 2 ? 100 : 1000);
    struct speedup speedup = ladder_speedup(slow, fast);
    assert_int_equal(speedup.rounds, 7);
    assert_near(speedup.ratio, 2);
    assert_true(speedup.has_interval);
    assert_near(speedup.interval.low, 2);
    assert_near(speedup.interval.high, 2);
    struct speedup back = ladder_speedup(fast, slow);
    assert_int_equal(back.rounds, 7);
    assert_near(back.ratio, 0.5);

    struct row *few = samples_row(&results, "few", "slow");
    for (unsigned round = 4; round <= 20; round++)
        samples_add(few, round, round % 2 ? 50 : 500);
    speedup = ladder_speedup(slow, few);
    assert_int_equal(speedup.rounds, 5); /* 4 .. 8 */
    assert_near(speedup.ratio, 4);
    assert_false(speedup.has_interval);

    struct row *apart = samples_row(&results, "apart", "slow");
    samples_add(apart, 100, 7);
    speedup = ladder_speedup(slow, apart);
    assert_int_equal(speedup.rounds, 0);
    assert_true(isnan(speedup.ratio));
    results_free(&results);
}

static void parents_and_baseline(void **state)
{
    (void)state;
    struct results results = samples_results();
    assert_null(ladder_baseline(&results));
    struct row *first = samples_row(&results, "first", NULL);
    struct row *second = samples_row(&results, "second", NULL);
    struct row *child = samples_row(&results, "child", "first");
    struct row *orphan = samples_row(&results, "orphan", "not_in_this_run");
    assert_null(ladder_parent(&results, first));
    assert_ptr_equal(ladder_parent(&results, child), first);
    assert_null(ladder_parent(&results, orphan));

    assert_null(ladder_baseline(&results)); /* nothing measured yet */
    samples_rounds(child, 6, 10);
    samples_rounds(second, 6, 10);
    assert_ptr_equal(ladder_baseline(&results), second);
    samples_rounds(first, 6, 10);
    assert_ptr_equal(ladder_baseline(&results), first);
    row_fail(first, STATUS_FAILED, "it died");
    assert_ptr_equal(ladder_baseline(&results), second);
    second->is.copy_of = strdup("first"); /* a control is none */
    assert_non_null(second->is.copy_of);
    assert_null(ladder_baseline(&results));
    results_free(&results);
}

/* Three rows, the third the control of the first; it takes `control_ns` in every round. */
static struct results controlled(unsigned rounds, uint64_t child_ns, uint64_t control_ns)
{
    struct results results = samples_results();
    samples_rounds(samples_row(&results, "parent", NULL), rounds, 1000);
    samples_rounds(samples_row(&results, "child", "parent"), rounds, child_ns);
    struct row *control = samples_row(&results, "parent_again", NULL);
    samples_rounds(control, rounds, control_ns);
    control->is.copy_of = strdup("parent");
    assert_non_null(control->is.copy_of);
    return results;
}

static void comes_out_as(unsigned rounds, uint64_t child_ns, uint64_t control_ns, bool trusted,
                         enum verdict verdict)
{
    struct results results = controlled(rounds, child_ns, control_ns);
    struct speedup control;
    assert_int_equal(figured_trusted(&results, &control), trusted);
    assert_int_equal(figured_trusted(&results, NULL), trusted);
    assert_near(control.ratio, 1000.0 / (double)control_ns);
    assert_int_equal(figured_verdict(&results, &results.rows[1]), verdict);
    assert_int_equal(figured_verdict(&results, &results.rows[0]), VERDICT_NONE); /* no parent */
    results_free(&results);
}

static void verdicts_hang_on_the_control(void **state)
{
    (void)state;
    comes_out_as(6, 500, 1000, true, VERDICT_FASTER);
    comes_out_as(6, 2000, 1000, true, VERDICT_SLOWER);
    comes_out_as(6, 1001, 1000, true, VERDICT_SAME);
    comes_out_as(6, 500, 1001, false, VERDICT_UNCLEAR); /* a copy that differs from itself */
    comes_out_as(6, 500, 999, false, VERDICT_UNCLEAR);
    comes_out_as(6, 1001, 900, false, VERDICT_UNCLEAR);
    comes_out_as(5, 500, 900, true, VERDICT_NONE); /* too few rounds to say either */

    struct results results = controlled(6, 500, 900);
    results.rows[2].samples[0].record.search_ns = 1100; /* the interval now holds 1 */
    assert_true(figured_trusted(&results, NULL));
    assert_int_equal(figured_verdict(&results, &results.rows[1]), VERDICT_FASTER);
    results_free(&results);
}

static void a_disturbed_control_judges_nothing(void **state)
{
    (void)state;
    struct results results = controlled(8, 500, 1000);
    struct speedup control;
    samples_disturb(&results, 2, 0, 2, "steal 10 %"); /* six rounds are left */
    assert_true(figured_trusted(&results, &control));
    assert_int_equal(control.rounds, 6);
    assert_near(control.interval.low, 1);
    assert_near(control.interval.high, 1);
    for (size_t i = 2; i < 8; i++)
        results.rows[2].samples[i].record.search_ns = 900;
    assert_false(figured_trusted(&results, &control));
    assert_true(control.has_interval);
    assert_int_equal(figured_verdict(&results, &results.rows[1]), VERDICT_UNCLEAR);

    samples_disturb(&results, 2, 2, 6, "steal 10 %"); /* none is */
    assert_true(figured_trusted(&results, &control));
    assert_false(control.has_interval);
    assert_near(control.ratio, 1000.0 / 8100);
    assert_int_equal(figured_verdict(&results, &results.rows[1]), VERDICT_FASTER);
    char *caption = figured_text(captions_control, &results);
    assert_has(caption, "so it says nothing");
    free(caption);
    results_free(&results);
}

static void failed_rows_have_no_verdict(void **state)
{
    (void)state;
    struct results results = controlled(6, 500, 900);
    struct speedup control;
    row_fail(&results.rows[2], STATUS_TIMEOUT, "it hung"); /* no control: nothing against it */
    assert_true(figured_trusted(&results, &control));
    assert_true(isnan(control.ratio));
    assert_int_equal(figured_verdict(&results, &results.rows[1]), VERDICT_FASTER);
    for (enum status status = STATUS_OK + 1; status < STATUS_COUNT; status++) {
        row_fail(&results.rows[1], status, "failed");
        assert_int_equal(figured_verdict(&results, &results.rows[1]), VERDICT_NONE);
    }
    results.rows[1].status = STATUS_OK;
    results.rows[2].status = STATUS_OK;
    assert_false(figured_trusted(&results, NULL));
    row_fail(&results.rows[0], STATUS_MISMATCH, "it miscounts");
    assert_true(figured_trusted(&results, NULL)); /* nothing to hold the control against */
    assert_int_equal(figured_verdict(&results, &results.rows[1]), VERDICT_NONE);
    results_free(&results);
}

static void overhead_of_the_stage_clock(void **state)
{
    (void)state;
    struct results results = samples_results();
    struct row *row = samples_row(&results, "row", NULL);
    assert_true(isnan(ladder_stage_overhead(row)));
    samples_stage(row, STAGE_READ, 40);
    samples_stage(row, STAGE_SEARCH, 65);
    assert_true(isnan(ladder_stage_overhead(row)));
    samples_rounds(row, 3, 100);
    assert_near(ladder_stage_overhead(row), 105.0 / 100 - 1);
    row->has_stages = false;
    assert_true(isnan(ladder_stage_overhead(row)));
    results_free(&results);
}

static void outliers_stand_out(void **state)
{
    (void)state;
    static const uint64_t times[] = {100, 101, 99, 102, 98, 100, 200, 10};
    bool flags[8];
    struct results results = samples_results();
    struct row *row = samples_row(&results, "row", NULL);
    for (unsigned i = 0; i < 8; i++)
        samples_add(row, i + 1, times[i]);
    assert_int_equal(ladder_outliers(row, flags), 2);
    for (size_t i = 0; i < 8; i++)
        assert_int_equal(flags[i], i >= 6);

    struct row *steady = samples_row(&results, "steady", NULL);
    samples_rounds(steady, 7, 100);
    assert_int_equal(ladder_outliers(steady, flags), 0);
    results_free(&results);
}

static void shares_of_limits(void **state)
{
    (void)state;
    struct results results = samples_results(); /* 1000 bytes, 4 threads */
    results.limits[0] = (struct limit){.name = LIMIT_READ, .threads = 1, .gb_per_s = 20};
    results.limits[1] = (struct limit){.name = LIMIT_MAPPED, .threads = 4, .gb_per_s = 50};
    results.limit_count = 2;
    struct row *row = samples_row(&results, "row", NULL);
    samples_rounds(row, 3, 100); /* 10 GB/s */
    assert_true(isnan(ladder_limit_share(&results, row)));
    row->is.limit = strdup(LIMIT_READ);
    row->is.factor = 2;
    assert_near(ladder_limit_share(&results, row), 0.5);
    row->is.factor = FACTOR_THREADS;
    assert_true(isnan(ladder_limit_share(&results, row))); /* none for 4 threads */
    free(row->is.limit);
    row->is.limit = strdup(LIMIT_MAPPED);
    assert_near(ladder_limit_share(&results, row), 0.2);
    limits_keep_round(&results.limits[1], 2, 20); /* against the rounds', where there are any */
    limits_keep_round(&results.limits[1], 0, 40);
    assert_near(ladder_limit_share(&results, row), (0.25 + 0.5) / 2);
    assert_near(ladder_limit_median(&results.limits[1]), 30);
    row_fail(row, STATUS_FAILED, "it failed");
    assert_true(isnan(ladder_limit_share(&results, row)));
    results_free(&results);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(amdahl),
        cmocka_unit_test(shares_and_bottleneck),
        cmocka_unit_test(predictions),
        cmocka_unit_test(summaries),
        cmocka_unit_test(speedups_pair_by_round),
        cmocka_unit_test(parents_and_baseline),
        cmocka_unit_test(verdicts_hang_on_the_control),
        cmocka_unit_test(a_disturbed_control_judges_nothing),
        cmocka_unit_test(failed_rows_have_no_verdict),
        cmocka_unit_test(overhead_of_the_stage_clock),
        cmocka_unit_test(outliers_stand_out),
        cmocka_unit_test(shares_of_limits),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
