/* How many rounds fit a budget, of what takes long and of what does not; and when they have said
 * enough. */
#include "measure/schedule.h"
#include "tests/support/samples.h"
#include "variants/clock.h"

/* A run that has just begun, of two rows that take so long and two that take 0.1 s. */
static struct schedule begun(struct results *results, uint64_t long_ns, uint64_t budget_ns)
{
    static const char *const names[] = {"slow", "slower", "fast", "faster"};
    struct schedule schedule = {.most_rounds = 20, .start_ns = clock_ns(), .budget_ns = budget_ns};
    *results = samples_results();
    for (size_t i = 0; i < 4; i++)
        samples_row(results, names[i], NULL);
    schedule_open(&schedule, results);
    for (size_t i = 0; i < 4; i++)
        schedule.jobs[i].cost_ns = i < 2 ? long_ns : NS_PER_S / 10;
    return schedule;
}

static void ended(struct schedule *schedule, struct results *results)
{
    schedule_free(schedule);
    results_free(results);
}

static void short_ones_have_a_reserve(void **state)
{
    (void)state;
    struct results results;
    struct schedule schedule =
        begun(&results, 10 * NS_PER_S, 124 * NS_PER_S); /* six rounds take 121.2 s */
    schedule_plan(&schedule);
    for (size_t i = 0; i < 4; i++) {
        assert_int_equal(schedule.jobs[i].rounds, i < 2 ? 6 : 20);
        assert_int_equal(schedule.jobs[i].is_long, i < 2);
    }
    assert_int_equal(schedule_last(&schedule, 6), 20);
    ended(&schedule, &results);
}

static void among_short_ones_there_is_none(void **state)
{
    (void)state;
    struct results results;
    struct schedule schedule = begun(&results, NS_PER_S / 2, 11 * NS_PER_S); /* 1.2 s a round */
    schedule_plan(&schedule);
    assert_false(schedule.jobs[0].is_long);
    assert_true(schedule.jobs[0].rounds < 20);
    schedule.start_ns -= 11 * NS_PER_S;
    assert_true(schedule_goes_on(&schedule, 5)); /* as many as an interval takes */
    assert_false(schedule_goes_on(&schedule, 6));
    ended(&schedule, &results);
}

static void long_ones_leave_the_reserve_alone(void **state)
{
    (void)state;
    struct results results;
    struct schedule schedule = begun(&results, 10 * NS_PER_S, 300 * NS_PER_S);
    const struct job *jobs = schedule.jobs;
    schedule_plan(&schedule);
    assert_true(jobs[0].rounds > 7);
    assert_true(schedule_goes_on(&schedule, 7));
    assert_true(jobs[0].rounds > 7);
    schedule.start_ns -= 300 * NS_PER_S; /* it took longer than planned */
    assert_true(schedule_goes_on(&schedule, 7));
    assert_int_equal(jobs[0].rounds, 7);
    assert_int_equal(jobs[2].rounds, 20);
    schedule.reserve_from_ns -= 29 * NS_PER_S; /* of 30 */
    assert_true(schedule_goes_on(&schedule, 19));
    schedule.reserve_from_ns -= 2 * NS_PER_S;
    assert_false(schedule_goes_on(&schedule, 19));
    ended(&schedule, &results);
}

/* What joins the run later takes its place among the others. */
static void entries_join(void **state)
{
    (void)state;
    struct results results;
    struct schedule schedule = begun(&results, 10 * NS_PER_S, 300 * NS_PER_S);
    samples_row(&results, "A/A", NULL);
    schedule_insert(&schedule, 1, 7);
    assert_int_equal(schedule.count, 5);
    static const uint64_t costs_ns[] = {10 * NS_PER_S, 7, 10 * NS_PER_S, NS_PER_S / 10,
                                        NS_PER_S / 10};
    for (size_t i = 0; i < 5; i++)
        assert_true(schedule.jobs[i].cost_ns == costs_ns[i]);
    ended(&schedule, &results);
}

/* --- when rounds have said enough --- */

/* Asked of a schedule in which `fast`, the second entry, has so many rounds and the others 20. */
static bool is_precise_with(const struct results *results, unsigned round, unsigned *narrow,
                            unsigned fast_rounds)
{
    struct schedule schedule = {0};
    schedule_open(&schedule, results);
    for (size_t i = 0; i < schedule.count; i++)
        schedule.jobs[i].rounds = i == 1 ? fast_rounds : 20;
    bool precise = schedule_is_precise(&schedule, round, narrow);
    schedule_free(&schedule);
    return precise;
}

static bool is_precise(const struct results *results, unsigned round, unsigned *narrow)
{
    return is_precise_with(results, round, narrow, 20);
}

static void narrow_in_a_row(void **state)
{
    (void)state;
    struct results results = samples_spread(SCHEDULE_FIRST_LOOK, 0.001);
    unsigned narrow = 0;
    for (unsigned round = 0; round < SCHEDULE_FIRST_LOOK; round++)
        assert_false(is_precise(&results, round, &narrow)); /* not looked at so early */
    assert_int_equal(narrow, 0);
    assert_false(is_precise(&results, SCHEDULE_FIRST_LOOK, &narrow));
    assert_true(is_precise(&results, SCHEDULE_FIRST_LOOK + 1, &narrow));

    /* A wide one in between starts it anew. */
    narrow = 1;
    struct results wide = samples_spread(SCHEDULE_FIRST_LOOK, 0.2);
    assert_false(is_precise(&wide, SCHEDULE_FIRST_LOOK, &narrow));
    assert_int_equal(narrow, 0);
    results_free(&wide);

    results.precision = 0; /* never */
    for (unsigned round = 0; round < 20; round++)
        assert_false(is_precise(&results, round, &narrow));
    results_free(&results);
}

static bool reached(const struct results *results)
{
    unsigned narrow = SCHEDULE_IN_A_ROW - 1;
    return is_precise(results, SCHEDULE_FIRST_LOOK, &narrow);
}

static void who_holds_it_up(void **state)
{
    (void)state;
    struct results results = samples_spread(SCHEDULE_FIRST_LOOK, 0.2);
    struct row *slow = &results.rows[0], *fast = &results.rows[1], *control = &results.rows[2];
    assert_false(reached(&results));
    unsigned narrow = SCHEDULE_IN_A_ROW - 1; /* it gets no more: waiting for it is no use */
    assert_true(is_precise_with(&results, SCHEDULE_FIRST_LOOK, &narrow, SCHEDULE_FIRST_LOOK));
    fast->status = STATUS_FAILED; /* nor for what failed */
    assert_true(reached(&results));
    fast->status = STATUS_OK;
    fast->is.apart = true; /* nor for what is compared with nothing */
    assert_true(reached(&results));
    control->status = STATUS_TIMEOUT; /* but nothing known is not enough */
    assert_false(reached(&results));
    control->status = STATUS_OK;
    slow->status = STATUS_MISMATCH;
    assert_false(reached(&results));
    results_free(&results);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(short_ones_have_a_reserve),
        cmocka_unit_test(among_short_ones_there_is_none),
        cmocka_unit_test(long_ones_leave_the_reserve_alone),
        cmocka_unit_test(entries_join),
        cmocka_unit_test(narrow_in_a_row),
        cmocka_unit_test(who_holds_it_up),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
