/* Times on all of the text, and shares, on samples and probes whose figures are worked out by hand.
 */
#include "figures/ladder.h"
#include "figures/ledger.h"
#include "tests/support/probed.h"

/* t = 10 + 0.2 * bytes: 30 ns for 100 bytes, 110 for 500, 210 for all 1000. */
static void times_on_all_of_the_text(void **state)
{
    (void)state;
    struct results results = samples_results();
    struct row *row = samples_row(&results, "row", NULL);
    for (unsigned round = 1; round <= 7; round++) {
        samples_add(row, round, 110);
        row->samples[round - 1].bytes = 500;
    }
    assert_near(1 + ladder_start_ns(row), 1);
    assert_near(ladder_whole_ns(row, &row->samples[0]), 220);
    for (unsigned round = 1; round <= 3; round++)
        samples_probe(row, PROBE_SHORT, 0, round, round == 3 ? 3000 : 30)->sample.bytes = 100;
    assert_near(ladder_start_ns(row), 10); /* by the median */
    assert_near(ladder_whole_ns(row, &row->samples[0]), 210);
    assert_near(ladder_whole_ns(row, &row->probes[0].sample), 210);
    struct sample other = {.record.search_ns = 777};
    assert_near(ladder_whole_ns(row, &other), 777); /* it searched all of it */
    other = (struct sample){.record.search_ns = 7, .bytes = 1};
    assert_near(ladder_whole_ns(row, &other), 7); /* less than what comes before the first byte */

    struct summary summary = ladder_summarize(row);
    assert_near(summary.median_ns, 210);
    assert_near(summary.interval.low, 210);
    assert_near(summary.wall_ns, 215);             /* 5 ns outside of the search */
    assert_near(summary.cpu_ns, 112 * 210 / 110.); /* in step with the search */
    assert_true(isnan(summary.whole_off));
    samples_probe(row, PROBE_WHOLE, 0, 1, 212);
    assert_near(ladder_summarize(row).whole_off, 212 / 210. - 1);
    assert_near(ladder_summarize(row).median_ns, 210);
    samples_probe(row, PROBE_WHOLE, 0, 2, 315);
    samples_probe(row, PROBE_WHOLE, 0, 50, 1); /* no sample of that round */
    assert_near(ladder_summarize(row).whole_off, (212 / 210. + 1.5) / 2 - 1);
    assert_near(ladder_summarize(row).median_ns, (212 + 315) / 2.);
    double times[7];
    bool flags[7];
    assert_int_equal(ladder_times(row, times), 7); /* which are all put right by as much */
    for (size_t i = 0; i < 7; i++)
        assert_near(times[i], (212 + 315) / 2.);
    row->samples[3].record.search_ns = 111;
    row->samples[5].record.search_ns = 109;
    row->samples[4].record.search_ns = 100;
    row->samples[6].record.search_ns = 108;
    assert_int_equal(ladder_outliers(row, flags), 1); /* 10 off, where half are off by 1 or 0 */
    assert_true(flags[4]);

    for (size_t i = 0; i < 2; i++)
        probed_disturb(&row->probes[i].sample);
    assert_near(ladder_start_ns(row), 10); /* they count beside one that is not, */
    for (unsigned round = 4; round <= 8; round++)
        samples_probe(row, PROBE_SHORT, 0, round, round < 6 ? 38 : 46)->sample.bytes = 100;
    assert_near(ladder_start_ns(row), 30); /* not beside six: t = 30 + 0.16 * bytes */
    results_free(&results);
}

/* A time is a fit, and never negative: less of the text that takes as long as more of it, short
 * runs of all of it. */
static void times_that_fit_no_line(void **state)
{
    (void)state;
    static const struct {
        uint64_t bytes, ns, less_bytes, less_ns;
    } fits[] = {{500, 100, 100, 10}, {500, 100, 100, 100}, {500, 100, 500, 90}, {500, 100, 0, 90},
                {500, 100, 1000, 1}, {0, 100, 100, 50},    {0, 100, 0, 50}};
    for (size_t i = 0; i < sizeof fits / sizeof fits[0]; i++) {
        struct results results = samples_results();
        struct row *row = samples_row(&results, "row", NULL);
        samples_add(row, 1, fits[i].ns);
        row->samples[0].bytes = fits[i].bytes;
        samples_probe(row, PROBE_SHORT, 0, 1, fits[i].less_ns)->sample.bytes = fits[i].less_bytes;
        double start_ns = ladder_start_ns(row), whole_ns = ladder_whole_ns(row, &row->samples[0]);
        assert_true(start_ns >= 0 && start_ns < 100);
        assert_true(whole_ns >= 100 && whole_ns <= 200);
        results_free(&results);
    }
}

static void shares_are_medians(void **state)
{
    (void)state;
    struct results results = samples_results();
    struct row *row = samples_row(&results, "row", NULL);
    struct stages none = ledger_stages(row);
    assert_true(none.runs == 0 && isnan(none.apart));
    probed_stages(row, 1, (uint64_t[]){0, 100, 0, 900}, 10);
    probed_stages(row, 2, (uint64_t[]){0, 600, 0, 1400}, 30); /* 2000 ns, of which read has 30 % */
    probed_stages(row, 3, (uint64_t[]){0, 200, 0, 800}, 20);
    struct stages stages = ledger_stages(row);
    assert_int_equal(stages.runs, 3);
    assert_near(stages.share[STAGE_READ], 0.2);
    assert_near(stages.share[STAGE_SEARCH], 0.8);
    assert_near(1 + stages.share[STAGE_LOWER], 1);
    assert_near(stages.total_ns, 1000);
    assert_near(stages.ns[STAGE_SEARCH], 800);
    assert_near(stages.clock_ns, 20);
    assert_int_equal(stages.bottleneck, STAGE_SEARCH);
    assert_true(isnan(stages.apart));
    assert_near(1 + stages.interval[STAGE_READ].coverage, 1); /* of three, none */

    probed_stages(row, 4, (uint64_t[]){0, 9000, 0, 0}, 0);
    probed_disturb(&row->probes[3].sample);
    assert_near(ledger_stages(row).share[STAGE_READ], 0.25); /* as 10, 20, 30 and 100 % say, */
    assert_int_equal(ledger_stages(row).runs, 4);
    for (unsigned round = 5; round <= 7; round++)
        probed_stages(row, round, (uint64_t[]){0, 200, 0, 800}, 0);
    assert_near(ledger_stages(row).share[STAGE_READ], 0.2);
    assert_int_equal(ledger_stages(row).runs, 6); /* unless six others remain */
    results_free(&results);
}

/* 30 % each would leave a tenth to nobody. */
static void shares_add_up(void **state)
{
    (void)state;
    struct results results = samples_results();
    struct row *row = samples_row(&results, "row", NULL);
    probed_stages(row, 1, (uint64_t[]){0, 500, 300, 200}, 0);
    probed_stages(row, 2, (uint64_t[]){0, 200, 500, 300}, 0);
    probed_stages(row, 3, (uint64_t[]){0, 300, 200, 500}, 0);
    struct stages stages = ledger_stages(row);
    for (enum stage stage = STAGE_READ; stage < STAGE_COUNT; stage++)
        if (stages.share[stage] > 0)
            assert_near(stages.share[stage], 1.0 / 3);
    assert_near(stages.scale, 1 / 0.9);
    results_free(&results);
}

static void shares_have_intervals(void **state)
{
    (void)state;
    struct results results = samples_results();
    struct row *row = samples_row(&results, "row", NULL);
    for (unsigned round = 1; round <= 7; round++) { /* read 11 % .. 17 % */
        probed_stages(row, round, (uint64_t[]){0, 100 + 10 * round, 0, 900 - 10 * round}, 0);
        samples_add(row, round, round == 7 ? 1500 : 1020);
    }
    struct stages stages = ledger_stages(row);
    assert_near(stages.share[STAGE_READ], 0.14);
    assert_near(stages.interval[STAGE_READ].low, 0.11);
    assert_near(stages.interval[STAGE_READ].high, 0.17);
    assert_near(stages.interval[STAGE_SEARCH].low, 0.83);
    assert_near(stages.apart, 0.02); /* each against the sample of its round */
    results_free(&results);
}

/* Stages of half of the text, of 10 ns that come before it and 0.2 ns a byte. */
static void stages_of_less_text(void **state)
{
    (void)state;
    struct results results = samples_results();
    struct row *row = samples_row(&results, "row", NULL);
    samples_add(row, 1, 110);
    row->samples[0].bytes = 500;
    samples_probe(row, PROBE_SHORT, 0, 1, 30)->sample.bytes = 100;
    probed_stages(row, 1, (uint64_t[]){0, 22, 0, 88}, 0)->sample.bytes = 500;
    struct stages stages = ledger_stages(row);
    assert_near(stages.total_ns, 210);
    assert_near(stages.ns[STAGE_READ], 42);
    assert_near(1 + stages.apart, 1);
    results_free(&results);
}

/* Reading, lower-casing and searching at the same time: lengthening the search by half makes the
 * whole 40 % longer, lengthening the others does nothing. */
static void shares_by_dilation(void **state)
{
    (void)state;
    struct results results = samples_results();
    struct row *row = samples_row(&results, "row", NULL);
    for (unsigned round = 1; round <= 6; round++) {
        probed_stages(row, round, (uint64_t[]){200, 700, 300, 800}, 0);
        row->probes[row->probe_count - 1].sample.record.search_ns = 1000; /* they overlap */
        for (enum stage stage = 0; stage < STAGE_COUNT; stage++)
            for (int half = 1; half <= 2 && stage != STAGE_OTHER; half++)
                samples_probe(row, PROBE_DELAYED, STAGE_BIT(stage), round,
                              stage == STAGE_SEARCH ? 1000 + 400 * (unsigned)half : 1000)
                    ->delay = 0.5 * half;
    }
    struct stages stages = ledger_stages(row);
    assert_int_equal(stages.bottleneck, STAGE_SEARCH);
    assert_near(stages.share[STAGE_SEARCH], 0.8 / 0.9); /* and 10 % is other's, by the clock */
    assert_near(stages.share[STAGE_OTHER], 0.1 / 0.9);
    assert_near(1 + stages.share[STAGE_READ], 1);
    assert_true(stages.lengthened & STAGE_BIT(STAGE_SEARCH));
    assert_false(stages.lengthened & STAGE_BIT(STAGE_OTHER));
    results_free(&results);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(times_on_all_of_the_text), cmocka_unit_test(times_that_fit_no_line),
        cmocka_unit_test(shares_are_medians),       cmocka_unit_test(shares_add_up),
        cmocka_unit_test(shares_have_intervals),    cmocka_unit_test(stages_of_less_text),
        cmocka_unit_test(shares_by_dilation),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
