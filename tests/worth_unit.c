/* What disturbs a sample, what that does to a run's figures, and what is said of it. */
#include "again.h"
#include "copies.h"
#include "ladder.h"
#include "lookout.h"
#include "roots.h"
#include "samples.h"
#include "variant.h"

#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define MS UINT64_C(1000000)
#define ROUNDS 20

/* Two looks a second of two cores apart, in which these were spent, in milliseconds. */
static void between(struct worth_look looks[2], uint64_t ours, uint64_t others, uint64_t steal)
{
    looks[0] = (struct worth_look){.has_time = true, .swapped_pages = 10};
    looks[1] = looks[0];
    looks[1].time = (struct host_time){.busy_ns = (ours + others) * MS,
                                       .idle_ns = (2000 - ours - others - steal) * MS,
                                       .steal_ns = steal * MS};
    looks[1].ours_ns = ours * MS;
}

static void disturbances(void **state)
{
    (void)state;
    char disturbed[DISTURBED_SIZE];
    struct worth_look looks[2];
    const struct {
        uint64_t ours, others, steal;
        const char *disturbed;
    } cases[] = {
        {1000, 0, 0, ""},
        {2000, 0, 0, ""},
        {0, 0, 0, ""},
        {1000, 190, 0, ""},
        {1000, 200, 0, "others 10 %"},
        {1000, 1000, 0, "others 50 %"},
        {1000, 0, 50, ""},
        {960, 0, 60, "steal 6 %"},
        {900, 0, 100, "steal 10 %"},
        {500, 1000, 500, "steal 25 %"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        between(looks, cases[i].ours, cases[i].others, cases[i].steal);
        bool is = worth_disturbed(&looks[0], &looks[1], disturbed);
        assert_string_equal(disturbed, cases[i].disturbed);
        assert_int_equal(is, *disturbed != '\0');
    }
    between(looks, 2100, 0, 0); /* ours are exact, the kernel's busy time is in ticks */
    looks[1].time.busy_ns = 2000 * MS;
    assert_false(worth_disturbed(&looks[0], &looks[1], disturbed));

    between(looks, 1000, 0, 0);
    looks[1].throttled = 3;
    assert_true(worth_disturbed(&looks[0], &looks[1], disturbed));
    assert_string_equal(disturbed, "quota 3 times");
    between(looks, 1000, 0, 0);
    looks[1].swapped_pages += 1000;
    assert_true(worth_disturbed(&looks[0], &looks[1], disturbed));
    assert_string_equal(disturbed, "swap 1000 pages");
}

static void short_times_are_not_judged_by_a_tick(void **state)
{
    (void)state;
    char disturbed[DISTURBED_SIZE];
    struct worth_look looks[2];
    between(looks, 100, 40, 20); /* of 0.1 s, say: a fifth by others, but four ticks */
    looks[1].time.idle_ns = 40 * MS;
    assert_false(worth_disturbed(&looks[0], &looks[1], disturbed));
}

static void nothing_known_is_nothing_wrong(void **state)
{
    (void)state;
    char disturbed[DISTURBED_SIZE];
    const struct worth_look look = {.swapped_pages = NAN};
    assert_false(worth_disturbed(&look, &look, disturbed));
    assert_string_equal(disturbed, "");
}

static void faults_count_by_what_they_cost(void **state)
{
    (void)state;
    char disturbed[DISTURBED_SIZE];
    struct sample sample = {.major_faults = 20, .record = {.searches = 1, .search_ns = {100 * MS}}};
    assert_false(worth_faulted(&sample, disturbed));
    sample.major_faults = 21;
    assert_true(worth_faulted(&sample, disturbed));
    assert_string_equal(disturbed, "faults 21");
    sample.record.search_ns[0] = 10000 * MS;
    assert_false(worth_faulted(&sample, disturbed));
    sample.record.search_ns[0] = 1;
    sample.major_faults = WORTH_FAULTS_LEAST;
    assert_true(worth_faulted(&sample, disturbed));
    sample.major_faults--;
    assert_false(worth_faulted(&sample, disturbed));
}

/* --- a run --- */

/* A parent of 1000 us, a rung of 500 us and a control, over so many rounds. */
static struct results run_of(unsigned rounds)
{
    struct results results = samples_results();
    results.data.resident = 1;
    samples_rounds(samples_row(&results, "parent", NULL), rounds, 1000000);
    samples_rounds(samples_row(&results, "rung", "parent"), rounds, 500000);
    struct row *control = samples_row(&results, "A/A", NULL);
    control->copy_of = copy_string("rung");
    samples_rounds(control, rounds, 500000);
    return results;
}

static void disturb(struct results *results, size_t row, size_t first, size_t count,
                    const char *how)
{
    for (size_t i = first; i < first + count; i++) {
        struct sample *sample = &results->rows[row].samples[i];
        snprintf(sample->disturbed, sizeof sample->disturbed, "%s", how);
        sample->record.search_ns[0] *= 9; /* to be seen where it counts */
    }
}

static void judge(struct results *results)
{
    const struct worth_run run = {.least_mhz = NAN, .most_mhz = NAN};
    worth_judge(results, &run);
}

static void a_quiet_run_has_nothing_against_it(void **state)
{
    (void)state;
    struct results results = run_of(ROUNDS);
    judge(&results);
    assert_int_equal(results.warning_count, 0);
    assert_int_equal(ladder_verdict(&results, &results.rows[1]), VERDICT_FASTER);
    results_free(&results);
}

static void disturbed_samples_are_left_out(void **state)
{
    (void)state;
    bool flags[ROUNDS];
    struct results results = run_of(ROUNDS);
    disturb(&results, 1, 2, 14, "steal 12 %");
    judge(&results);
    assert_int_equal(results.warning_count, 1);
    assert_has(results.warnings[0].what, "while 14 of 60 samples were taken (at worst steal 12 %)");
    assert_has(results.warnings[0].what, "left out of every figure");
    assert_false(results.warnings[0].spoils);
    struct summary summary = ladder_summarize(&results.rows[1]);
    assert_int_equal(summary.rounds, 6);
    assert_near(summary.median_ns, 500000);
    assert_near(summary.interval.high, 500000);
    assert_int_equal(ladder_outliers(&results.rows[1], flags), 0);
    struct speedup speedup = ladder_speedup(&results.rows[0], &results.rows[1]);
    assert_int_equal(speedup.rounds, 6); /* those that both have */
    assert_near(speedup.interval.low, 2);
    assert_near(speedup.interval.high, 2);
    assert_int_equal(ladder_verdict(&results, &results.rows[1]), VERDICT_FASTER);
    results_free(&results);
}

static void too_few_others_and_the_verdict_is_unclear(void **state)
{
    (void)state;
    struct results results = run_of(ROUNDS);
    disturb(&results, 1, 2, 15, "others 35 %");
    judge(&results);
    assert_int_equal(results.warning_count, 1);
    assert_has(results.warnings[0].what, "too many to be left out of rung, ");
    assert_false(results.warnings[0].spoils);
    assert_int_equal(ladder_summarize(&results.rows[1]).rounds, ROUNDS);
    assert_int_equal(ladder_verdict(&results, &results.rows[1]), VERDICT_UNCLEAR);
    results_free(&results);

    results = run_of(ROUNDS); /* the parent's */
    disturb(&results, 0, 0, 15, "others 35 %");
    assert_int_equal(ladder_verdict(&results, &results.rows[1]), VERDICT_UNCLEAR);
    results_free(&results);
}

/* One of six: it stays, in an interval that it widens; what that still says is said. */
static void a_few_of_few_stay(void **state)
{
    (void)state;
    struct results results = run_of(6);
    disturb(&results, 0, 2, 1, "others 35 %");
    judge(&results);
    assert_int_equal(results.warning_count, 1);
    assert_has(results.warnings[0].what, "left out where six others are left");
    struct speedup speedup = ladder_speedup(&results.rows[0], &results.rows[1]);
    assert_int_equal(speedup.rounds, 6);
    assert_near(speedup.interval.low, 2);
    assert_near(speedup.interval.high, 18);
    assert_int_equal(ladder_verdict(&results, &results.rows[1]), VERDICT_FASTER);
    disturb(&results, 0, 3, 3, "others 35 %");
    assert_int_equal(ladder_verdict(&results, &results.rows[1]), VERDICT_UNCLEAR);
    results_free(&results);
}

/* Each has ten that were left alone, but of other rounds: the pair has none of these, and all
 * count. */
static void two_disturbed_in_other_rounds(void **state)
{
    (void)state;
    struct results results = run_of(ROUNDS);
    for (size_t i = 0; i < ROUNDS; i++)
        disturb(&results, i % 2, i, 1, i % 2 ? "others 35 %" : "steal 12 %");
    judge(&results);
    assert_int_equal(results.warning_count, 2);
    for (size_t i = 0; i < 2; i++) {
        assert_has(results.warnings[i].what, i ? "others 35 %" : "steal 12 %");
        assert_has(results.warnings[i].what, "too many to be left out of rung, ");
        assert_false(results.warnings[i].spoils);
    }
    assert_int_equal(ladder_summarize(&results.rows[0]).rounds, 10);
    assert_int_equal(ladder_summarize(&results.rows[1]).rounds, 10);
    struct speedup speedup = ladder_speedup(&results.rows[0], &results.rows[1]);
    assert_int_equal(speedup.rounds, ROUNDS);
    assert_true(speedup.has_interval);
    assert_int_equal(ladder_verdict(&results, &results.rows[1]), VERDICT_UNCLEAR);
    results_free(&results);
}

/* The one has too few that were left alone, the other has not: the pair keeps what the one must,
 * and does not lose what only the other could. */
static void a_pair_loses_no_round_by_halves(void **state)
{
    (void)state;
    struct results results = run_of(8);
    disturb(&results, 0, 0, 3, "steal 12 %");
    disturb(&results, 1, 3, 2, "steal 12 %");
    struct speedup speedup = ladder_speedup(&results.rows[0], &results.rows[1]);
    assert_int_equal(ladder_summarize(&results.rows[0]).rounds, 8);
    assert_int_equal(ladder_summarize(&results.rows[1]).rounds, 6);
    assert_int_equal(speedup.rounds, 8);
    assert_int_equal(ladder_verdict(&results, &results.rows[1]), VERDICT_UNCLEAR);
    results_free(&results);
}

static void everything_disturbed_spoils_the_run(void **state)
{
    (void)state;
    struct results results = run_of(ROUNDS);
    for (size_t i = 0; i < 3; i++)
        disturb(&results, i, 0, ROUNDS, i ? "others 35 %" : "others 40 %");
    judge(&results);
    assert_int_equal(results.warning_count, 1);
    assert_true(results.warnings[0].spoils);
    assert_has(results.warnings[0].what, "60 of 60 samples were taken (at worst others 40 %)");
    assert_has(results.warnings[0].remedy, "top");
    assert_false(ladder_trusted(&results, NULL));
    assert_int_equal(ladder_verdict(&results, &results.rows[1]), VERDICT_UNCLEAR);
    results_free(&results);
}

static void who_is_to_blame_is_told(void **state)
{
    (void)state;
    struct results results = run_of(ROUNDS);
    for (size_t i = 0; i < 3; i++) {
        disturb(&results, i, 0, 1, "text 2 % gone");
        disturb(&results, i, 1, ROUNDS - 1, "others 35 %");
    }
    judge(&results);
    assert_int_equal(results.warning_count, 2);
    assert_has(results.warnings[0].what, "others 35 %): too many");
    assert_true(results.warnings[0].spoils);
    assert_has(results.warnings[1].what, "text 2 % gone): left out where six others are left");
    assert_false(results.warnings[1].spoils);
    results_free(&results);
}

static void each_cause_has_its_line(void **state)
{
    (void)state;
    static const char *const marks[] = {"quota 3 times",  "steal 12 %", "others 35 %",
                                        "swap 999 pages", "faults 200", "text 3 % gone"};
    struct results results = run_of(ROUNDS);
    for (size_t i = 0; i < 6; i++)
        disturb(&results, i % 3, i, 1, marks[i]);
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
    struct results results = run_of(ROUNDS);
    results.data.resident = 0.93;
    const struct worth_run run = {2000, 3000, 7, "powersave"};
    worth_judge(&results, &run);
    assert_int_equal(results.warning_count, 4);
    assert_has(results.warnings[0].what, "only 93 % of the text");
    assert_has(results.warnings[1].what, "governor powersave");
    assert_has(results.warnings[2].what, "from 2000 to 3000 MHz");
    assert_has(results.warnings[3].what, "heat 7 times");
    assert_true(ladder_trusted(&results, NULL));
    results_free(&results);

    results = run_of(ROUNDS);
    const struct worth_run steady = {2900, 3000, 0, "performance"};
    worth_judge(&results, &steady);
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
        struct results results = run_of(ROUNDS);
        results.cold = true;
        results.data.resident = cases[i].resident;
        judge(&results);
        assert_int_equal(results.warning_count, cases[i].warnings);
        assert_int_equal(ladder_trusted(&results, NULL), cases[i].trusted);
        results_free(&results);
    }
}

/* Both slow down by a fifth, and noise with them: the ratios hold. */
static void a_common_drift_leaves_ratios_alone(void **state)
{
    (void)state;
    struct results results = run_of(ROUNDS);
    for (size_t i = 0; i < 3; i++)
        for (unsigned j = 0; j < ROUNDS; j++)
            results.rows[i].samples[j].record.search_ns[0] =
                (i ? 500000 : 1000000) + (i ? 1 : 2) * (5000 * j + 1000 * (j * 7 % 5));
    judge(&results);
    assert_int_equal(results.warning_count, 1);
    assert_has(results.warnings[0].what, "times drift: +19 % ");
    assert_false(results.warnings[0].spoils);
    assert_int_equal(ladder_verdict(&results, &results.rows[1]), VERDICT_FASTER);
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
        struct results results = run_of(ROUNDS);
        for (unsigned j = 0; j < ROUNDS; j++)
            results.rows[1].samples[j].record.search_ns[0] =
                cases[i].from_ns + cases[i].step_ns * j;
        samples_rounds(&results.rows[2], 0, 0);
        results.rows[2].status = STATUS_SKIPPED; /* it would differ */
        judge(&results);
        assert_int_equal(ladder_drift(&results, &results.rows[1]) > 0, cases[i].drifts);
        assert_int_equal(ladder_verdict(&results, &results.rows[1]), cases[i].verdict);
        bool told = false;
        for (size_t j = 0; j < results.warning_count; j++)
            told |= strstr(results.warnings[j].what, "drifts from round to round of rung") != NULL;
        assert_int_equal(told, cases[i].drifts);
        results_free(&results);
    }
}

/* --- by simulation --- */

static double uniform(uint64_t *state)
{
    *state = mix64(*state + 0x9e3779b97f4a7c15);
    return (double)(*state >> 11) * 0x1p-53;
}

/* A run of two that are the same but for a factor, with 1 % of noise; what disturbs them finds one
 * twice as often as the other, and makes a sample up to twice as long. */
static struct results simulated(uint64_t *state, double factor)
{
    struct results results = samples_results();
    for (size_t i = 0; i < 2; i++) {
        struct row *row = samples_row(&results, i ? "rung" : "parent", i ? "parent" : NULL);
        for (unsigned round = 1; round <= ROUNDS; round++) {
            bool disturbed = uniform(state) < (i ? 0.3 : 0.15);
            double ns = 1e9 * (i ? factor : 1) * (1 + 0.02 * uniform(state));
            samples_add(row, round, (uint64_t)(disturbed ? ns * (1.2 + 0.8 * uniform(state)) : ns));
            if (disturbed)
                snprintf(row->samples[round - 1].disturbed, DISTURBED_SIZE, "steal 12 %%");
        }
    }
    return results;
}

static void leaving_out_favours_nobody(void **state)
{
    (void)state;
    enum {
        TRIALS = 500
    };
    static const struct {
        double factor;
        enum verdict right;
    } truths[] = {{1, VERDICT_SAME}, {1 / 1.05, VERDICT_FASTER}};
    uint64_t seed = 1;
    print_message("twenty rounds, of which 15 %% and 30 %% are disturbed  left out  kept\n");
    for (size_t i = 0; i < 2; i++) {
        unsigned right[2] = {0}, wrong[2] = {0};
        for (unsigned trial = 0; trial < TRIALS; trial++) {
            struct results results = simulated(&seed, truths[i].factor);
            for (size_t kept = 0; kept < 2; kept++) {
                enum verdict verdict = ladder_verdict(&results, &results.rows[1]);
                right[kept] += verdict == truths[i].right;
                wrong[kept] += verdict != truths[i].right && verdict != VERDICT_UNCLEAR &&
                               verdict != VERDICT_NONE;
                for (size_t j = 0; j < (size_t)2 * ROUNDS; j++)
                    results.rows[j / ROUNDS].samples[j % ROUNDS].disturbed[0] = '\0';
            }
            results_free(&results);
        }
        print_message("%-28s right verdicts         %5.1f %%  %5.1f %%\n",
                      i ? "5 % faster" : "the same", 100.0 * right[0] / TRIALS,
                      100.0 * right[1] / TRIALS);
        print_message("%-28s false verdicts         %5.1f %%  %5.1f %%\n", "",
                      100.0 * wrong[0] / TRIALS, 100.0 * wrong[1] / TRIALS);
        assert_true(wrong[0] * 20 < TRIALS);
        assert_true(right[0] * 5 > TRIALS * 4);
        assert_true(right[0] > right[1]);
    }
}

/* --- rounds run again --- */

static void those_compared_with_run_again(void **state)
{
    (void)state;
    bool only[8];
    struct results results = run_of(3);
    samples_rounds(samples_row(&results, "leaf", "rung"), 3, 100);
    samples_rounds(samples_row(&results, "other", NULL), 3, 100);
    samples_rounds(samples_row(&results, "early", "other"), 1, 100);
    for (size_t i = 0; i < results.row_count; i++)
        results.rows[i].cost_ns = UINT64_C(1) << i;
    assert_int_equal(again_who(&results, 2, only), 0);

    disturb(&results, 1, 1, 1, "steal 12 %"); /* rung, round 2: its parent, its copy, its child */
    assert_int_equal(again_who(&results, 2, only), 1 + 2 + 4 + 8);
    assert_true(only[0] && only[1] && only[2] && only[3] && !only[4] && !only[5]);
    assert_int_equal(again_who(&results, 1, only), 0);

    disturb(&results, 4, 2, 1, "steal 12 %"); /* other, round 3, which early was not in */
    assert_int_equal(again_who(&results, 3, only), 16);
    disturb(&results, 4, 0, 1, "steal 12 %");
    assert_int_equal(again_who(&results, 1, only), 16 + 32);
    row_fail(&results.rows[5], STATUS_FAILED, "it failed");
    assert_int_equal(again_who(&results, 1, only), 16);
    results_free(&results);
}

/* --- the lookout, on a fake of a host --- */

static void put_time(const char *root, unsigned busy, unsigned idle, unsigned steal)
{
    char *text = format_string("cpu  %u 0 0 %u 0 0 0 %u 0 0\n", busy, idle, steal);
    roots_put(root, "/proc/stat", text);
    free(text);
}

static void the_lookout_marks_what_ended_in_a_stretch(void **state)
{
    (void)state;
    char *root = roots_new();
    struct results results = run_of(2);
    struct row *row = &results.rows[0];
    roots_put(root, "/sys/devices/system/cpu/online", "0-1\n");
    roots_put(root, "/sys/devices/system/cpu/cpu0/cpufreq/scaling_cur_freq", "800000\n");
    roots_put(root, "/sys/devices/system/cpu/cpu1/cpufreq/scaling_cur_freq", "3000000\n");
    put_time(root, 1000, 1000, 0);
    struct lookout lookout = lookout_start(root, true);
    lookout_sample(&lookout, row); /* its last sample */
    lookout_sample(&lookout, &results.rows[1]);
    put_time(root, 1000, 1900, 100);
    lookout_close(&lookout);
    assert_string_equal(row->samples[1].disturbed, "steal 100 %");
    assert_string_equal(results.rows[1].samples[1].disturbed, "steal 100 %");
    assert_string_equal(row->samples[0].disturbed, "");

    samples_add(row, 3, 1000000);
    row->samples[2].major_faults = 99;
    lookout_sample(&lookout, row);
    samples_add(row, 4, 1000000);
    lookout_sample(&lookout, row);
    roots_put(root, "/sys/devices/system/cpu/cpu1/cpufreq/scaling_cur_freq", "2000000\n");
    roots_put(root, "/sys/devices/system/cpu/cpu0/thermal_throttle/core_throttle_count", "5\n");
    put_time(root, 1000, 2900, 100);
    lookout_close(&lookout);
    assert_string_equal(row->samples[2].disturbed, "faults 99");
    assert_string_equal(row->samples[3].disturbed, "");
    results.data.bytes = 1000000;
    lookout_mark_text(&results, 4, 1, 9000);  /* less than 1 % of its time */
    lookout_mark_text(&results, 4, 2, 30000); /* it was the round's first */
    assert_string_equal(row->samples[3].disturbed, "");
    lookout_mark_text(&results, 4, 1, 30000);
    lookout_mark_text(&results, 3, 1, 30000);
    assert_string_equal(row->samples[2].disturbed, "faults 99");
    assert_string_equal(row->samples[3].disturbed, "text 3 % gone");

    lookout_judge(&lookout, &results);
    assert_int_equal(results.warning_count, 5);
    assert_has(results.warnings[3].what, "from 2000 to 3000 MHz");
    assert_has(results.warnings[4].what, "heat 5 times");
    results_free(&results);
    roots_drop(root);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(disturbances),
        cmocka_unit_test(short_times_are_not_judged_by_a_tick),
        cmocka_unit_test(nothing_known_is_nothing_wrong),
        cmocka_unit_test(faults_count_by_what_they_cost),
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
        cmocka_unit_test(a_common_drift_leaves_ratios_alone),
        cmocka_unit_test(a_drift_of_ratios_widens_the_verdict),
        cmocka_unit_test(leaving_out_favours_nobody),
        cmocka_unit_test(those_compared_with_run_again),
        cmocka_unit_test(the_lookout_marks_what_ended_in_a_stretch),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
