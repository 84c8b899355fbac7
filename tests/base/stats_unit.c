/* Medians, their intervals and verdicts. */
#include "base/stats.h"
#include "tests/support/samples.h"

/* Ranks and coverage of the interval, from exact binomial sums; the ranks are those of the tables
 * of Hahn and Meeker, "Statistical Intervals", and of the sign test in Conover, "Practical
 * Nonparametric Statistics". */
static const struct {
    size_t count, rank;
    double coverage;
} published[] = {
    {0, 0, 0},
    {1, 0, 0},
    {2, 0, 0},
    {3, 0, 0},
    {4, 0, 0},
    {5, 0, 0},
    {6, 1, 0.968750},
    {7, 1, 0.984375},
    {8, 1, 0.992188},
    {9, 2, 0.960938},
    {10, 2, 0.978516},
    {11, 2, 0.988281},
    {12, 3, 0.961426},
    {13, 3, 0.977539},
    {14, 3, 0.987061},
    {15, 4, 0.964844},
    {16, 4, 0.978729},
    {17, 5, 0.950958},
    {18, 5, 0.969116},
    {19, 5, 0.980789},
    {20, 6, 0.958611},
    {21, 6, 0.973396},
    {22, 6, 0.983099},
    {23, 7, 0.965310},
    {24, 7, 0.977344},
    {25, 8, 0.956715},
    {26, 8, 0.971041},
    {27, 8, 0.980843},
    {28, 9, 0.964302},
    {29, 9, 0.975880},
    {30, 10, 0.957226},
    {50, 18, 0.967161},
    {100, 40, 0.964800},
    {500, 228, 0.955937},
    {1000, 469, 0.953709},
    /* 2^-1074 is the smallest double above 0. */
    {1022, 480, 0.951292},
    {1023, 480, 0.954658},
    {1074, 505, 0.952728},
    {1075, 505, 0.955934},
    {1076, 506, 0.952522},
    {2000, 956, 0.953447},
    {5000, 2431, 0.950684},
    {20000, 9861, 0.951488},
};

static void ranks_are_those_of_the_published_tables(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof published / sizeof published[0]; i++) {
        double coverage = -1;
        size_t rank = stats_interval_rank(published[i].count, &coverage);
        if (rank != published[i].rank || !(fabs(coverage - published[i].coverage) < 1e-6))
            fail_msg("n = %zu: rank %zu covers %.6f, not rank %zu, %.6f", published[i].count, rank,
                     coverage, published[i].rank, published[i].coverage);
    }
}

static void every_count_has_a_sane_interval(void **state)
{
    (void)state;
    size_t before = 0;
    for (size_t count = 6; count <= 2500; count++) {
        double coverage = -1;
        size_t rank = stats_interval_rank(count, &coverage);
        assert_true(rank >= 1 && rank >= before && rank <= before + 1 && 2 * rank < count);
        assert_true(coverage >= STATS_CONFIDENCE && coverage < 1);
        before = rank;
    }
}

static void medians(void **state)
{
    (void)state;
    const double values[] = {5, 1, 4, 2, 3, 100};
    assert_near(stats_median(values, 1), 5);
    assert_near(stats_median(values, 2), 3);
    assert_near(stats_median(values, 3), 4);
    assert_near(stats_median(values, 4), 3);
    assert_near(stats_median(values, 5), 3);
    assert_near(stats_median(values, 6), 3.5);
    assert_near(stats_median((const double[]){-2, -3, 7, -2}, 4), -2);
    assert_true(isnan(stats_median(values, 0)));
    assert_true(values[0] == 5 && values[1] == 1 && values[5] == 100); /* left as they were */
}

static void intervals_are_order_statistics(void **state)
{
    (void)state;
    double values[20];
    struct interval interval = {-1, -1, -1};
    for (size_t i = 0; i < 20; i++)
        values[i] = (double)(i * 7 % 20 + 1); /* 1 .. 20, shuffled */
    assert_true(stats_interval(values, 20, &interval));
    assert_near(interval.low, 6);
    assert_near(interval.high, 15);
    assert_true(fabs(interval.coverage - 0.958611) < 1e-6);

    const double seven[] = {4, 9, 2, 8, 3, 7, 5};
    assert_true(stats_interval(seven, 7, &interval));
    assert_near(interval.low, 2);
    assert_near(interval.high, 9);
    assert_true(stats_interval(seven, 6, &interval));
    assert_near(interval.low, 2);
    assert_near(interval.high, 9);
    assert_false(stats_interval(seven, 5, &interval));
    assert_false(stats_interval(seven, 0, &interval));

    const double equal[] = {3, 3, 3, 3, 3, 3};
    assert_true(stats_interval(equal, 6, &interval));
    assert_near(interval.low, 3);
    assert_near(interval.high, 3);
}

static void verdicts_at_their_bounds(void **state)
{
    (void)state;
    const double above = 1.02, below = 1 / 1.02;
    const double past_above = nextafter(above, 2), past_below = nextafter(below, 0);
    const struct {
        double low, high;
        enum verdict verdict;
    } cases[] = {
        {past_above, 1.5, VERDICT_FASTER},
        {past_above, past_above, VERDICT_FASTER},
        {above, 1.5, VERDICT_UNCLEAR},
        {above, above, VERDICT_SAME},
        {0.5, past_below, VERDICT_SLOWER},
        {past_below, past_below, VERDICT_SLOWER},
        {0.5, below, VERDICT_UNCLEAR},
        {below, below, VERDICT_SAME},
        {below, above, VERDICT_SAME},
        {1, 1, VERDICT_SAME},
        {below, past_above, VERDICT_UNCLEAR},
        {past_below, above, VERDICT_UNCLEAR},
        {0.5, 2, VERDICT_UNCLEAR},
        {1.01, 1.03, VERDICT_UNCLEAR},
        {0.97, 0.99, VERDICT_UNCLEAR},
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        struct interval interval = {cases[i].low, cases[i].high, 0.96};
        enum verdict verdict = stats_verdict(&interval);
        if (verdict != cases[i].verdict)
            fail_msg("%.17g to %.17g is %s, not %s", cases[i].low, cases[i].high,
                     stats_verdict_name(verdict), stats_verdict_name(cases[i].verdict));
    }
    assert_string_equal(stats_verdict_name(VERDICT_NONE), "");
    assert_string_equal(stats_verdict_name(VERDICT_FASTER), "faster");
    assert_string_equal(stats_verdict_name(VERDICT_SLOWER), "slower");
    assert_string_equal(stats_verdict_name(VERDICT_SAME), "same");
    assert_string_equal(stats_verdict_name(VERDICT_UNCLEAR), "unclear");
}

/* Sen's slopes by hand; p worked out by hand, and with R's Kendall::MannKendall's formula. */
static void trends(void **state)
{
    (void)state;
    const double up[] = {1, 2, 3, 4, 5, 6, 7, 8}, down[] = {8, 7, 6, 5, 4, 3, 2, 1},
                 spiked[] = {1, 2, 3, 400, 5, 6, 7, 8}, flat[] = {5, 5, 5, 5, 5, 5, 5, 5},
                 tied[] = {1, 1, 2, 2, 3, 3, 4, 4}, mixed[] = {4, 8, 1, 6, 3, 7, 2, 5};
    struct trend trend = stats_trend(up, 8);
    assert_near(trend.slope, 1); /* S = 28, variance 8 * 7 * 21 / 18 */
    assert_near(trend.p, erfc(27 / sqrt(2 * 8 * 7 * 21 / 18.0)));
    assert_true(trend.p < 0.001);
    assert_near(stats_trend(down, 8).slope, -1);
    assert_near(stats_trend(down, 8).p, trend.p);
    assert_near(stats_trend(spiked, 8).slope, 1); /* S = 28 - 2 * 4 */
    assert_near(stats_trend(spiked, 8).p, erfc(19 / sqrt(2 * 8 * 7 * 21 / 18.0)));
    assert_near(stats_trend(flat, 8).p, 1);
    assert_true(stats_trend(flat, 8).slope == 0);
    /* S = 24; four pairs take 4 * 2 * 1 * 9 from the variance's 1176. */
    assert_near(stats_trend(tied, 8).p, erfc(23 / sqrt(2 * (1176 - 72) / 18.0)));
    assert_true(stats_trend(mixed, 8).p > 0.5);
    assert_true(isnan(stats_trend(up, STATS_TREND_LEAST - 1).p));
    assert_near(stats_trend(up, 2).slope, 1);
    assert_true(isnan(stats_trend(up, 1).slope) && isnan(stats_trend(up, 0).p));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(ranks_are_those_of_the_published_tables),
        cmocka_unit_test(every_count_has_a_sane_interval),
        cmocka_unit_test(medians),
        cmocka_unit_test(intervals_are_order_statistics),
        cmocka_unit_test(verdicts_at_their_bounds),
        cmocka_unit_test(trends),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
