/* Times and ratios, on samples whose medians are worked out by hand. */
#include "figures/ladder.h"
#include "show/captions.h"
#include "tests/support/figured.h"

#include <stdlib.h>
#include <string.h>

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
    assert_true(isnan(ladder_speedup(slow, fast, STATS_CONFIDENCE).ratio));

    /* The machine is ten times slower in even rounds; the ratio within each round is 2. */
    for (unsigned round = 1; round <= 8; round++)
        samples_add(slow, round, round % 2 ? 200 : 2000);
    for (unsigned round = 8; round >= 2; round--) /* in another order, and without the first */
        samples_add(fast, round, round % 2 ? 100 : 1000);
    struct speedup speedup = ladder_speedup(slow, fast, STATS_CONFIDENCE);
    assert_int_equal(speedup.rounds, 7);
    assert_near(speedup.ratio, 2);
    assert_true(speedup.has_interval);
    assert_near(speedup.interval.low, 2);
    assert_near(speedup.interval.high, 2);
    struct speedup back = ladder_speedup(fast, slow, STATS_CONFIDENCE);
    assert_int_equal(back.rounds, 7);
    assert_near(back.ratio, 0.5);

    struct row *few = samples_row(&results, "few", "slow");
    for (unsigned round = 4; round <= 20; round++)
        samples_add(few, round, round % 2 ? 50 : 500);
    speedup = ladder_speedup(slow, few, STATS_CONFIDENCE);
    assert_int_equal(speedup.rounds, 5); /* 4 .. 8 */
    assert_near(speedup.ratio, 4);
    assert_false(speedup.has_interval);

    struct row *apart = samples_row(&results, "apart", "slow");
    samples_add(apart, 100, 7);
    speedup = ladder_speedup(slow, apart, STATS_CONFIDENCE);
    assert_int_equal(speedup.rounds, 0);
    assert_true(isnan(speedup.ratio));
    results_free(&results);
}

/* A row that searches the first 400 of 1000 bytes in 100 + 400 ns, and 100 of them in 100 + 100. */
static struct row *on_the_first_bytes(struct results *results)
{
    struct row *row = samples_row(results, "slow", NULL);
    for (unsigned round = 1; round <= 7; round++) {
        struct probe less = {.kind = PROBE_SHORT,
                             .sample = {.round = round, .bytes = 100, .record.search_ns = 200}};
        samples_add(row, round, 500);
        row->samples[round - 1].bytes = 400;
        row_add_probe(row, &less);
    }
    return row;
}

static void add_whole(struct row *row, unsigned round, uint64_t search_ns)
{
    row_add_probe(row, &(struct probe){.kind = PROBE_WHOLE,
                                       .sample = {.round = round, .record.search_ns = search_ns}});
}

static void times_of_all_the_text(void **state)
{
    (void)state;
    struct results results = samples_results();
    struct row *row = on_the_first_bytes(&results);
    assert_near(ladder_start_ns(row), 100);
    assert_near(ladder_whole_ns(row, &row->samples[0]), 1100);
    assert_near(ladder_whole_ns(row, &row->probes[0].sample), 1100);
    struct summary summary = ladder_summarize(row);
    assert_near(summary.median_ns, 1100);
    assert_near(summary.interval.low, 1100);
    assert_near(summary.wall_ns, 1105);              /* 5 beside the search */
    assert_near(summary.cpu_ns, 502 * 1100 / 500.0); /* as much longer as the search */
    assert_true(isnan(summary.whole_off));

    add_whole(row, 2, 1122); /* 2 % more: the fit stands */
    summary = ladder_summarize(row);
    assert_near(summary.whole_off, 0.02);
    assert_near(summary.median_ns, 1100);
    assert_near(ladder_whole_ns(row, &row->probes[row->probe_count - 1].sample), 1122);

    add_whole(row, 3, 1166); /* 6 %; the median of both is 4 % */
    summary = ladder_summarize(row);
    assert_near(summary.whole_off, 0.04);
    assert_near(summary.median_ns, 1144);
    assert_near(summary.interval.low, 1144);
    assert_near(summary.interval.high, 1144);
    assert_near(summary.wall_ns, 1.04 * 1105);

    add_whole(row, 9, 9999); /* of a round without a sample to hold it against */
    assert_near(ladder_summarize(row).whole_off, 0.04);
    row->samples[1].record.search_ns = 1000; /* a slow round, in which all took as long: 2350 */
    row->probes[1].sample.record.search_ns = 325;
    row->probes[7].sample.record.search_ns = 2444; /* 2350 / 25 * 26 */
    summary = ladder_summarize(row);
    assert_near(summary.whole_off, (2444 / 2350.0 + 1166 / 1100.0) / 2 - 1);
    results_free(&results);
}

/* A whole run is held against the median of what its round's sample, its run on less of the text
 * and its stage run say: 1100 ns, of which one held-up run changes nothing. */
static void whole_runs_stand_a_held_up_one(void **state)
{
    (void)state;
    enum {
        SAMPLE,
        SHORT,
        STAGES,
        WAYS
    };
    for (int held_up = 0; held_up < WAYS; held_up++)
        for (int has_stages = 0; has_stages < 2; has_stages++) {
            struct results results = samples_results();
            struct row *row = on_the_first_bytes(&results);
            add_whole(row, 2, 1122);
            if (has_stages) /* 500 ns, and 60 of the clock's */
                row_add_probe(
                    row, &(struct probe){.kind = PROBE_STAGES,
                                         .sample = {.round = 2,
                                                    .bytes = 400,
                                                    .record = {.search_ns = 560, .clock_ns = 60}}});
            assert_near(ladder_summarize(row).whole_off, 0.02);
            if (held_up == SAMPLE)
                row->samples[1].record.search_ns = 1000; /* which says 2350 ns */
            else if (held_up == SHORT)
                row->probes[1].sample.record.search_ns = 325; /* the same */
            else if (has_stages)
                row->probes[8].sample.record.search_ns = 1060; /* the same */
            /* Of two that differ by so much, each may be the one: the middle, 1725 ns. */
            assert_near(ladder_summarize(row).whole_off,
                        has_stages || held_up == STAGES ? 0.02 : 1122 / 1725.0 - 1);
            results_free(&results);
        }
}

/* A clock that cost more than there was, a stage run of all of the text, one of another round: none
 * of them says how long the others should have taken. */
static void whole_runs_and_odd_stage_runs(void **state)
{
    (void)state;
    static const struct sample odd[] = {
        {.round = 2, .bytes = 400, .record = {.search_ns = 500, .clock_ns = 501}},
        {.round = 2, .bytes = 0, .record = {.search_ns = 9000}},
        {.round = 3, .bytes = 400, .record = {.search_ns = 9000}},
    };
    for (size_t i = 0; i < sizeof odd / sizeof odd[0]; i++) {
        struct results results = samples_results();
        struct row *row = on_the_first_bytes(&results);
        row->samples[1].record.search_ns = 540; /* 1200 ns; the run on less of it says 1100 */
        add_whole(row, 2, 1173);
        row_add_probe(row, &(struct probe){.kind = PROBE_STAGES, .sample = odd[i]});
        assert_near(ladder_summarize(row).whole_off, 0.02);
        results_free(&results);
    }
}

/* No start is shorter than nothing, or longer than the samples. */
static void starts_that_cannot_be(void **state)
{
    (void)state;
    struct results results = samples_results();
    struct row *row = on_the_first_bytes(&results);
    for (size_t i = 0; i < row->probe_count; i++)
        row->probes[i].sample.record.search_ns = 100; /* as if it began before it began */
    assert_true(ladder_start_ns(row) == 0);
    assert_near(ladder_whole_ns(row, &row->samples[0]), 1250);
    for (size_t i = 0; i < row->probe_count; i++)
        row->probes[i].sample.record.search_ns = 600; /* less of it takes longer */
    assert_true(ladder_start_ns(row) == 0);
    row->probe_count = 0;
    assert_true(ladder_start_ns(row) == 0);
    struct row *whole = samples_row(&results, "fast", NULL);
    samples_rounds(whole, 6, 700);
    assert_true(ladder_start_ns(whole) == 0);
    assert_near(ladder_whole_ns(whole, &whole->samples[0]), 700);
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

static void comes_out_as(unsigned rounds, uint64_t child_ns, uint64_t control_ns,
                         enum control control, bool trusted, enum verdict verdict)
{
    struct results results = controlled(rounds, child_ns, control_ns);
    assert_int_equal(figured_trusted(&results), trusted);
    assert_int_equal(figured_control(&results, &results.rows[2]), control);
    assert_int_equal(figured_verdict(&results, &results.rows[1]), verdict);
    assert_int_equal(figured_verdict(&results, &results.rows[0]), VERDICT_NONE); /* no parent */
    results_free(&results);
}

static void verdicts_hang_on_the_control(void **state)
{
    (void)state;
    comes_out_as(9, 500, 1000, CONTROL_SOUND, true, VERDICT_FASTER);
    comes_out_as(9, 2000, 1000, CONTROL_SOUND, true, VERDICT_SLOWER);
    comes_out_as(9, 1001, 1000, CONTROL_SOUND, true, VERDICT_SAME);
    comes_out_as(9, 500, 1019, CONTROL_SOUND, true, VERDICT_FASTER); /* surely, but under 2 % */
    comes_out_as(9, 500, 1021, CONTROL_BIASED, false, VERDICT_UNCLEAR);
    comes_out_as(9, 500, 980, CONTROL_BIASED, false, VERDICT_UNCLEAR);
    comes_out_as(9, 1001, 900, CONTROL_BIASED, false, VERDICT_UNCLEAR);
    /* The comparison could tell in eight rounds, the control can't. */
    comes_out_as(8, 500, 900, CONTROL_UNKNOWN, true, VERDICT_TOO_FEW);
    comes_out_as(8, 500, 1000, CONTROL_UNKNOWN, true, VERDICT_TOO_FEW);
    comes_out_as(6, 500, 900, CONTROL_UNKNOWN, true, VERDICT_TOO_FEW);

    struct results results = controlled(9, 500, 900);
    results.rows[2].samples[0].record.search_ns = 1000; /* its interval begins within 2 % of 1 */
    assert_int_equal(figured_control(&results, &results.rows[2]), CONTROL_BLIND);
    assert_true(figured_trusted(&results));
    assert_int_equal(figured_verdict(&results, &results.rows[1]), VERDICT_FASTER);
    char *caption = figured_text(captions_controls, &results);
    assert_string_equal(caption, "parent_again is parent run again under a second name: 1.111× "
                                 "itself (1.000–1.111), blind: this run can't see a difference "
                                 "of 2 %.");
    free(caption);
    results_free(&results);
}

/* Either of two voids the run, and both are told. */
static void two_controls(void **state)
{
    (void)state;
    for (int biased = 0; biased < 3; biased++) {
        struct results results = controlled(9, 500, biased == 1 ? 900 : 1000);
        struct row *control = samples_row(&results, "child_again", NULL);
        control->is.copy_of = strdup("child");
        samples_rounds(control, 9, biased == 2 ? 450 : 500);
        assert_int_equal(figured_trusted(&results), biased == 0);
        assert_int_equal(figured_verdict(&results, &results.rows[1]),
                         biased ? VERDICT_UNCLEAR : VERDICT_FASTER);
        char *caption = figured_text(captions_controls, &results);
        assert_has(caption, biased == 1 ? "(1.111–1.111), biased: a difference where there is none"
                                        : "(1.000–1.000), sound: no difference, as expected");
        assert_has(caption, biased == 2 ? ". child_again is child run again under a second name: "
                                          "1.111× itself (1.111–1.111), biased"
                                        : ". child_again is child run again under a second name: "
                                          "1.000× itself (1.000–1.000), sound");
        free(caption);
        results_free(&results);
    }
}

static void a_disturbed_control_judges_nothing(void **state)
{
    (void)state;
    struct results results = controlled(11, 500, 1000);
    samples_disturb(&results, 2, 0, 2, "steal 10 %"); /* nine rounds are left */
    assert_int_equal(figured_control(&results, &results.rows[2]), CONTROL_SOUND);
    for (size_t i = 2; i < 11; i++)
        results.rows[2].samples[i].record.search_ns = 900;
    assert_false(figured_trusted(&results));
    assert_int_equal(figured_verdict(&results, &results.rows[1]), VERDICT_UNCLEAR);

    samples_disturb(&results, 2, 2, 9, "steal 10 %"); /* none is */
    assert_int_equal(figured_control(&results, &results.rows[2]), CONTROL_UNKNOWN);
    assert_true(figured_trusted(&results));
    assert_int_equal(figured_verdict(&results, &results.rows[1]), VERDICT_FASTER);
    char *caption = figured_text(captions_controls, &results);
    assert_has(caption, "so it says nothing");
    free(caption);
    results_free(&results);
}

static void failed_rows_have_no_verdict(void **state)
{
    (void)state;
    struct results results = controlled(9, 500, 900);
    row_fail(&results.rows[2], STATUS_TIMEOUT, "it hung"); /* no control: nothing against it */
    assert_true(figured_trusted(&results));
    assert_int_equal(figured_control(&results, &results.rows[2]), CONTROL_UNKNOWN);
    assert_int_equal(figured_verdict(&results, &results.rows[1]), VERDICT_FASTER);
    for (enum status status = STATUS_OK + 1; status < STATUS_COUNT; status++) {
        row_fail(&results.rows[1], status, "failed");
        assert_int_equal(figured_verdict(&results, &results.rows[1]), VERDICT_NONE);
    }
    results.rows[1].status = STATUS_OK;
    results.rows[2].status = STATUS_OK;
    assert_false(figured_trusted(&results));
    row_fail(&results.rows[0], STATUS_MISMATCH, "it miscounts");
    assert_true(figured_trusted(&results)); /* nothing to hold the control against */
    assert_int_equal(figured_verdict(&results, &results.rows[1]), VERDICT_NONE);
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
    assert_near(ladder_limit_share(&results, row), 0.5);
    samples_effect(row, STAGE_SEARCH, EFFECT_SHARED);
    assert_true(isnan(ladder_limit_share(&results, row))); /* none for 4 threads */
    free(row->is.limit);
    row->is.limit = strdup(LIMIT_MAPPED);
    assert_near(ladder_limit_share(&results, row), 0.2);
    limits_keep_round(&results.limits[1], 0, 5); /* one round says little: against the best pass */
    assert_near(ladder_limit_share(&results, row), 0.2);
    for (unsigned round = 4; round <= 6; round++)
        samples_add(row, round, 100);
    for (size_t round = 0; round < 5; round++)
        limits_keep_round(&results.limits[1], round, round < 3 ? 20 : 40);
    assert_near(ladder_limit_share(&results, row), 0.2);
    limits_keep_round(&results.limits[1], 5, 40); /* against the rounds', where there are enough */
    assert_near(ladder_limit_share(&results, row), (0.25 + 0.5) / 2);
    assert_near(ladder_limit_median(&results.limits[1]), 30);
    row_fail(row, STATUS_FAILED, "it failed");
    assert_true(isnan(ladder_limit_share(&results, row)));
    results_free(&results);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(summaries),
        cmocka_unit_test(speedups_pair_by_round),
        cmocka_unit_test(times_of_all_the_text),
        cmocka_unit_test(whole_runs_stand_a_held_up_one),
        cmocka_unit_test(whole_runs_and_odd_stage_runs),
        cmocka_unit_test(starts_that_cannot_be),
        cmocka_unit_test(parents_and_baseline),
        cmocka_unit_test(verdicts_hang_on_the_control),
        cmocka_unit_test(two_controls),
        cmocka_unit_test(a_disturbed_control_judges_nothing),
        cmocka_unit_test(failed_rows_have_no_verdict),
        cmocka_unit_test(outliers_stand_out),
        cmocka_unit_test(shares_of_limits),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
