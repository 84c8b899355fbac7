/* The statistics of two runs, against published values and against plain enumeration. */
#include "base/unpaired.h"
#include "tests/support/samples.h"
#include "variants/variant.h"

#include <stdlib.h>

/* Permeability of the human chorioamnion at term and at 12 to 26 weeks: Hollander and Wolfe,
 * "Nonparametric Statistical Methods", table 4.1, also the example of R's wilcox.test(). U is 35,
 * the one-sided p 0.1272, the estimate of the shift 0.305, and its interval of 96 % reaches from
 * -0.15 to 0.76. What is a shift there is a ratio here: of the exponentials. */
static void the_textbook_example(void **state)
{
    (void)state;
    double term[] = {0.80, 0.83, 1.89, 1.04, 1.45, 1.38, 1.91, 1.64, 0.73, 1.46};
    double early[] = {1.15, 0.88, 0.90, 0.74, 1.21};
    for (size_t i = 0; i < 10; i++)
        term[i] = exp(term[i]);
    for (size_t i = 0; i < 5; i++)
        early[i] = exp(early[i]);
    struct unpaired found = unpaired_compare(term, 10, early, 5);
    assert_true(fabs(found.p / 2 - 0.1272) < 5e-5);
    assert_near(log(found.ratio), 0.305);
    assert_true(found.has_interval);
    assert_near(log(found.interval.low), -0.15);
    assert_near(log(found.interval.high), 0.76);
    assert_true(fabs(found.interval.coverage - 0.96004) < 5e-6);
}

/* The largest U that is significant at 5 %, two-sided: the tables of Siegel and Castellan,
 * "Nonparametric Statistics for the Behavioral Sciences", and of many others. */
static void critical_values_of_the_tables(void **state)
{
    (void)state;
    static const struct {
        size_t n, m;
        double critical;
    } table[] = {{4, 4, 0},    {3, 5, 0},    {5, 5, 2},     {4, 6, 2},  {5, 8, 6},
                 {6, 6, 5},    {7, 7, 8},    {8, 8, 13},    {9, 9, 17}, {10, 10, 23},
                 {12, 12, 37}, {15, 15, 64}, {20, 20, 127}, {6, 20, 27}};
    for (size_t i = 0; i < sizeof table / sizeof table[0]; i++) {
        double at = unpaired_p(table[i].critical, table[i].n, table[i].m);
        double above = unpaired_p(table[i].critical + 1, table[i].n, table[i].m);
        if (!(at <= 0.05 && above > 0.05))
            fail_msg("%zu and %zu: p is %.4f at %.0f and %.4f above", table[i].n, table[i].m, at,
                     table[i].critical, above);
        assert_near(unpaired_p((double)(table[i].n * table[i].m) - table[i].critical, table[i].n,
                               table[i].m),
                    at); /* from the other side */
    }
    assert_true(unpaired_p(0, 3, 3) > 0.05); /* three and three say nothing */
}

/* How many of the orders of n and m values have U no more than u, by going through all. */
static double enumerated(size_t n, size_t m, size_t u)
{
    size_t all = 0, below = 0;
    for (unsigned set = 0; set < 1U << (n + m); set++) {
        size_t ones = 0, sum = 0;
        for (size_t i = 0; i < n + m; i++) {
            if (!(set >> i & 1))
                continue;
            sum += i - ones; /* those of the others that are smaller */
            ones++;
        }
        if (ones != n)
            continue;
        all++;
        below += sum <= u;
    }
    return (double)below / (double)all;
}

static void exact_is_what_enumeration_finds(void **state)
{
    (void)state;
    for (size_t n = 1; n <= 6; n++)
        for (size_t m = 1; m <= 7; m++)
            for (size_t u = 0; 2 * u <= n * m; u++)
                assert_near(unpaired_p((double)u, n, m), fmin(1, 2 * enumerated(n, m, u)));
}

static void the_approximation_joins_the_exact(void **state)
{
    (void)state;
    for (unsigned u = 800; u <= 1250; u += 25) {
        double exact = unpaired_p(u, 49, 49),
               near = unpaired_p(u + (50 * 49 - 49 * 49) / 2.0, 50, 49);
        assert_true(fabs(exact - near) < 0.01);
    }
    /* By another program, from the formula. */
    double first[60], second[55];
    for (size_t i = 0; i < 60; i++)
        first[i] = (double)(i + 1);
    for (size_t i = 0; i < 55; i++)
        second[i] = (double)(i + 1) + 20.5;
    assert_near(unpaired_compare(first, 60, second, 55).p, 1.1258207796772934e-06);
}

static void ties(void **state)
{
    (void)state;
    assert_near(
        unpaired_compare((const double[]){1, 2, 2, 3}, 4, (const double[]){2, 3, 4, 5}, 4).p,
        0.13665824773814753);
    assert_near(unpaired_compare((const double[]){1, 1, 1, 2, 2, 3}, 6,
                                 (const double[]){2, 3, 3, 4, 5, 5, 5}, 7)
                    .p,
                0.010563221110373404);
    const double equal[] = {7, 7, 7, 7, 7, 7};
    struct unpaired found = unpaired_compare(equal, 6, equal, 6);
    assert_near(found.p, 1);
    assert_near(found.ratio, 1);
    assert_true(found.has_interval);
    assert_near(found.interval.low, 1);
    assert_near(found.interval.high, 1);
}

static void too_few(void **state)
{
    (void)state;
    const double values[] = {3, 4, 5, 6};
    struct unpaired found = unpaired_compare(values, 3, values + 1, 3);
    assert_false(found.has_interval);
    assert_false(isnan(found.p) || isnan(found.ratio));
    assert_true(unpaired_compare(values, 4, values, 4).has_interval);
    found = unpaired_compare(values, 0, values, 4);
    assert_true(isnan(found.ratio) && isnan(found.p) && !found.has_interval);
    found = unpaired_compare(values, 4, values, 0);
    assert_true(isnan(found.ratio) && isnan(found.p) && !found.has_interval);
}

static double uniform(uint64_t *seed)
{
    *seed = mix64(*seed);
    return (double)(*seed >> 11) * 0x1p-53;
}

/* Without ties the interval leaves 1 out just where the test finds a difference, and who is first
 * does not matter. */
static void test_and_interval_agree(void **state)
{
    (void)state;
    uint64_t seed = 1;
    size_t differ = 0;
    for (int trial = 0; trial < 2000; trial++) {
        double first[64], second[64];
        double most = trial % 10 ? 20 : 60;
        size_t n = 4 + (size_t)(most * uniform(&seed)), m = 4 + (size_t)(most * uniform(&seed));
        for (size_t i = 0; i < n; i++)
            first[i] = 1 + uniform(&seed);
        for (size_t i = 0; i < m; i++)
            second[i] = 0.8 + 1.02 * uniform(&seed);
        struct unpaired found = unpaired_compare(first, n, second, m);
        struct unpaired back = unpaired_compare(second, m, first, n);
        bool outside = found.interval.low > 1 || found.interval.high < 1;
        assert_true(found.has_interval);
        assert_int_equal(outside, found.p <= 1 - STATS_CONFIDENCE);
        assert_true(found.interval.coverage >= STATS_CONFIDENCE);
        assert_true(found.interval.low <= found.ratio && found.ratio <= found.interval.high);
        assert_near(back.ratio, 1 / found.ratio);
        assert_near(back.p, found.p);
        assert_near(back.interval.low, 1 / found.interval.high);
        differ += outside;
    }
    assert_true(differ > 100 && differ < 1900);
}

static void holds(const double *p, size_t count, const double *expected)
{
    double adjusted[8];
    unpaired_holm(p, count, adjusted);
    for (size_t i = 0; i < count; i++) {
        if (isnan(expected[i]))
            assert_true(isnan(adjusted[i]));
        else
            assert_near(adjusted[i], expected[i]);
    }
}

/* As R's p.adjust(p, "holm") has it. */
static void holm(void **state)
{
    (void)state;
    holds((const double[]){0.01, 0.02, 0.03, 0.04}, 4, (const double[]){0.04, 0.06, 0.06, 0.06});
    holds((const double[]){0.01, 0.04, 0.03, 0.005}, 4, (const double[]){0.03, 0.06, 0.06, 0.02});
    holds((const double[]){0.5, 0.9, 0.4}, 3, (const double[]){1, 1, 1});
    holds((const double[]){0.02}, 1, (const double[]){0.02});
    holds((const double[]){NAN, 0.02, NAN, 0.04}, 4, (const double[]){NAN, 0.04, NAN, 0.04});
    holds((const double[]){NAN}, 1, (const double[]){NAN});
    unpaired_holm(NULL, 0, NULL);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_textbook_example),
        cmocka_unit_test(critical_values_of_the_tables),
        cmocka_unit_test(exact_is_what_enumeration_finds),
        cmocka_unit_test(the_approximation_joins_the_exact),
        cmocka_unit_test(ties),
        cmocka_unit_test(too_few),
        cmocka_unit_test(test_and_interval_agree),
        cmocka_unit_test(holm),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
