/* What disturbances do to a run's figures, and what is said of it. */
#include "base/strings.h"
#include "figures/ladder.h"
#include "figures/trust.h"
#include "tests/support/figured.h"

#include <stdlib.h>
#include <string.h>

#define ROUNDS 20

static void judge(struct results *results)
{
    const struct trust_run run = {.least_mhz = NAN, .most_mhz = NAN};
    trust_judge(results, &run);
}

static void a_quiet_run_has_nothing_against_it(void **state)
{
    (void)state;
    struct results results = samples_run(ROUNDS);
    judge(&results);
    assert_int_equal(results.warning_count, 0);
    assert_int_equal(figured_verdict(&results, &results.rows[1]), VERDICT_FASTER);
    results_free(&results);
}

static void disturbed_samples_are_left_out(void **state)
{
    (void)state;
    bool flags[ROUNDS];
    struct results results = samples_run(ROUNDS);
    samples_disturb(&results, 1, 2, 13, "steal 12 %");
    judge(&results);
    assert_int_equal(results.warning_count, 1);
    assert_has(results.warnings[0].what, "while 13 of 60 samples were taken (at worst steal 12 %)");
    assert_has(results.warnings[0].what, "excluded where at least six undisturbed samples remain");
    assert_false(results.warnings[0].spoils);
    struct summary summary = ladder_summarize(&results.rows[1]);
    assert_int_equal(summary.rounds, 7);
    assert_near(summary.median_ns, 500000);
    assert_near(summary.interval.high, 500000);
    assert_int_equal(ladder_outliers(&results.rows[1], flags), 0);
    struct speedup speedup = figured_speedup(&results, &results.rows[1]);
    assert_int_equal(speedup.rounds, 7); /* those that both have */
    assert_near(speedup.interval.low, 2);
    assert_near(speedup.interval.high, 2);
    assert_int_equal(figured_verdict(&results, &results.rows[1]), VERDICT_FASTER);
    results_free(&results);
}

static void too_few_others_and_the_verdict_is_unclear(void **state)
{
    (void)state;
    struct results results = samples_run(ROUNDS);
    samples_disturb(&results, 1, 2, 15, "others 35 %");
    judge(&results);
    assert_int_equal(results.warning_count, 1);
    assert_has(results.warnings[0].what, "too many to exclude from rung, ");
    assert_false(results.warnings[0].spoils);
    assert_int_equal(ladder_summarize(&results.rows[1]).rounds, ROUNDS);
    assert_int_equal(figured_verdict(&results, &results.rows[1]), VERDICT_UNCLEAR);
    results_free(&results);

    results = samples_run(ROUNDS); /* the parent's */
    samples_disturb(&results, 0, 0, 15, "others 35 %");
    assert_int_equal(figured_verdict(&results, &results.rows[1]), VERDICT_UNCLEAR);
    results_free(&results);
}

/* A run whose third row is a rung, too, and no control. */
static struct results uncontrolled(unsigned rounds)
{
    struct results results = samples_run(rounds);
    struct identity *is = &results.rows[2].is;
    free(is->copy_of);
    is->copy_of = NULL;
    is->after = copy_string("parent");
    return results;
}

/* One of seven: it stays, in an interval that it widens; what that still says is said. */
static void a_few_of_few_stay(void **state)
{
    (void)state;
    struct results results = uncontrolled(7);
    samples_disturb(&results, 0, 2, 1, "others 35 %");
    judge(&results);
    assert_int_equal(results.warning_count, 1);
    assert_has(results.warnings[0].what, "excluded where at least six undisturbed samples remain");
    struct speedup speedup = figured_speedup(&results, &results.rows[1]);
    assert_int_equal(speedup.rounds, 7);
    assert_near(speedup.interval.low, 2);
    assert_near(speedup.interval.high, 18);
    assert_int_equal(figured_verdict(&results, &results.rows[1]), VERDICT_FASTER);
    samples_disturb(&results, 0, 3, 3, "others 35 %");
    assert_int_equal(figured_verdict(&results, &results.rows[1]), VERDICT_UNCLEAR);
    results_free(&results);
}

/* Each has ten that were left alone, but of other rounds: the pair has none of these, and all
 * count. */
static void two_disturbed_in_other_rounds(void **state)
{
    (void)state;
    struct results results = samples_run(ROUNDS);
    for (size_t i = 0; i < ROUNDS; i++)
        samples_disturb(&results, i % 2, i, 1, i % 2 ? "others 35 %" : "steal 12 %");
    judge(&results);
    assert_int_equal(results.warning_count, 2);
    for (size_t i = 0; i < 2; i++) {
        assert_has(results.warnings[i].what, i ? "others 35 %" : "steal 12 %");
        assert_has(results.warnings[i].what, "too many to exclude from rung, ");
        assert_false(results.warnings[i].spoils);
    }
    assert_int_equal(ladder_summarize(&results.rows[0]).rounds, 10);
    assert_int_equal(ladder_summarize(&results.rows[1]).rounds, 10);
    struct speedup speedup = figured_speedup(&results, &results.rows[1]);
    assert_int_equal(speedup.rounds, ROUNDS);
    assert_true(speedup.has_interval);
    assert_int_equal(figured_verdict(&results, &results.rows[1]), VERDICT_UNCLEAR);
    results_free(&results);
}

/* The one has too few that were left alone, the other has not: the pair keeps what the one must,
 * and does not lose what only the other could. */
static void a_pair_loses_no_round_by_halves(void **state)
{
    (void)state;
    struct results results = uncontrolled(8);
    samples_disturb(&results, 0, 0, 3, "steal 12 %");
    samples_disturb(&results, 1, 3, 2, "steal 12 %");
    struct speedup speedup = figured_speedup(&results, &results.rows[1]);
    assert_int_equal(ladder_summarize(&results.rows[0]).rounds, 8);
    assert_int_equal(ladder_summarize(&results.rows[1]).rounds, 6);
    assert_int_equal(speedup.rounds, 8);
    assert_int_equal(figured_verdict(&results, &results.rows[1]), VERDICT_UNCLEAR);
    results_free(&results);
}

static void everything_disturbed_spoils_the_run(void **state)
{
    (void)state;
    struct results results = samples_run(ROUNDS);
    for (size_t i = 0; i < 3; i++)
        samples_disturb(&results, i, 0, ROUNDS, i ? "others 35 %" : "others 40 %");
    judge(&results);
    assert_int_equal(results.warning_count, 1);
    assert_true(results.warnings[0].spoils);
    assert_has(results.warnings[0].what, "60 of 60 samples were taken (at worst others 40 %)");
    assert_has(results.warnings[0].remedy, "top");
    assert_false(figured_trusted(&results));
    assert_int_equal(figured_verdict(&results, &results.rows[1]), VERDICT_UNCLEAR);
    results_free(&results);
}

static void who_is_to_blame_is_told(void **state)
{
    (void)state;
    struct results results = samples_run(ROUNDS);
    for (size_t i = 0; i < 3; i++) {
        samples_disturb(&results, i, 0, 1, "text 2 % gone");
        samples_disturb(&results, i, 1, ROUNDS - 1, "others 35 %");
    }
    judge(&results);
    assert_int_equal(results.warning_count, 2);
    assert_has(results.warnings[0].what, "others 35 %): too many");
    assert_true(results.warnings[0].spoils);
    assert_has(results.warnings[1].what,
               "text 2 % gone): excluded where at least six undisturbed samples remain");
    assert_false(results.warnings[1].spoils);
    results_free(&results);
}

static void each_cause_has_its_line(void **state)
{
    (void)state;
    static const char *const marks[] = {"quota 3 times",  "steal 12 %", "others 35 %",
                                        "swap 999 pages", "faults 200", "text 3 % gone"};
    struct results results = samples_run(ROUNDS);
    for (size_t i = 0; i < 6; i++)
        samples_disturb(&results, i % 3, i, 1, marks[i]);
    judge(&results);
    assert_int_equal(results.warning_count, 6);
    for (size_t i = 0; i < 6; i++) {
        assert_has(results.warnings[i].what, marks[i]);
        assert_has(results.warnings[i].what, "1 of 60 samples");
        assert_true(*results.warnings[i].remedy && samples_one_line(results.warnings[i].what));
    }
    results_free(&results);
}

static void texts_and_clocks(void **state)
{
    (void)state;
    struct results results = samples_run(ROUNDS);
    results.data.resident = 0.93;
    const struct trust_run run = {2000, 3000, 7, "powersave"};
    trust_judge(&results, &run);
    assert_int_equal(results.warning_count, 4);
    assert_has(results.warnings[0].what, "only 93 % of the text");
    assert_has(results.warnings[1].what, "governor powersave");
    assert_has(results.warnings[2].what, "from 2000 to 3000 MHz");
    assert_has(results.warnings[3].what, "heat 7 times");
    assert_true(figured_trusted(&results));
    results_free(&results);

    results = samples_run(ROUNDS);
    const struct trust_run steady = {2900, 3000, 0, "performance"};
    trust_judge(&results, &steady);
    assert_int_equal(results.warning_count, 0);
    results_free(&results);
}

static void cold_runs_that_are_not_cold(void **state)
{
    (void)state;
    const struct {
        double resident;
        size_t warnings;
        bool trusted;
    } cases[] = {{0, 0, true}, {0.005, 0, true}, {0.02, 1, false}, {1, 1, false}, {NAN, 1, true}};
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        struct results results = samples_run(ROUNDS);
        results.cold = true;
        results.data.resident = cases[i].resident;
        judge(&results);
        assert_int_equal(results.warning_count, cases[i].warnings);
        assert_int_equal(figured_trusted(&results), cases[i].trusted);
        results_free(&results);
    }
}

static void a_copy_on_the_disk_that_is_in_memory(void **state)
{
    (void)state;
    const struct {
        double resident;
        bool trusted;
    } cases[] = {{0, true}, {0.005, true}, {0.02, false}, {1, false}, {NAN, false}};
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        struct results results = samples_run(ROUNDS);
        results.data.cold_resident = cases[i].resident;
        judge(&results);
        assert_int_equal(results.warning_count, 0); /* there is none */
        results.data.has_cold_copy = true;
        judge(&results);
        assert_int_equal(results.warning_count, cases[i].trusted ? 0 : 1);
        assert_int_equal(figured_trusted(&results), cases[i].trusted);
        results_free(&results);
    }
}

/* Both slow down by a fifth, and noise with them: the ratios hold. */
static void a_common_drift_leaves_ratios_alone(void **state)
{
    (void)state;
    struct results results = samples_run(ROUNDS);
    for (size_t i = 0; i < 3; i++)
        for (unsigned j = 0; j < ROUNDS; j++)
            results.rows[i].samples[j].record.search_ns =
                (i ? 500000 : 1000000) + (i ? 1 : 2) * (5000 * j + 1000 * (j * 7 % 5));
    judge(&results);
    assert_int_equal(results.warning_count, 1);
    assert_has(results.warnings[0].what, "times drift: +19 % ");
    assert_false(results.warnings[0].spoils);
    assert_int_equal(figured_verdict(&results, &results.rows[1]), VERDICT_FASTER);
    results_free(&results);
}

/* One alone gets slower: by as much as its gain is small, the verdict is unclear. */
static void a_drift_of_ratios_widens_the_verdict(void **state)
{
    (void)state;
    const struct {
        uint64_t from_ns, step_ns;
        enum verdict verdict;
        bool drifts;
    } cases[] = {
        {500000, 5000, VERDICT_FASTER, true},  /* 2 to 1.68 */
        {900000, 4000, VERDICT_UNCLEAR, true}, /* 1.11 to 1.03 */
        {900000, 0, VERDICT_FASTER, false},
        {900000, 100, VERDICT_FASTER, false}, /* surely, but by as good as nothing */
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        struct results results = samples_run(ROUNDS);
        for (unsigned j = 0; j < ROUNDS; j++)
            results.rows[1].samples[j].record.search_ns = cases[i].from_ns + cases[i].step_ns * j;
        samples_rounds(&results.rows[2], 0, 0);
        results.rows[2].status = STATUS_SKIPPED; /* it would differ */
        judge(&results);
        assert_int_equal(figured_drift(&results, &results.rows[1]) > 0, cases[i].drifts);
        assert_int_equal(figured_verdict(&results, &results.rows[1]), cases[i].verdict);
        bool told = false;
        for (size_t j = 0; j < results.warning_count; j++)
            told |=
                strstr(results.warnings[j].what, "drift from round to round: rung over ") != NULL;
        assert_int_equal(told, cases[i].drifts);
        results_free(&results);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_quiet_run_has_nothing_against_it),
        cmocka_unit_test(disturbed_samples_are_left_out),
        cmocka_unit_test(too_few_others_and_the_verdict_is_unclear),
        cmocka_unit_test(a_few_of_few_stay),
        cmocka_unit_test(two_disturbed_in_other_rounds),
        cmocka_unit_test(a_pair_loses_no_round_by_halves),
        cmocka_unit_test(everything_disturbed_spoils_the_run),
        cmocka_unit_test(who_is_to_blame_is_told),
        cmocka_unit_test(each_cause_has_its_line),
        cmocka_unit_test(texts_and_clocks),
        cmocka_unit_test(cold_runs_that_are_not_cold),
        cmocka_unit_test(a_copy_on_the_disk_that_is_in_memory),
        cmocka_unit_test(a_common_drift_leaves_ratios_alone),
        cmocka_unit_test(a_drift_of_ratios_widens_the_verdict),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
