/* The statistics of one run, held against simulated ones. Prints the shares that it finds. */
#include "figures/ladder.h"
#include "measure/schedule.h"
#include "tests/support/found.h"
#include "tests/support/samples.h"
#include "tests/support/simulated.h"

#include <stdlib.h>

/* --- in one run: paired by rounds --- */

/* Intervals are widened by so much that is known to be between the two, whatever they are. */
static void pair(const struct noise *noise, double between, struct found *found)
{
    for (size_t trial = 0; trial < 2 * (size_t)FOUND_TRIALS; trial++) {
        double truth = trial % 2 ? FOUND_DIFFERENCE : 1, ratios[SIMULATED_ROUNDS];
        struct simulated run = simulated_run(noise, truth, 1);
        struct interval interval;
        for (size_t i = 0; i < SIMULATED_ROUNDS; i++)
            ratios[i] = run.time[0][i] / run.time[1][i];
        assert_true(stats_interval(ratios, SIMULATED_ROUNDS, &interval));
        enum verdict verdict = stats_verdict(&interval);
        interval.low /= 1 + between;
        interval.high *= 1 + between;
        found_note(found, &interval, verdict, truth);
    }
}

static void a_run_keeps_what_it_claims(void **unused)
{
    (void)unused;
    simulated_seed(1);
    found_head("In a run, a variant and its parent, 20 rounds (found: a true difference of 5 %)");
    for (size_t i = 0; i < SIMULATED_NOISES; i++) {
        struct found found = {0};
        pair(&simulated_noises[i], 0, &found);
        found_line(simulated_noises[i].name, &found);
        found_hold(simulated_noises[i].name, &found, i < 2 ? 0 : 0.01);
    }
    /* A wave whose period is that of the positions in a round meets the same of them again in each
     * Latin square: rounds are then not independent, and a point of what is claimed is lost. */
    struct noise fast = simulated_noises[3];
    struct found in_fast = {0};
    fast.fast = true;
    pair(&fast, 0, &in_fast);
    found_line("fast wave", &in_fast);
    assert_true(share_of(in_fast.false_verdicts) < FOUND_FALSE_MOST);
    assert_true(share_of(in_fast.coverage) >
                found_stated(&in_fast) - 0.01 - share_slack(STATS_CONFIDENCE, in_fast.coverage.of));
    /* Who takes long always stands behind who does not, half a round on average: what drifts by 1 %
     * a round puts half of it between the two, however many rounds there are. */
    for (size_t i = 0; i < SIMULATED_NOISES; i++) {
        struct noise noise = simulated_noises[i];
        double between = noise.drift / SIMULATED_ROUNDS / 2;
        char name[32];
        struct found found = {0}, allowed = {0};
        noise.apart = true;
        snprintf(name, sizeof name, "%s, apart", noise.name);
        pair(&noise, 0, &found);
        pair(&noise, between, &allowed);
        found_line(name, &found);
        assert_true(share_of(found.false_verdicts) < FOUND_FALSE_MOST);
        found_hold(name, &allowed, i < 2 ? 0 : 0.01);
    }
    /* However loud, false verdicts stay rare; what is lost is what could have been found. */
    for (size_t i = 0; i < 4; i++) {
        static const double loud[] = {0.02, 0.04, 0.1, 1};
        struct noise noise = simulated_noises[SIMULATED_NOISES - 1];
        char name[32];
        struct found found = {0};
        noise.own = loud[i];
        snprintf(name, sizeof name, "all of it, noise %.0f %%", 100 * loud[i]);
        pair(&noise, 0, &found);
        found_line(name, &found);
        if (!(share_of(found.false_verdicts) <
              FOUND_FALSE_MOST + share_slack(FOUND_FALSE_MOST, FOUND_TRIALS)))
            fail_msg("%s: %.2f %% false verdicts", name, 100 * share_of(found.false_verdicts));
    }
}

/* --- rounds that end by --precision --- */

static struct sample *sample_room(void)
{
    struct sample *samples = calloc(SIMULATED_ROUNDS, sizeof *samples);
    assert_non_null(samples);
    for (unsigned i = 0; i < SIMULATED_ROUNDS; i++)
        samples[i].round = i + 1;
    return samples;
}

/* Rounds as the harness takes them; returns how many. */
static unsigned take_rounds(struct schedule *schedule, struct results *results,
                            const struct simulated *run)
{
    unsigned round = 0, narrow = 0;
    while (round < SIMULATED_ROUNDS && !schedule_is_precise(schedule, round, &narrow)) {
        for (size_t i = 0; i < 2; i++) {
            struct row *row = &results->rows[i];
            row->samples[round].record.search_ns = (uint64_t)(run->time[i][round] * 1e9);
            row->sample_count = round + 1;
        }
        round++;
    }
    return round;
}

static void stopping_early_keeps_it_too(void **unused)
{
    static const double quiet[] = {0.002, 0.004, 0.006, 0.008, 0.01};
    (void)unused;
    simulated_seed(2);
    struct results results = samples_results();
    samples_row(&results, "slow", NULL);
    samples_row(&results, "fast", "slow");
    results.precision = 0.02;
    struct schedule schedule = {0};
    schedule_open(&schedule, &results);
    for (size_t i = 0; i < 2; i++) {
        results.rows[i].samples = sample_room();
        schedule.jobs[i].rounds = SIMULATED_ROUNDS;
    }
    found_head("Rounds ended by --precision 2%, a single comparison (the worst case)");
    for (size_t i = 0; i < sizeof quiet / sizeof quiet[0]; i++) {
        for (int normal = 0; normal < 2; normal++) {
            struct noise noise = {.own = quiet[i], .normal = normal};
            struct found found = {0};
            size_t rounds = 0;
            char name[64];
            for (size_t trial = 0; trial < 2 * (size_t)FOUND_TRIALS; trial++) {
                double truth = trial % 2 ? FOUND_DIFFERENCE : 1;
                struct simulated run = simulated_run(&noise, truth, 1);
                rounds += take_rounds(&schedule, &results, &run);
                struct speedup speedup = ladder_speedup(&results.rows[0], &results.rows[1]);
                assert_true(speedup.has_interval);
                found_note(&found, &speedup.interval, stats_verdict(&speedup.interval), truth);
            }
            snprintf(name, sizeof name, "%.1f %%%s, %.1f rounds", 100 * quiet[i],
                     normal ? ", normal" : "", (double)rounds / (double)found.coverage.of);
            found_line(name, &found);
            /* Of what is claimed half a point may be lost to stopping; of 95 % nothing is. */
            found_hold(name, &found, 0.005);
            assert_true(share_of(found.coverage) >
                        STATS_CONFIDENCE - share_slack(STATS_CONFIDENCE, found.coverage.of));
        }
    }
    schedule_free(&schedule);
    results_free(&results);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_run_keeps_what_it_claims),
        cmocka_unit_test(stopping_early_keeps_it_too),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
