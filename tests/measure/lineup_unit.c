/* The A/A controls: who is copied. */
#include "measure/lineup.h"
#include "tests/support/samples.h"

#include <string.h>

static void copies(const struct results *results, size_t index, const char *name,
                   const char *original)
{
    assert_true(index < results->row_count);
    assert_string_equal(results->rows[index].is.name, name);
    assert_string_equal(results->rows[index].is.copy_of, original);
}

static void the_slowest_and_the_fastest(void **state)
{
    (void)state;
    static const struct {
        const char *name;
        uint64_t cost_ns;
    } rungs[] = {{"failed_slow", 9000}, {"baseline", 6000}, {"combined", 3000},
                 {"mapped", 10},        {"in_place", 5},    {"skipped_fast", 0}};
    enum {
        COUNT = sizeof rungs / sizeof rungs[0]
    };
    struct results results = samples_results();
    struct schedule schedule = {0};
    for (size_t i = 0; i < COUNT; i++)
        samples_row(&results, rungs[i].name, NULL)->is.limit = strdup(rungs[i].name);
    row_fail(&results.rows[0], STATUS_FAILED, "it died");
    results.rows[4].is.apart = true;
    row_fail(&results.rows[5], STATUS_SKIPPED, "no GPU");
    schedule_open(&schedule, &results);
    for (size_t i = 0; i < COUNT; i++)
        schedule.jobs[i].cost_ns = rungs[i].cost_ns;
    lineup_add_controls(&results, &schedule);
    assert_int_equal(results.row_count, COUNT + 2);
    assert_int_equal(schedule.count, COUNT + 2);
    copies(&results, COUNT, "A/A slow", "baseline");
    copies(&results, COUNT + 1, "A/A", "mapped");
    assert_string_equal(results.rows[COUNT].is.limit, "baseline");
    assert_int_equal(schedule.jobs[COUNT].cost_ns, 6000);
    assert_int_equal(schedule.jobs[COUNT + 1].cost_ns, 10);
    schedule_free(&schedule);
    results_free(&results);
}

static void one_variant_is_copied_once(void **state)
{
    (void)state;
    for (int fails = 0; fails < 2; fails++) {
        struct results results = samples_results();
        struct schedule schedule = {0};
        samples_row(&results, "only", NULL);
        if (fails)
            row_fail(&results.rows[0], STATUS_TIMEOUT, "it hung");
        schedule_open(&schedule, &results);
        lineup_add_controls(&results, &schedule);
        assert_int_equal(results.row_count, fails ? 1 : 2);
        if (!fails)
            copies(&results, 1, "A/A", "only");
        schedule_free(&schedule);
        results_free(&results);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_slowest_and_the_fastest),
        cmocka_unit_test(one_variant_is_copied_once),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
