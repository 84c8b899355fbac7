/* Which variants take a disturbed round again. */
#include "measure/rerun.h"
#include "tests/support/samples.h"

static void those_compared_with_run_again(void **state)
{
    (void)state;
    bool only[8];
    struct results results = samples_run(3);
    samples_rounds(samples_row(&results, "leaf", "rung"), 3, 100);
    samples_rounds(samples_row(&results, "other", NULL), 3, 100);
    samples_rounds(samples_row(&results, "early", "other"), 1, 100);
    struct schedule schedule = {0};
    schedule_open(&schedule, &results);
    for (size_t i = 0; i < results.row_count; i++)
        schedule.jobs[i].cost_ns = UINT64_C(1) << i;
    assert_int_equal(rerun_who(&schedule, 2, only), 0);

    samples_disturb(&results, 1, 1, 1,
                    "steal 12 %"); /* rung, round 2: its parent, its copy, its child */
    assert_int_equal(rerun_who(&schedule, 2, only), 1 + 2 + 4 + 8);
    assert_true(only[0] && only[1] && only[2] && only[3] && !only[4] && !only[5]);
    assert_int_equal(rerun_who(&schedule, 1, only), 0);

    samples_disturb(&results, 4, 2, 1, "steal 12 %"); /* other, round 3, which early was not in */
    assert_int_equal(rerun_who(&schedule, 3, only), 16);
    samples_disturb(&results, 4, 0, 1, "steal 12 %");
    assert_int_equal(rerun_who(&schedule, 1, only), 16 + 32);
    row_fail(&results.rows[5], STATUS_FAILED, "it failed");
    assert_int_equal(rerun_who(&schedule, 1, only), 16);
    schedule_free(&schedule);
    results_free(&results);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(those_compared_with_run_again),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
