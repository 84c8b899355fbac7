/* The statistics of one run, held against simulated ones. Prints the shares that it finds. */
#include "figures/verdict.h"
#include "measure/schedule.h"
#include "tests/support/found.h"
#include "tests/support/samples.h"
#include "tests/support/simulated.h"

#include <stdlib.h>
#include <string.h>

/* --- in one run: paired by rounds --- */

static void pair(const struct noise *noise, struct found *found)
{
    for (size_t trial = 0; trial < 2 * (size_t)FOUND_TRIALS; trial++) {
        double truth = trial % 2 ? FOUND_DIFFERENCE : 1, ratios[SIMULATED_ROUNDS];
        struct simulated run = simulated_run(noise, truth, 1);
        struct interval interval;
        for (size_t i = 0; i < SIMULATED_ROUNDS; i++)
            ratios[i] = run.time[0][i] / run.time[1][i];
        assert_true(stats_interval(ratios, SIMULATED_ROUNDS, STATS_CONFIDENCE, &interval));
        enum verdict verdict = stats_verdict(&interval);
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
        pair(&simulated_noises[i], &found);
        found_line(simulated_noises[i].name, &found);
        found_hold(simulated_noises[i].name, &found, i < 2 ? 0 : 0.01);
    }
    /* A wave whose period is that of the positions in a round meets the same of them again in each
     * Latin square: rounds are then not independent, and a point of what is claimed is lost. */
    struct noise fast = simulated_noises[3];
    struct found in_fast = {0};
    fast.fast = true;
    pair(&fast, &in_fast);
    found_line("fast wave", &in_fast);
    assert_true(share_of(in_fast.false_verdicts) < FOUND_FALSE_MOST);
    assert_true(share_of(in_fast.coverage) >
                found_stated(&in_fast) - 0.01 - share_slack(STATS_CONFIDENCE, in_fast.coverage.of));
    /* However loud, false verdicts stay rare; what is lost is what could have been found. */
    for (size_t i = 0; i < 4; i++) {
        static const double loud[] = {0.02, 0.04, 0.1, 1};
        struct noise noise = simulated_noises[SIMULATED_NOISES - 1];
        char name[32];
        struct found found = {0};
        noise.own = loud[i];
        snprintf(name, sizeof name, "all of it, noise %.0f %%", 100 * loud[i]);
        pair(&noise, &found);
        found_line(name, &found);
        if (!(share_of(found.false_verdicts) <
              FOUND_FALSE_MOST + share_slack(FOUND_FALSE_MOST, FOUND_TRIALS)))
            fail_msg("%s: %.2f %% false verdicts", name, 100 * share_of(found.false_verdicts));
    }
}

/* --- all comparisons of a run together --- */

#define RUNGS 40

/* The ratios of 40 rungs, each over the one before, which differ by nothing but noise. */
static void draw_ladder(const struct noise *noise, double ratios[RUNGS][SIMULATED_ROUNDS])
{
    for (size_t round = 0; round < SIMULATED_ROUNDS; round++) {
        double before = simulated_own_noise(noise);
        for (size_t rung = 0; rung < RUNGS; rung++) {
            double own = simulated_own_noise(noise);
            ratios[rung][round] = before / own;
            before = own;
        }
    }
}

static double narrowness(const struct interval *interval)
{
    return interval->high / interval->low - 1;
}

static void forty_comparisons_err_together(void **unused)
{
    (void)unused;
    static const double noises[] = {0.005, 0.01, 0.02, 0.1};
    const double together = stats_confidence_of(RUNGS);
    simulated_seed(5);
    printf("\nRuns of 20 rounds with %d comparisons, in which nothing differs\n%-28s %8s %8s %8s "
           "%8s\n",
           RUNGS, "noise", "miss %", "alone %", "false %", "wider");
    for (size_t i = 0; i < sizeof noises / sizeof noises[0]; i++) {
        struct noise noise = simulated_noises[1];
        struct share misses = {0}, alone_misses = {0}, false_ones = {0};
        double wide = 0, alone_wide = 0;
        noise.own = noises[i];
        for (size_t run = 0; run < FOUND_TRIALS; run++) {
            double ratios[RUNGS][SIMULATED_ROUNDS];
            bool missed = false, alone_missed = false, differs = false;
            draw_ladder(&noise, ratios);
            for (size_t rung = 0; rung < RUNGS; rung++) {
                struct interval interval, alone;
                assert_true(stats_interval(ratios[rung], SIMULATED_ROUNDS, together, &interval));
                assert_true(
                    stats_interval(ratios[rung], SIMULATED_ROUNDS, STATS_CONFIDENCE, &alone));
                missed |= interval.low > 1 || interval.high < 1;
                alone_missed |= alone.low > 1 || alone.high < 1;
                differs |= found_differs(stats_verdict(&interval));
                wide += narrowness(&interval);
                alone_wide += narrowness(&alone);
            }
            share_count(&misses, missed);
            share_count(&alone_misses, alone_missed);
            share_count(&false_ones, differs);
        }
        printf("%4.1f %%, outliers              %8.2f %8.1f %8.2f %8.2f\n", 100 * noise.own,
               100 * share_of(misses), 100 * share_of(alone_misses), 100 * share_of(false_ones),
               wide / alone_wide);
        assert_true(share_of(misses) < 0.05 + share_slack(0.05, misses.of));
        assert_true(share_of(false_ones) <= share_of(misses));
        assert_true(share_of(alone_misses) > 0.3); /* what it is for */
    }
}

/* What it costs: how often a true difference of 5 % is found. */
static void what_forty_comparisons_find(void **unused)
{
    (void)unused;
    static const double noises[] = {0.005, 0.01, 0.015, 0.02};
    static const size_t families[] = {1, 19, RUNGS};
    simulated_seed(6);
    printf("\nA true difference of 5 %%, in 20 rounds: found\n%-28s %8s %8s %8s\n", "comparisons",
           "1", "19", "40");
    for (size_t i = 0; i < sizeof noises / sizeof noises[0]; i++) {
        struct noise noise = simulated_noises[0];
        struct share found[3] = {0};
        noise.own = noises[i];
        for (size_t trial = 0; trial < FOUND_TRIALS; trial++) {
            struct simulated run = simulated_run(&noise, FOUND_DIFFERENCE, 1);
            double ratios[SIMULATED_ROUNDS];
            for (size_t j = 0; j < SIMULATED_ROUNDS; j++)
                ratios[j] = run.time[0][j] / run.time[1][j];
            for (size_t j = 0; j < 3; j++) {
                struct interval interval;
                assert_true(stats_interval(ratios, SIMULATED_ROUNDS,
                                           stats_confidence_of(families[j]), &interval));
                share_count(&found[j], stats_verdict(&interval) == VERDICT_FASTER);
            }
        }
        printf("noise %.1f %%                  %8.1f %8.1f %8.1f\n", 100 * noise.own,
               100 * share_of(found[0]), 100 * share_of(found[1]), 100 * share_of(found[2]));
        if (noise.own < 0.01)
            assert_true(share_of(found[2]) > 0.95);
    }
}

/* --- the A/A controls --- */

/* A run of a rung, its parent, and two controls, which are `bias` times as fast as their originals.
 */
static struct results controlled_run(const struct noise *noise, double bias)
{
    struct results results = samples_results();
    static const char *const names[] = {"slow", "fast", "A/A slow", "A/A"};
    for (size_t i = 0; i < 4; i++) {
        struct row *row = samples_row(&results, names[i], i == 1 ? "slow" : NULL);
        if (i >= 2)
            row->is.copy_of = strdup(names[i - 2]);
        for (unsigned round = 1; round <= SIMULATED_ROUNDS; round++)
            samples_add(row, round,
                        (uint64_t)(1e9 * simulated_own_noise(noise) / (i >= 2 ? bias : 1)));
    }
    return results;
}

static void hold_controls(const struct noise *noise, double bias, const char *name,
                          struct share *sound, struct share *voided)
{
    struct share blind = {0};
    *sound = *voided = (struct share){0};
    for (size_t run = 0; run < FOUND_TRIALS; run++) {
        struct results results = controlled_run(noise, bias);
        struct pairs pairs = pairs_of(&results);
        share_count(voided, !verdict_run_is_trusted(&results, &pairs));
        for (size_t i = 0; i < pairs.count; i++) {
            if (pairs.all[i].kind != PAIR_CONTROL)
                continue;
            enum control control = verdict_control(&pairs.all[i]);
            share_count(sound, control == CONTROL_SOUND);
            share_count(&blind, control == CONTROL_BLIND);
        }
        pairs_free(&pairs);
        results_free(&results);
    }
    printf("%-28s %8.1f %8.1f %8.2f\n", name, 100 * share_of(*sound), 100 * share_of(blind),
           100 * share_of(*voided));
}

static void controls_are_tests_of_equivalence(void **unused)
{
    (void)unused;
    static const double noises[] = {0.005, 0.01, 0.02, 0.04, 0.1, 0.3, 1};
    struct share sound, voided;
    char name[40];
    simulated_seed(7);
    printf("\nThree comparisons, two of them A/A controls, 20 rounds\n%-28s %8s %8s %8s\n", "noise",
           "sound %", "blind %", "voided %");
    for (size_t i = 0; i < sizeof noises / sizeof noises[0]; i++)
        for (int normal = 0; normal < 2; normal++) {
            const struct noise noise = {
                .own = noises[i], .normal = normal, .outliers = normal ? 0 : 0.05};
            snprintf(name, sizeof name, "%.1f %%%s", 100 * noise.own,
                     normal ? ", normal" : ", outliers");
            hold_controls(&noise, 1, name, &sound, &voided);
            assert_true(share_of(voided) < 0.01 + share_slack(0.01, voided.of));
            if (noise.own < 0.01 && normal)
                assert_true(share_of(sound) > 0.95);
        }
    for (int normal = 0; normal < 2; normal++) {
        const struct noise loud = {.own = 0.1, .normal = normal}, quiet = {.own = 0.005};
        snprintf(name, sizeof name, "10 %%%s, bias of 5 %%", normal ? ", normal" : "");
        hold_controls(&loud, FOUND_DIFFERENCE, name, &sound, &voided);
        assert_int_equal(sound.times, 0);
        hold_controls(&quiet, FOUND_DIFFERENCE, "0.5 %, bias of 5 %", &sound, &voided);
        assert_true(share_of(voided) > 0.99 && sound.times == 0);
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
    for (size_t i = 0; i < 2; i++)
        results.rows[i].samples = sample_room();
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
                struct speedup speedup =
                    ladder_speedup(&results.rows[0], &results.rows[1], STATS_CONFIDENCE);
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
        cmocka_unit_test(forty_comparisons_err_together),
        cmocka_unit_test(what_forty_comparisons_find),
        cmocka_unit_test(controls_are_tests_of_equivalence),
        cmocka_unit_test(stopping_early_keeps_it_too),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
