/* What part of the variance lies between rounds, against numbers worked out by hand. */
#include "figures/variance.h"
#include "tests/support/samples.h"

static struct results run_of(void)
{
    struct results results = samples_results();
    for (size_t i = 0; i < 6; i++)
        results_add_layout(&results, (struct layout){0, 0, 0});
    samples_row(&results, "baseline", NULL);
    return results;
}

static uint64_t ns(double ln)
{
    return (uint64_t)llround(1e12 * exp(ln));
}

/* A sample and a stage run, which differ by `within` this way and that, and whose mean is +-0.04
 * around 1 s. */
static void add_rounds(struct row *row, unsigned rounds, double within)
{
    for (unsigned i = 0; i < rounds; i++) {
        double round = i % 2 ? 0.04 : -0.04, run = (i / 2) % 2 ? within : -within;
        samples_add(row, i + 1, ns(round + run));
        struct probe *probe =
            samples_probe(row, PROBE_STAGES, 0, i + 1, ns(0.3 + round - run) + 5000);
        probe->sample.record.clock_ns = 5000; /* stage runs as such take longer: no variance */
    }
}

static void near(double value, double expected)
{
    if (!(fabs(value - expected) < 1e-6))
        fail_msg("%.9g is not %.9g", value, expected);
}

/* MSB = 2 * 8 * 0.0016 / 7, MSW = 16 * 0.0004 / (16 - 8 - 1): between = (MSB - MSW) / 2. */
static void known_components(void **state)
{
    (void)state;
    struct results results = run_of();
    struct variance variance;
    add_rounds(&results.rows[0], 8, 0.02);
    assert_true(variance_of(&results, &results.rows[0], &variance));
    double msb = 16 * 0.0016 / 7, msw = 16 * 0.0004 / 7, between = (msb - msw) / 2;
    near(variance.part, between / (between + msw));
    near(variance.part, 0.6);
    near(variance.range, exp(0.08) - 1);
    results_free(&results);
}

static void all_or_none_of_it(void **state)
{
    (void)state;
    struct results results = run_of();
    struct variance variance;
    add_rounds(&results.rows[0], 8, 0);
    assert_true(variance_of(&results, &results.rows[0], &variance));
    near(variance.part, 1);
    results_free(&results);

    results = run_of();
    add_rounds(&results.rows[0], 8, 1); /* MSB below MSW */
    assert_true(variance_of(&results, &results.rows[0], &variance));
    near(variance.part, 0);
    results_free(&results);
}

static void what_it_takes(void **state)
{
    (void)state;
    struct results results = run_of();
    struct variance variance;
    add_rounds(&results.rows[0], 5, 0.02);
    assert_false(variance_of(&results, &results.rows[0], &variance));
    samples_add(&results.rows[0], 6, 1000); /* the only run of its round */
    assert_false(variance_of(&results, &results.rows[0], &variance));
    results_free(&results);

    results = run_of();
    add_rounds(&results.rows[0], 8, 0.02);
    results.layout_count = 0; /* one for all */
    assert_false(variance_of(&results, &results.rows[0], &variance));
    results.layout_count = 6;
    assert_true(variance_of(&results, &results.rows[0], &variance));
    results_free(&results);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(known_components),
        cmocka_unit_test(all_or_none_of_it),
        cmocka_unit_test(what_it_takes),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
