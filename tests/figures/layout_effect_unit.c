/* What the place of the code does to a time: relative medians, spread, and when it is more than
 * noise. */
#include "figures/layout_effect.h"
#include "tests/support/samples.h"

/* Rounds that vary by `noise` around each place's time. */
static struct effect_times times_of(const char *name, const double ns[EFFECT_PLACES], size_t rounds,
                                    double noise)
{
    struct effect_times times = {.name = name};
    for (size_t place = 0; place < EFFECT_PLACES; place++)
        for (size_t round = 0; round < rounds; round++)
            times.ns[place][round] =
                ns[place] *
                (1 + noise * ((double)round / (double)(rounds - 1) - 0.5)); /* median: ns[place] */
    return times;
}

static void places_are_relative_to_the_first(void **state)
{
    (void)state;
    const struct effect_times times[] = {
        times_of("baseline", (double[]){200, 190, 220, 210}, 7, 0.01),
        times_of("compiled", (double[]){100, 100, 100, 101}, 7, 0.001),
    };
    struct effect_row rows[2];
    effect_rows_of(times, 2, 7, rows);
    assert_string_equal(rows[0].name, "baseline");
    assert_near(rows[0].places[0], 1);
    assert_near(rows[0].places[1], 0.95);
    assert_near(rows[0].places[2], 1.1);
    assert_near(rows[0].mean, 1.025);
    assert_near(rows[0].spread, 220.0 / 190 - 1);
    assert_int_equal(rows[0].fastest, 1);
    assert_int_equal(rows[0].slowest, 2);
    assert_true(rows[0].shows);
    assert_near(rows[1].places[0], 0.5);
    assert_near(rows[1].spread, 0.01);
    assert_false(rows[1].shows); /* apart, but by no more than 2 % */
}

static void noise_is_no_effect(void **state)
{
    (void)state;
    const double ns[EFFECT_PLACES] = {100, 105, 100, 100};
    struct effect_row row;
    struct effect_times noisy = times_of("noisy", ns, 7, 0.2), few = times_of("few", ns, 5, 0.001);
    effect_rows_of(&noisy, 1, 7, &row);
    assert_false(row.shows);
    effect_rows_of(&few, 1, 5, &row); /* too few for an interval */
    assert_false(row.shows);
    few = times_of("enough", ns, 6, 0.001);
    effect_rows_of(&few, 1, 6, &row);
    assert_true(row.shows);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(places_are_relative_to_the_first),
        cmocka_unit_test(noise_is_no_effect),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
