/* How many rounds fit a budget, of what takes long and of what does not. */
#include "measure/plan.h"
#include "tests/support/samples.h"
#include "variants/clock.h"

static const struct run_options options = {.rounds = 20};

/* A run that has just begun, of two rows that take so long and two that take 0.1 s. */
static struct bench begun(uint64_t long_ns, uint64_t budget_ns)
{
    struct bench bench = {.options = &options, .start_ns = clock_ns(), .budget_ns = budget_ns};
    bench.results = samples_results();
    static const char *const names[] = {"slow", "slower", "fast", "faster"};
    for (size_t i = 0; i < 4; i++)
        samples_row(&bench.results, names[i], NULL)->cost_ns = i < 2 ? long_ns : NS_PER_S / 10;
    return bench;
}

static void short_ones_have_a_reserve(void **state)
{
    (void)state;
    struct bench bench = begun(10 * NS_PER_S, 124 * NS_PER_S); /* six rounds take 121.2 s */
    const struct row *rows = bench.results.rows;
    plan_rounds(&bench);
    for (size_t i = 0; i < 4; i++) {
        assert_int_equal(rows[i].rounds, i < 2 ? 6 : 20);
        assert_int_equal(rows[i].is_long, i < 2);
    }
    assert_int_equal(plan_again(&bench, 6), 20);
    results_free(&bench.results);
}

static void among_short_ones_there_is_none(void **state)
{
    (void)state;
    struct bench bench = begun(NS_PER_S / 2, 11 * NS_PER_S); /* 1.2 s a round */
    const struct row *rows = bench.results.rows;
    plan_rounds(&bench);
    assert_false(rows[0].is_long);
    assert_true(rows[0].rounds < 20);
    bench.start_ns -= 11 * NS_PER_S;
    assert_true(plan_goes_on(&bench, 5)); /* as many as an interval takes */
    assert_false(plan_goes_on(&bench, 6));
    results_free(&bench.results);
}

static void long_ones_leave_the_reserve_alone(void **state)
{
    (void)state;
    struct bench bench = begun(10 * NS_PER_S, 300 * NS_PER_S);
    const struct row *rows = bench.results.rows;
    plan_rounds(&bench);
    assert_true(rows[0].rounds > 7);
    assert_true(plan_goes_on(&bench, 7));
    assert_true(rows[0].rounds > 7);
    bench.start_ns -= 300 * NS_PER_S; /* it took longer than planned */
    assert_true(plan_goes_on(&bench, 7));
    assert_int_equal(rows[0].rounds, 7);
    assert_int_equal(rows[2].rounds, 20);
    bench.reserve_from_ns -= 29 * NS_PER_S; /* of 30 */
    assert_true(plan_goes_on(&bench, 19));
    bench.reserve_from_ns -= 2 * NS_PER_S;
    assert_false(plan_goes_on(&bench, 19));
    results_free(&bench.results);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(short_ones_have_a_reserve),
        cmocka_unit_test(among_short_ones_there_is_none),
        cmocka_unit_test(long_ones_leave_the_reserve_alone),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
