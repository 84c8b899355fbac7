/* Two runs held against each other: what has changed, and what is said of it. */
#include "base/strings.h"
#include "figures/compare.h"
#include "show/compare_views.h"
#include "tests/support/samples.h"

#include <stdlib.h>
#include <string.h>

#define ROUNDS 12

/* Times around `ns` that are never twice the same: up to 1 % more, in an order of its own. */
static void add_rounds(struct row *row, uint64_t ns, unsigned step)
{
    for (unsigned round = 1; round <= ROUNDS; round++)
        samples_add(row, round, ns + ns * (round * step % 13) / 1300);
}

/* baseline 8 ms, combined 4 ms, fast 1 ms, each times its factor; a control, and limits. */
static struct results run_of(double baseline, double combined, double fast)
{
    struct results results = samples_results();
    add_rounds(samples_row(&results, "baseline", NULL), (uint64_t)(8e6 * baseline), 1);
    add_rounds(samples_row(&results, "combined", "baseline"), (uint64_t)(4e6 * combined), 2);
    add_rounds(samples_row(&results, "fast", "combined"), (uint64_t)(1e6 * fast), 3);
    struct row *control = samples_row(&results, "A/A", NULL);
    control->is.copy_of = copy_string("fast");
    add_rounds(control, (uint64_t)(1e6 * fast), 4);
    return results;
}

static void set_limits(struct results *results, double gb_per_s)
{
    results->limit_count = 1;
    results->limits[0] = (struct limit){.threads = 1, .gb_per_s = gb_per_s};
    snprintf(results->limits[0].name, sizeof results->limits[0].name, "%s", LIMIT_READ);
    for (size_t round = 0; round < ROUNDS; round++)
        limits_keep_round(&results->limits[0], round, gb_per_s * (1 + 0.001 * (double)round));
}

static const struct change *change_of(const struct comparison *comparison, const char *name)
{
    for (size_t i = 0; i < comparison->count; i++) {
        const struct change *change = &comparison->changes[i];
        if (strcmp(change->name, name) == 0)
            return change;
    }
    fail_msg("%s is not compared", name);
    return NULL;
}

static void expect(const struct comparison *comparison, const char *name, enum verdict verdict)
{
    enum verdict found = change_of(comparison, name)->verdict;
    if (found != verdict)
        fail_msg("%s is %s, not %s", name, stats_verdict_name(found), stats_verdict_name(verdict));
}

static void the_same_build_twice(void **state)
{
    (void)state;
    struct results before = run_of(1, 1, 1), after = run_of(1, 1, 1);
    struct comparison times = compare_results(&before, &after, COMPARE_TIMES),
                      ratios = compare_results(&before, &after, COMPARE_RATIOS);
    assert_int_equal(times.count, 3);  /* no control */
    assert_int_equal(ratios.count, 2); /* nor the baseline */
    assert_string_equal(ratios.baseline, "baseline");
    expect(&times, "baseline", VERDICT_SAME);
    expect(&times, "combined", VERDICT_SAME);
    expect(&ratios, "fast", VERDICT_SAME);
    assert_near(change_of(&times, "fast")->found.ratio, 1);
    assert_true(fabs(change_of(&ratios, "fast")->was - 8) < 0.1);
    assert_true(isnan(times.machine.ratio)); /* not measured */
    char *story = compare_story(&times);
    assert_string_equal(story, "The same: 3. Unclear: 0.");
    free(story);
    compare_free(&times);
    compare_free(&ratios);
    results_free(&before);
    results_free(&after);
}

static void one_that_is_slower_and_one_that_is_faster(void **state)
{
    (void)state;
    struct results before = run_of(1, 1, 1), after = run_of(1, 1.05, 0.5);
    struct comparison times = compare_results(&before, &after, COMPARE_TIMES),
                      ratios = compare_results(&before, &after, COMPARE_RATIOS);
    expect(&times, "baseline", VERDICT_SAME);
    expect(&times, "combined", VERDICT_SLOWER);
    expect(&times, "fast", VERDICT_FASTER);
    expect(&ratios, "combined", VERDICT_SLOWER);
    expect(&ratios, "fast", VERDICT_FASTER);
    const struct change *combined = change_of(&times, "combined");
    assert_true(fabs(combined->found.ratio - 1 / 1.05) < 0.002);
    assert_true(combined->p_holm >= combined->found.p && combined->p_holm < 0.05);
    assert_true(compare_is_slower(&times, combined, 0.03));
    assert_false(compare_is_slower(&times, combined, 0.05));
    assert_false(compare_is_slower(&times, change_of(&times, "fast"), 0));
    char *story = compare_story(&times);
    assert_has(story, "Faster: fast 2.000×. Slower: combined 0.95");
    free(story);
    compare_free(&times);
    compare_free(&ratios);
    results_free(&before);
    results_free(&after);
}

/* All as much slower: the times say so, the ratios do not; and where the harness' own reading was
 * slower, too, the times say no more. */
static void a_machine_that_is_slower(void **state)
{
    (void)state;
    struct results before = run_of(1, 1, 1), after = run_of(1.1, 1.1, 1.1);
    struct comparison times = compare_results(&before, &after, COMPARE_TIMES),
                      ratios = compare_results(&before, &after, COMPARE_RATIOS);
    expect(&times, "fast", VERDICT_SLOWER);
    expect(&ratios, "fast", VERDICT_SAME);
    char *line = compare_machine_line(&times);
    assert_has(line, "The median of all changes is 0.909×");
    free(line);
    compare_free(&times);
    compare_free(&ratios);

    set_limits(&before, 10);
    set_limits(&after, 9);
    snprintf(after.limits[0].way, sizeof after.limits[0].way, "64 KiB");
    times = compare_results(&before, &after, COMPARE_TIMES); /* of one way, and the best of many */
    assert_true(isnan(times.machine.ratio));
    expect(&times, "fast", VERDICT_SLOWER);
    compare_free(&times);
    after.limits[0].way[0] = '\0';
    times = compare_results(&before, &after, COMPARE_TIMES);
    expect(&times, "fast", VERDICT_UNCLEAR);
    assert_false(compare_is_slower(&times, change_of(&times, "fast"), 0.02));
    assert_near(times.machine.ratio, 0.9);
    line = compare_machine_line(&times);
    assert_has(line, "was 0.900× as fast");
    assert_has(line, "variants with longer times may be slower only because of that");
    free(line);
    compare_free(&times);
    times = compare_results(&after, &before, COMPARE_TIMES);
    expect(&times, "fast", VERDICT_UNCLEAR); /* likewise for what is faster */
    compare_free(&times);

    results_free(&after);
    after = run_of(1, 0.5, 1); /* on a slower machine a variant that is faster is faster */
    set_limits(&after, 9);
    times = compare_results(&before, &after, COMPARE_TIMES);
    expect(&times, "combined", VERDICT_FASTER);
    expect(&times, "fast", VERDICT_SAME);
    compare_free(&times);
    results_free(&before);
    results_free(&after);
}

static void a_control_that_failed(void **state)
{
    (void)state;
    for (int which = 0; which < 2; which++) {
        struct results before = run_of(1, 1, 1), after = run_of(1, 2, 1);
        struct row *control = results_find(which ? &after : &before, "A/A");
        for (size_t i = 0; i < control->sample_count; i++)
            control->samples[i].record.search_ns *= 2;
        struct comparison times = compare_results(&before, &after, COMPARE_TIMES);
        assert_non_null(times.unsound);
        assert_has(times.unsound, which ? "second" : "first");
        expect(&times, "combined", VERDICT_UNCLEAR);
        expect(&times, "fast", VERDICT_UNCLEAR);
        assert_false(compare_is_slower(&times, change_of(&times, "combined"), 0.02));
        char *story = compare_story(&times);
        assert_has(story, "Don't trust this comparison");
        free(story);
        compare_free(&times);
        results_free(&before);
        results_free(&after);
    }
}

static void what_was_disturbed(void **state)
{
    (void)state;
    struct results before = run_of(1, 1, 1), after = run_of(1, 1, 1);
    /* Three of twelve samples: they are left out. */
    struct row *combined = results_find(&after, "combined");
    for (size_t i = 0; i < 3; i++) {
        combined->samples[i].record.search_ns *= 10;
        snprintf(combined->samples[i].disturbed, DISTURBED_SIZE, "steal 90 %%");
    }
    struct comparison times = compare_results(&before, &after, COMPARE_TIMES),
                      ratios = compare_results(&before, &after, COMPARE_RATIOS);
    assert_int_equal(change_of(&times, "combined")->is_rounds, ROUNDS - 3);
    assert_int_equal(change_of(&ratios, "combined")->is_rounds, ROUNDS - 3);
    expect(&times, "combined", VERDICT_SAME);
    expect(&ratios, "combined", VERDICT_SAME);
    compare_free(&times);
    compare_free(&ratios);

    /* Most of them: nothing is to be said of it, nor, of the baseline's, of any ratio. */
    struct row *baseline = results_find(&after, "baseline");
    for (size_t i = 0; i < ROUNDS - 2; i++)
        snprintf(baseline->samples[i].disturbed, DISTURBED_SIZE, "steal 90 %%");
    times = compare_results(&before, &after, COMPARE_TIMES);
    ratios = compare_results(&before, &after, COMPARE_RATIOS);
    expect(&times, "baseline", VERDICT_UNCLEAR);
    expect(&times, "fast", VERDICT_SAME);
    expect(&ratios, "fast", VERDICT_UNCLEAR);
    compare_free(&times);
    compare_free(&ratios);

    results_warn(&after, false, copy_string("a small thing"), "none");
    times = compare_results(&before, &after, COMPARE_TIMES);
    assert_null(times.unsound);
    compare_free(&times);
    results_warn(&after, true, copy_string("a\nbig thing"), "go home");
    times = compare_results(&before, &after, COMPARE_TIMES);
    assert_string_equal(times.unsound, "the second run is spoiled: a big thing");
    expect(&times, "fast", VERDICT_UNCLEAR);
    compare_free(&times);
    results_free(&before);
    results_free(&after);
}

static void who_is_only_in_one(void **state)
{
    (void)state;
    struct results before = run_of(1, 1, 1), after = run_of(1, 1, 1);
    add_rounds(samples_row(&before, "gone", "baseline"), 1000, 1);
    add_rounds(samples_row(&after, "new", "baseline"), 1000, 1);
    row_fail(results_find(&after, "combined"), STATUS_MISMATCH, "counted too much");
    row_fail(results_find(&before, "fast"), STATUS_SKIPPED, "not built");
    struct comparison times = compare_results(&before, &after, COMPARE_TIMES);
    assert_int_equal(times.count, 5);
    assert_true(change_of(&times, "combined")->broken);
    assert_false(change_of(&times, "fast")->broken || change_of(&times, "gone")->broken ||
                 change_of(&times, "new")->broken);
    assert_null(change_of(&times, "gone")->after);
    assert_null(change_of(&times, "new")->before);
    expect(&times, "gone", VERDICT_NONE);
    expect(&times, "combined", VERDICT_NONE);
    assert_near(change_of(&times, "baseline")->p_holm, change_of(&times, "baseline")->found.p);
    compare_free(&times);

    /* Without the baseline the first that both have is the measure; without any there is none. */
    row_fail(results_find(&after, "baseline"), STATUS_FAILED, "no");
    row_clear(results_find(&before, "fast"));
    struct comparison ratios = compare_results(&before, &after, COMPARE_RATIOS);
    assert_string_equal(ratios.baseline, "fast");
    compare_free(&ratios);
    row_fail(results_find(&after, "fast"), STATUS_FAILED, "no");
    ratios = compare_results(&before, &after, COMPARE_RATIOS);
    assert_null(ratios.baseline);
    assert_null(ratios.changes);
    compare_free(&ratios);
    results_free(&before);
    results_free(&after);
}

/* The interval of one row may lie beyond ±2 % by chance; of so many rows, one does. */
static void what_many_rows_take_back(void **state)
{
    (void)state;
    struct results before = samples_results(), after = samples_results();
    for (int i = 0; i < 12; i++) {
        char name[16];
        snprintf(name, sizeof name, "row %d", i);
        struct row *was = samples_row(&before, name, NULL), *is = samples_row(&after, name, NULL);
        for (unsigned round = 1; round <= 6; round++) {
            /* In row 0 all but one pass all others; p is 0.041. */
            bool odd = i == 0 && round == 1;
            samples_add(was, round, odd ? 900000 : 1000000 + round * 1000);
            samples_add(is, round,
                        odd      ? 980000
                        : i == 0 ? 1400000 + round * 1000
                                 : 1000400 + round * 1000);
        }
    }
    struct comparison times = compare_results(&before, &after, COMPARE_TIMES);
    const struct change *first = change_of(&times, "row 0");
    assert_true(first->found.p <= 0.05 && first->p_holm > 0.05);
    assert_int_equal(stats_verdict(&first->found.interval), VERDICT_SLOWER);
    expect(&times, "row 0", VERDICT_UNCLEAR);
    assert_false(compare_is_slower(&times, first, 0.02));
    compare_free(&times);
    before.row_count = after.row_count = 1; /* alone it stands */
    times = compare_results(&before, &after, COMPARE_TIMES);
    expect(&times, "row 0", VERDICT_SLOWER);
    assert_true(compare_is_slower(&times, &times.changes[0], 0.02));
    compare_free(&times);
    before.row_count = after.row_count = 12;
    results_free(&before);
    results_free(&after);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_same_build_twice),
        cmocka_unit_test(one_that_is_slower_and_one_that_is_faster),
        cmocka_unit_test(a_machine_that_is_slower),
        cmocka_unit_test(a_control_that_failed),
        cmocka_unit_test(what_was_disturbed),
        cmocka_unit_test(who_is_only_in_one),
        cmocka_unit_test(what_many_rows_take_back),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
