/* The statistics of two runs, held against simulated ones. Prints the shares that it finds. */
#include "base/unpaired.h"
#include "tests/support/found.h"
#include "tests/support/samples.h"
#include "tests/support/simulated.h"

#ifdef SANITIZED
#define FAMILIES 60
#else
#define FAMILIES 1000
#endif

/* --- two runs --- */

static void hold_runs(const struct noise *noise, bool ratios, double spread, struct found *found)
{
    for (size_t trial = 0; trial < 2 * (size_t)FOUND_TRIALS; trial++) {
        double truth = trial % 2 ? FOUND_DIFFERENCE : 1, values[2][SIMULATED_ROUNDS];
        for (size_t i = 0; i < 2; i++) {
            /* The variant looked at is 1; 0 is the baseline. Each run has a machine of its own. */
            double machine = 1 + spread * (2 * simulated_uniform() - 1);
            struct noise own = *noise;
            own.drift *= simulated_uniform();
            struct simulated run = simulated_run(&own, i == 1 ? truth : 1, machine);
            for (size_t j = 0; j < SIMULATED_ROUNDS; j++)
                values[i][j] = ratios ? run.time[1][j] / run.time[0][j] : run.time[1][j];
        }
        struct unpaired change =
            unpaired_compare(values[0], SIMULATED_ROUNDS, values[1], SIMULATED_ROUNDS);
        assert_true(change.has_interval);
        enum verdict verdict = stats_verdict(&change.interval);
        found_note(found, &change.interval,
                   found_differs(verdict) && change.p > 1 - STATS_CONFIDENCE ? VERDICT_UNCLEAR
                                                                             : verdict,
                   truth);
    }
}

static void two_runs_keep_what_they_claim(void **unused)
{
    (void)unused;
    simulated_seed(3);
    found_head("Two runs of 20 rounds, by times, on a machine that is the same in both");
    for (size_t i = 0; i < 2; i++) {
        struct found found = {0};
        hold_runs(&simulated_noises[i], false, 0, &found);
        found_line(simulated_noises[i].name, &found);
        found_hold(simulated_noises[i].name, &found, 0);
    }
    found_head("By ratios to the baseline, on one that is up to 10 % faster or slower in each");
    for (size_t i = 0; i < SIMULATED_NOISES; i++) {
        struct found found = {0};
        hold_runs(&simulated_noises[i], true, 0.1, &found);
        found_line(simulated_noises[i].name, &found);
        found_hold(simulated_noises[i].name, &found, i < 2 ? 0 : 0.01);
    }
    /* What times cannot know, whatever the method: this is why there are ratios, and --across. */
    struct found found = {0};
    hold_runs(&simulated_noises[0], false, 0.1, &found);
    found_head("By times, on such a machine: what nothing but ratios can tell apart");
    found_line(simulated_noises[0].name, &found);
    assert_true(share_of(found.false_verdicts) > 0.5);
}

/* --- many rows --- */

static void families_are_wrong_as_rarely_as_holm_says(void **unused)
{
    enum {
        ROWS = 16
    };
    static const struct {
        size_t rounds;
        double noise;
    } cases[] = {{6, 0.01}, {6, 0.1}, {20, 0.01}, {20, 0.1}};
    (void)unused;
    simulated_seed(4);
    printf("\nComparisons of 16 identical variants each: those with a false finding\n"
           "%-28s %8s %8s %8s\n",
           "noise", "p %", "Holm %", "verdict %");
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        struct noise noise = simulated_noises[1];
        struct share any_p = {0}, any_holm = {0}, any_verdict = {0};
        size_t rounds = cases[i].rounds;
        noise.own = cases[i].noise;
        for (size_t family = 0; family < FAMILIES; family++) {
            double p[ROWS], holm[ROWS], values[2][SIMULATED_ROUNDS];
            struct interval intervals[ROWS];
            bool by_p = false, by_holm = false, by_verdict = false;
            for (size_t row = 0; row < ROWS; row++) {
                for (size_t j = 0; j < 2 * rounds; j++)
                    values[j % 2][j / 2] = simulated_own_noise(&noise);
                struct unpaired change = unpaired_compare(values[0], rounds, values[1], rounds);
                p[row] = change.p;
                intervals[row] = change.interval;
            }
            unpaired_holm(p, ROWS, holm);
            for (size_t row = 0; row < ROWS; row++) {
                by_p |= p[row] <= 1 - STATS_CONFIDENCE;
                by_holm |= holm[row] <= 1 - STATS_CONFIDENCE;
                by_verdict |= holm[row] <= 1 - STATS_CONFIDENCE &&
                              found_differs(stats_verdict(&intervals[row]));
            }
            share_count(&any_p, by_p);
            share_count(&any_holm, by_holm);
            share_count(&any_verdict, by_verdict);
        }
        printf("%4.0f %%, outliers, %2zu rounds   %8.1f %8.2f %8.2f\n", 100 * noise.own, rounds,
               100 * share_of(any_p), 100 * share_of(any_holm), 100 * share_of(any_verdict));
        assert_true(share_of(any_holm) < 0.05 + share_slack(0.05, FAMILIES));
        assert_true(share_of(any_verdict) <= share_of(any_holm));
        assert_true(share_of(any_p) > 0.3); /* what a correction is for */
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(two_runs_keep_what_they_claim),
        cmocka_unit_test(families_are_wrong_as_rarely_as_holm_says),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
