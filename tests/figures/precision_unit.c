/* When rounds have said enough, and what is then said of them. */
#include "figures/precision.h"
#include "tests/support/samples.h"

#include <stdlib.h>
#include <string.h>

/* Two rungs and a control; `fast` varies by `spread` from round to round. */
static struct results measured(unsigned rounds, double spread)
{
    struct results results = samples_results();
    struct row *slow = samples_row(&results, "slow", NULL);
    struct row *fast = samples_row(&results, "fast", "slow");
    struct row *control = samples_row(&results, "A/A", NULL);
    control->is.copy_of = strdup("slow");
    assert_non_null(control->is.copy_of);
    results.precision = 0.02;
    for (unsigned round = 1; round <= rounds; round++) {
        double off = 1 + spread * (round % 10) / 10.0;
        samples_add(slow, round, 1000000);
        samples_add(fast, round, (uint64_t)(500000 * off));
        samples_add(control, round, 1000000);
    }
    slow->rounds = fast->rounds = control->rounds = 20;
    return results;
}

static void narrow_in_a_row(void **state)
{
    (void)state;
    struct results results = measured(PRECISION_FIRST_LOOK, 0.001);
    unsigned narrow = 0;
    for (unsigned round = 0; round < PRECISION_FIRST_LOOK; round++)
        assert_false(precision_reached(&results, round, &narrow)); /* not looked at so early */
    assert_int_equal(narrow, 0);
    assert_false(precision_reached(&results, PRECISION_FIRST_LOOK, &narrow));
    assert_true(precision_reached(&results, PRECISION_FIRST_LOOK + 1, &narrow));

    /* A wide one in between starts it anew. */
    narrow = 1;
    struct results wide = measured(PRECISION_FIRST_LOOK, 0.2);
    assert_false(precision_reached(&wide, PRECISION_FIRST_LOOK, &narrow));
    assert_int_equal(narrow, 0);
    results_free(&wide);

    results.precision = 0; /* never */
    for (unsigned round = 0; round < 20; round++)
        assert_false(precision_reached(&results, round, &narrow));
    results_free(&results);
}

static bool reached(const struct results *results)
{
    unsigned narrow = PRECISION_IN_A_ROW - 1;
    return precision_reached(results, PRECISION_FIRST_LOOK, &narrow);
}

static void who_holds_it_up(void **state)
{
    (void)state;
    struct results results = measured(PRECISION_FIRST_LOOK, 0.2);
    struct row *slow = &results.rows[0], *fast = &results.rows[1], *control = &results.rows[2];
    assert_false(reached(&results));
    fast->rounds = PRECISION_FIRST_LOOK; /* it gets no more: waiting for it is no use */
    assert_true(reached(&results));
    fast->rounds = 20;
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

static void what_is_said(void **state)
{
    (void)state;
    struct results results = measured(12, 0.2);
    assert_null(precision_line(&results));
    results.rounds_end = ROUNDS_END_BUDGET;
    char *line = precision_line(&results);
    assert_has(line, "ended after 12 by --budget; comparisons");
    assert_has(line, "wider than 2.0 %: fast ");
    assert_lacks(line, "A/A");
    free(line);
    results_free(&results);

    results = measured(11, 0.001);
    results.rounds_end = ROUNDS_END_PRECISION;
    line = precision_line(&results);
    assert_string_equal(line,
                        "ended after 11 by --precision 2.0%; the interval of every comparison "
                        "is narrower than 2.0 %.");
    free(line);
    results.precision = 0;
    results.rounds_end = ROUNDS_END_ROUNDS;
    line = precision_line(&results);
    assert_string_equal(line, "ended after 11 by --rounds.");
    free(line);
    results.rows[0].sample_count = 6; /* one that takes long */
    line = precision_line(&results);
    assert_string_equal(line,
                        "ended after 11 by --rounds, with 6 of what the --budget had no more for.");
    free(line);
    results_free(&results);

    results = measured(12, 0.001);
    results.rounds_end = ROUNDS_END_ROUNDS;
    results.rounds_again = 2;
    line = precision_line(&results);
    assert_has(line, "ended after 10 by --rounds, 2 run again; the interval of every");
    free(line);
    results_free(&results);

    results = measured(3, 0); /* no intervals */
    results.rounds_end = ROUNDS_END_STOPPED;
    line = precision_line(&results);
    assert_has(line, "2 of too few rounds");
    free(line);
    results_free(&results);
}

static void the_wide_ones_are_kept(void **state)
{
    (void)state;
    struct results results = measured(12, 0.2);
    json_t *wide = precision_wide(&results);
    assert_int_equal(json_array_size(wide), 1);
    assert_string_equal(json_string_value(json_object_get(json_array_get(wide, 0), "name")),
                        "fast");
    json_decref(wide);
    results_free(&results);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(narrow_in_a_row),
        cmocka_unit_test(who_holds_it_up),
        cmocka_unit_test(what_is_said),
        cmocka_unit_test(the_wide_ones_are_kept),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
