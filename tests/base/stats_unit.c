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
        size_t rank = stats_interval_rank(published[i].count, STATS_CONFIDENCE, &coverage);
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
        size_t rank = stats_interval_rank(count, STATS_CONFIDENCE, &coverage);
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
    assert_true(stats_interval(values, 20, STATS_CONFIDENCE, &interval));
    assert_near(interval.low, 6);
    assert_near(interval.high, 15);
    assert_true(fabs(interval.coverage - 0.958611) < 1e-6);

    const double seven[] = {4, 9, 2, 8, 3, 7, 5};
    assert_true(stats_interval(seven, 7, STATS_CONFIDENCE, &interval));
    assert_near(interval.low, 2);
    assert_near(interval.high, 9);
    assert_true(stats_interval(seven, 6, STATS_CONFIDENCE, &interval));
    assert_near(interval.low, 2);
    assert_near(interval.high, 9);
    assert_false(stats_interval(seven, 5, STATS_CONFIDENCE, &interval));
    assert_false(stats_interval(seven, 0, STATS_CONFIDENCE, &interval));

    const double equal[] = {3, 3, 3, 3, 3, 3};
    assert_true(stats_interval(equal, 6, STATS_CONFIDENCE, &interval));
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
    assert_string_equal(stats_verdict_name(VERDICT_TOO_FEW), "too few rounds");
    assert_string_equal(stats_verdict_name(VERDICT_FASTER), "faster");
    assert_string_equal(stats_verdict_name(VERDICT_SLOWER), "slower");
    assert_string_equal(stats_verdict_name(VERDICT_SAME), "same");
    assert_string_equal(stats_verdict_name(VERDICT_UNCLEAR), "unclear");
}

/* For 40 comparisons of 20 rounds each; the sums of binomials by hand. */
static void intervals_of_many(void **state)
{
    (void)state;
    const struct {
        size_t comparisons, least, rank_of_20;
    } cases[] = {{0, 6, 6},   {1, 6, 6},   {2, 7, 5},   {4, 8, 5},   {5, 8, 4},    {19, 10, 4},
                 {20, 10, 3}, {25, 10, 3}, {26, 11, 3}, {40, 11, 3}, {124, 13, 3}, {125, 13, 2}};
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        double confidence = stats_confidence_of(cases[i].comparisons), coverage;
        size_t least = stats_interval_least(confidence);
        if (least != cases[i].least)
            fail_msg("%zu comparisons take %zu rounds, not %zu", cases[i].comparisons, least,
                     cases[i].least);
        assert_int_equal(stats_interval_rank(20, confidence, &coverage), cases[i].rank_of_20);
        assert_true(coverage >= confidence);
    }
    assert_near(stats_confidence_of(40), 0.99875);
    double coverage, values[20];
    struct interval interval;
    stats_interval_rank(20, stats_confidence_of(40), &coverage);
    assert_near(1 - coverage, 2 * (1 + 20 + 190) / 1048576.0);
    for (size_t i = 0; i < 20; i++)
        values[i] = (double)(i * 7 % 20 + 1); /* 1 .. 20, shuffled */
    assert_true(stats_interval(values, 20, stats_confidence_of(40), &interval));
    assert_near(interval.low, 3);
    assert_near(interval.high, 18);
    assert_false(stats_interval(values, 10, stats_confidence_of(40), &interval));
}

/* By hand: Sen's slopes, and p, with ties by the formula of R's Kendall::MannKendall. */
static void trends(void **state)
{
    (void)state;
    const double up[] = {1, 2, 3, 4, 5, 6, 7, 8}, down[] = {8, 7, 6, 5, 4, 3, 2, 1},
                 spiked[] = {1, 2, 3, 400, 5, 6, 7, 8}, flat[] = {5, 5, 5, 5, 5, 5, 5, 5},
                 tied[] = {1, 1, 2, 2, 3, 3, 4, 4}, mixed[] = {4, 8, 1, 6, 3, 7, 2, 5};
    assert_near(stats_trend_slope(up, 8), 1);
    assert_near(stats_trend_p(up, 8), 2 / 40320.0); /* one of 8! orders, and the one that falls */
    assert_near(stats_trend_slope(down, 8), -1);
    assert_near(stats_trend_p(down, 8), 2 / 40320.0);
    assert_near(stats_trend_slope(spiked, 8), 1);
    /* Four inversions or fewer: 1 + 7 + 27 + 76 + 174 of the orders of eight. */
    assert_near(stats_trend_p(spiked, 8), 2 * 285 / 40320.0);
    assert_near(stats_trend_p(flat, 8), 1);
    assert_true(stats_trend_slope(flat, 8) == 0);
    /* S = 24; four pairs take 4 * 2 * 1 * 9 from the variance's 1176. */
    assert_near(stats_trend_p(tied, 8), erfc(23 / sqrt(2 * (1176 - 72) / 18.0)));
    assert_true(stats_trend_p(mixed, 8) > 0.5);
    assert_near(stats_trend_p(up, 6), 2 / 720.0);
    assert_true(isnan(stats_trend_p(up, 5)));
    assert_near(stats_trend_slope(up, 2), 1);
    assert_true(isnan(stats_trend_slope(up, 1)) && isnan(stats_trend_p(up, 0)));
}

/* Every order of six and seven values: the p of each is how many have as large an S, of all. */
static void trends_are_exact(void **state)
{
    (void)state;
    enum {
        MOST = 7
    };
    for (size_t count = 6; count <= MOST; count++) {
        size_t orders = 0, held[MOST] = {0}, at = 0;
        size_t *found = calloc(5040, sizeof *found); /* by S */
        double *p = calloc(5040, sizeof *p), values[MOST];
        assert_true(found && p);
        for (size_t i = 0; i < count; i++)
            values[i] = (double)i;
        while (at < count) { /* Heap's way through all orders */
            if (orders == 0 || at > 0) {
                int s = 0;
                for (size_t i = 0; i < count; i++)
                    for (size_t j = i + 1; j < count; j++)
                        s += values[j] > values[i] ? 1 : -1;
                found[orders] = (size_t)abs(s);
                p[orders++] = stats_trend_p(values, count);
            }
            for (at = 1; at < count && held[at] >= at; at++)
                held[at] = 0;
            if (at == count)
                break;
            size_t other = at % 2 ? held[at] : 0;
            double value = values[at];
            values[at] = values[other];
            values[other] = value;
            held[at]++;
        }
        assert_int_equal(orders, count == 6 ? 720 : 5040);
        for (size_t i = 0; i < orders; i += 7) {
            size_t as_large = 0;
            for (size_t j = 0; j < orders; j++)
                as_large += found[j] >= found[i];
            assert_near(p[i], (double)as_large / (double)orders);
        }
        free(found);
        free(p);
    }
}

/* Where the exact distribution ends, the approximation goes on. */
static void trends_of_many(void **state)
{
    (void)state;
    double values[STATS_TREND_EXACT + 1];
    for (size_t i = 0; i <= STATS_TREND_EXACT; i++)
        values[i] = (double)(i * 19 % 51) + 0.35 * (double)i;
    double exact = stats_trend_p(values, STATS_TREND_EXACT),
           near = stats_trend_p(values, STATS_TREND_EXACT + 1);
    assert_true(exact > 0.01 && exact < 0.3 && fabs(exact - near) < 0.05);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(ranks_are_those_of_the_published_tables),
        cmocka_unit_test(every_count_has_a_sane_interval),
        cmocka_unit_test(medians),
        cmocka_unit_test(intervals_are_order_statistics),
        cmocka_unit_test(verdicts_at_their_bounds),
        cmocka_unit_test(intervals_of_many),
        cmocka_unit_test(trends),
        cmocka_unit_test(trends_are_exact),
        cmocka_unit_test(trends_of_many),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
