/* Ceilings and forecasts, on probes from which they are worked out by hand. */
#include "figures/ladder.h"
#include "figures/ledger.h"
#include "tests/support/probed.h"

#include <stdlib.h>
#include <string.h>

static struct prediction predicted(const struct results *results)
{
    struct prediction predicted;
    assert_true(ledger_predict(results, &results->rows[0], &results->rows[1], &predicted));
    return predicted;
}

/* As many times the rate in the fast rounds as in the slow ones. */
static void add_limit(struct results *results, const char *name, int threads, double gb_per_s)
{
    struct limit *limit = &results->limits[results->limit_count++];
    *limit = (struct limit){.threads = threads, .gb_per_s = gb_per_s};
    snprintf(limit->name, sizeof limit->name, "%s", name);
    for (unsigned round = 1; round <= PROBED_ROUNDS; round++)
        limits_keep_round(limit, round - 1, gb_per_s / (double)probed_pace(round));
}

static void bound_by(struct results *results, const char *limit)
{
    free(results->rows[1].is.limit);
    results->rows[1].is.limit = strdup(limit);
    assert_non_null(results->rows[1].is.limit);
}

/* The same in every round, since what slows a round slows both sides. */
static void assert_ceiling(const struct prediction *predicted, double value, enum ceiling_by by)
{
    assert_near(predicted->ceiling, value);
    assert_int_equal(predicted->by, by);
    assert_true(predicted->has_ceiling_interval);
    assert_near(predicted->ceiling_interval.low, value);
    assert_near(predicted->ceiling_interval.high, value);
}

/* The ceiling, where that is lower; the range reaches up to the value all the same. */
static void assert_forecast(const struct prediction *predicted, double value)
{
    double shown = fmin(value, predicted->ceiling);
    assert_near(predicted->expected, shown);
    assert_true(predicted->has_interval);
    assert_near(predicted->interval.low, shown / (1 + LEDGER_MODEL_ERROR));
    assert_near(predicted->interval.high, value * (1 + LEDGER_MODEL_ERROR));
}

/* --- ceilings --- */

static void amdahl(void **state)
{
    (void)state;
    assert_near(ledger_amdahl(0.5, INFINITY), 2);
    assert_near(ledger_amdahl(0.8, 4), 2.5); /* 1 / (0.2 + 0.8 / 4) */
    assert_near(ledger_amdahl(0, 10), 1);
    assert_near(ledger_amdahl(1, 4), 4);
    assert_true(isinf(ledger_amdahl(1, INFINITY)));
}

static void nothing_to_say(void **state)
{
    (void)state;
    struct prediction predicted;
    struct results results = samples_results();
    struct row *parent = samples_row(&results, "parent", NULL),
               *rung = samples_row(&results, "rung", "parent");
    samples_rounds(parent, 7, 1000);
    rung->is.attacks = STAGE_BIT(STAGE_SEARCH);
    assert_false(ledger_predict(&results, NULL, rung, &predicted));
    assert_false(ledger_predict(&results, parent, rung, &predicted)); /* no stage run */
    probed_stages(parent, 1, (uint64_t[]){0, 500, 0, 500}, 0);
    assert_true(ledger_predict(&results, parent, rung, &predicted));
    rung->is.attacks = 0;
    assert_false(ledger_predict(&results, parent, rung, &predicted));
    results_free(&results);
}

static void ceiling_by_share(void **state)
{
    (void)state;
    struct results results = probed_pair(EFFECT_GONE, STAGE_LOWER);
    struct prediction lower = predicted(&results);
    assert_near(lower.share, 0.3);
    assert_ceiling(&lower, 1 / 0.7, CEILING_SHARE);
    results.rows[1].is.attacks |= STAGE_BIT(STAGE_SEARCH) | STAGE_BIT(STAGE_MERGE);
    struct prediction most = predicted(&results);
    assert_near(most.share, 0.7);
    assert_ceiling(&most, 1 / 0.3, CEILING_SHARE);
    results.rows[1].is.attacks = STAGE_BIT(STAGE_COUNT) - 1;
    struct prediction all = predicted(&results);
    assert_near(all.share, 1);
    assert_true(isfinite(all.ceiling) && all.ceiling > 1e8);
    results_free(&results);
}

/* Without it the parent takes 600 ns, which the share of 30 % doesn't say. */
static void ceiling_by_ablation(void **state)
{
    (void)state;
    struct results results = probed_pair(EFFECT_GONE, STAGE_LOWER);
    struct row *parent = &results.rows[0];
    for (unsigned round = 1; round <= PROBED_ROUNDS; round++) {
        samples_probe(parent, PROBE_WITHOUT, STAGE_BIT(STAGE_LOWER), round,
                      600 * probed_pace(round));
        samples_probe(parent, PROBE_WITHOUT, STAGE_BIT(STAGE_SEARCH), round, 1); /* of others */
    }
    struct prediction lower = predicted(&results);
    assert_ceiling(&lower, 1 / 0.6, CEILING_ABLATION);

    /* Of what can't be left out the share has to do: other's 10 %. */
    results.rows[1].is.attacks |= STAGE_BIT(STAGE_OTHER);
    lower = predicted(&results);
    assert_ceiling(&lower, 1 / 0.5, CEILING_ABLATION);

    /* Of half of the text it takes 300 ns. */
    results.rows[1].is.attacks = STAGE_BIT(STAGE_LOWER);
    for (size_t i = 0; i < parent->probe_count; i++)
        if (parent->probes[i].kind == PROBE_WITHOUT) {
            parent->probes[i].sample.record.search_ns /= 2;
            parent->probes[i].sample.bytes = PROBED_BYTES / 2;
        }
    lower = predicted(&results);
    assert_ceiling(&lower, 1 / 0.6, CEILING_ABLATION);
    results_free(&results);
}

static void ceiling_by_the_machine(void **state)
{
    (void)state;
    struct results results = probed_pair(EFFECT_GONE, STAGE_LOWER);
    add_limit(&results, LIMIT_READ, 1, 1.25); /* 800 ns in fast rounds: no more than 1.25 times */
    add_limit(&results, LIMIT_MAPPED, 1, 10);
    bound_by(&results, LIMIT_MAPPED);
    struct prediction mapped = predicted(&results);
    assert_ceiling(&mapped, 1 / 0.7, CEILING_SHARE);
    bound_by(&results, LIMIT_READ);
    struct prediction read = predicted(&results);
    assert_ceiling(&read, 1.25, CEILING_MACHINE);
    for (unsigned round = 1; round <= PROBED_ROUNDS; round++)
        samples_probe(&results.rows[0], PROBE_WITHOUT, STAGE_BIT(STAGE_LOWER), round,
                      700 * probed_pace(round));
    read = predicted(&results);
    assert_ceiling(&read, 1.25, CEILING_MACHINE);
    bound_by(&results, "no_such_limit");
    read = predicted(&results);
    assert_ceiling(&read, 1 / 0.7, CEILING_ABLATION);
    results_free(&results);
}

/* A quarter of what four threads share is left, s / N. */
static void ceiling_of_threads(void **state)
{
    (void)state;
    struct results results = probed_pair(EFFECT_SHARED, STAGE_SEARCH);
    struct row *rung = &results.rows[1];
    struct prediction shared = predicted(&results);
    assert_ceiling(&shared, 1 / (0.6 + 0.4 / 4), CEILING_SHARE);
    for (unsigned round = 1; round <= PROBED_ROUNDS; round++)
        samples_probe(&results.rows[0], PROBE_WITHOUT, STAGE_BIT(STAGE_SEARCH), round,
                      500 * probed_pace(round));
    shared = predicted(&results);
    assert_ceiling(&shared, 1 / (0.5 + 0.5 / 4), CEILING_ABLATION);

    /* Lower-casing is gone, only the search is shared: 30 % + 40 % / 4. */
    rung->is.attacks |= STAGE_BIT(STAGE_LOWER);
    samples_effect(rung, STAGE_LOWER, EFFECT_GONE);
    shared = predicted(&results);
    assert_ceiling(&shared, 1 / (0.3 + 0.4 / 4), CEILING_SHARE);

    rung->is.threads = 1; /* as a point of the sweep */
    samples_effect(rung, STAGE_LOWER, EFFECT_SHARED);
    shared = predicted(&results);
    assert_ceiling(&shared, 1, CEILING_SHARE);
    results_free(&results);
}

/* --- forecasts --- */

static void what_becomes_of_a_stage(void **state)
{
    (void)state;
    struct results results = probed_pair(EFFECT_GONE, STAGE_SEARCH);
    struct row *rung = &results.rows[1];
    struct prediction forecast = predicted(&results);
    assert_forecast(&forecast, 1 / 0.6);

    samples_effect(rung, STAGE_SEARCH, NULL); /* it stays */
    forecast = predicted(&results);
    assert_forecast(&forecast, 1);

    samples_effect(rung, STAGE_SEARCH, EFFECT_SHARED);
    forecast = predicted(&results);
    assert_forecast(&forecast, 1 / (0.6 + 0.4 / 4));

    samples_effect(rung, STAGE_SEARCH, EFFECT_ANEW); /* 100 ns instead of 400 */
    for (unsigned round = 1; round <= PROBED_ROUNDS; round++)
        probed_step(rung, STAGE_SEARCH, round, 100 * probed_pace(round));
    forecast = predicted(&results);
    assert_forecast(&forecast, 1 / 0.7);

    samples_effect(rung, STAGE_MERGE, LIMIT_PIPE); /* and 200 ns for what is new */
    add_limit(&results, LIMIT_PIPE, 1, 5);
    forecast = predicted(&results);
    assert_forecast(&forecast, 1 / 0.9);

    samples_effect(rung, STAGE_KERNEL,
                   LIMIT_DEVICE_READ); /* and 100, for which threads don't count */
    add_limit(&results, LIMIT_DEVICE_READ, 0, 10);
    forecast = predicted(&results);
    assert_forecast(&forecast, 1);
    results_free(&results);
}

/* Runs of the parent without some of its stages, in every round. */
static void leave_out(struct results *results, unsigned stages, uint64_t ns)
{
    for (unsigned round = 1; round <= PROBED_ROUNDS; round++)
        samples_probe(&results->rows[0], PROBE_WITHOUT, stages, round, ns * probed_pace(round));
}

/* By the clock, the search takes 400 of 1000 ns; without it the parent takes 500. So it took 500,
 * and the others five sixths of what the clock says. */
static void the_ablation_says_how_long_stages_take(void **state)
{
    (void)state;
    struct results results = probed_pair(EFFECT_GONE, STAGE_SEARCH);
    struct row *rung = &results.rows[1];
    leave_out(&results, STAGE_BIT(STAGE_SEARCH), 500);
    struct prediction forecast = predicted(&results);
    assert_forecast(&forecast, 2); /* what the ablation took */
    assert_ceiling(&forecast, 2, CEILING_ABLATION);

    samples_effect(rung, STAGE_SEARCH, NULL); /* all add up to the parent's time */
    forecast = predicted(&results);
    assert_forecast(&forecast, 1);

    samples_effect(rung, STAGE_SEARCH, EFFECT_ANEW); /* 500 + 100 */
    for (unsigned round = 1; round <= PROBED_ROUNDS; round++)
        probed_step(rung, STAGE_SEARCH, round, 100 * probed_pace(round));
    forecast = predicted(&results);
    assert_forecast(&forecast, 1 / 0.6);

    samples_effect(rung, STAGE_SEARCH, EFFECT_SHARED); /* by four: 500 + 125 */
    forecast = predicted(&results);
    assert_forecast(&forecast, 1 / 0.625);

    samples_effect(rung, STAGE_LOWER, EFFECT_GONE); /* 250 of the other 500 */
    forecast = predicted(&results);
    assert_forecast(&forecast, 1 / 0.375);
    results_free(&results);
}

/* Two of them: how they part their 600 ns between them is for the clock to say, 3 : 4; so are the
 * 400 of reading and other's, 2 : 1. */
static void the_ablation_of_two_stages(void **state)
{
    (void)state;
    const unsigned both = STAGE_BIT(STAGE_LOWER) | STAGE_BIT(STAGE_SEARCH);
    struct results results = probed_pair(EFFECT_GONE, STAGE_LOWER);
    struct row *rung = &results.rows[1];
    rung->is.attacks = both;
    leave_out(&results, both, 400);
    struct prediction forecast = predicted(&results);
    assert_forecast(&forecast, 1 / (0.4 + 0.6 * 4 / 7));
    samples_effect(rung, STAGE_SEARCH, EFFECT_GONE);
    forecast = predicted(&results);
    assert_forecast(&forecast, 2.5);
    samples_effect(rung, STAGE_READ, EFFECT_GONE);
    forecast = predicted(&results);
    assert_forecast(&forecast, 7.5);

    /* What is attacked but can't be left out is among the others: 400 / 3 ns. */
    samples_effect(rung, STAGE_READ, NULL);
    samples_effect(rung, STAGE_OTHER, EFFECT_GONE);
    rung->is.attacks |= STAGE_BIT(STAGE_OTHER);
    forecast = predicted(&results);
    assert_forecast(&forecast, 3.75);
    results_free(&results);
}

/* Without the stage the parent takes longer than with it: the stage took no time. */
static void an_ablation_that_takes_longer(void **state)
{
    (void)state;
    static const char *const effects[] = {EFFECT_GONE, EFFECT_SHARED, NULL};
    for (size_t i = 0; i < sizeof effects / sizeof effects[0]; i++) {
        struct results results = probed_pair(effects[i], STAGE_SEARCH);
        leave_out(&results, STAGE_BIT(STAGE_SEARCH), 1100);
        struct prediction forecast = predicted(&results);
        assert_forecast(&forecast, 1);
        results_free(&results);
    }
}

/* The stage clock is all there is: without an ablation, where it gives the stage that was left out
 * no time, and where the parent's stages overlap. */
static void where_the_clock_has_to_do(void **state)
{
    (void)state;
    struct results results = probed_pair(EFFECT_GONE, STAGE_SEARCH);
    struct row *parent = &results.rows[0], *rung = &results.rows[1];
    leave_out(&results, STAGE_BIT(STAGE_LOWER), 1); /* of another rung's */
    struct prediction forecast = predicted(&results);
    assert_forecast(&forecast, 1 / 0.6);

    samples_effect(rung, STAGE_SEARCH, NULL);
    rung->is.attacks = STAGE_BIT(STAGE_COMPILE); /* which the parent does not have */
    leave_out(&results, STAGE_BIT(STAGE_COMPILE), 900);
    forecast = predicted(&results);
    assert_forecast(&forecast, 1);

    rung->is.attacks = STAGE_BIT(STAGE_SEARCH);
    samples_effect(rung, STAGE_SEARCH, EFFECT_GONE);
    leave_out(&results, STAGE_BIT(STAGE_SEARCH), 500);
    parent->is.overlaps = true; /* other 100 of 500, the search the longest with 400 */
    forecast = predicted(&results);
    assert_forecast(&forecast, 1 / (0.2 + 0.6 + 0.4));
    rung->is.overlaps = true;
    forecast = predicted(&results);
    assert_forecast(&forecast, 1 / (0.2 + 0.6));
    results_free(&results);
}

/* Of a step that ran on a tenth of the text. */
static void steps_alone_are_scaled(void **state)
{
    (void)state;
    struct results results = probed_pair(EFFECT_ANEW, STAGE_SEARCH);
    struct row *rung = &results.rows[1];
    for (unsigned round = 1; round <= PROBED_ROUNDS; round++)
        probed_step(rung, STAGE_SEARCH, round, 10 * probed_pace(round))->sample.bytes =
            PROBED_BYTES / 10;
    struct prediction forecast = predicted(&results);
    assert_forecast(&forecast, 1 / 0.7);

    /* However long it takes to begin. */
    for (unsigned round = 1; round <= PROBED_ROUNDS; round++) {
        rung->samples[round - 1].bytes = PROBED_BYTES / 2;
        samples_probe(rung, PROBE_SHORT, 0, round, 490)->sample.bytes = PROBED_BYTES / 10;
    }
    assert_true(ladder_start_ns(rung) > 100);
    forecast = predicted(&results);
    assert_forecast(&forecast, 1 / 0.7);
    results_free(&results);
}

/* Reading gets twice as fast, whatever the number of threads. */
static void threads_read_as_the_limits_say(void **state)
{
    (void)state;
    struct results results = probed_pair(EFFECT_SHARED, STAGE_READ);
    add_limit(&results, LIMIT_READ, 1, 10);
    struct prediction forecast = predicted(&results);
    assert_forecast(&forecast, 1 / (0.8 + 0.2 / 4)); /* with one limit alone */
    add_limit(&results, LIMIT_READ, 4, 20);
    forecast = predicted(&results);
    assert_forecast(&forecast, 1 / (0.8 + 0.2 / 2));
    assert_ceiling(&forecast, 1 / (0.8 + 0.2 / 4), CEILING_SHARE);
    results_free(&results);
}

static void what_overlaps_takes_the_longest(void **state)
{
    (void)state;
    struct results results = probed_pair(NULL, STAGE_READ);
    struct row *rung = &results.rows[1];
    rung->is.overlaps = true;
    struct prediction forecast = predicted(&results);
    assert_forecast(&forecast, 1 / (0.1 + 0.4)); /* other is in no step */
    samples_effect(rung, STAGE_SEARCH, EFFECT_GONE);
    forecast = predicted(&results);
    assert_forecast(&forecast, 1 / (0.1 + 0.3));
    samples_effect(rung, STAGE_READ, EFFECT_ANEW); /* of which nothing is known */
    forecast = predicted(&results);
    assert_true(isnan(forecast.expected));
    assert_false(forecast.has_interval);
    results_free(&results);
}

static void a_rate_that_is_missing(void **state)
{
    (void)state;
    static const char *const effects[] = {EFFECT_ANEW, LIMIT_PIPE, "no_such_limit"};
    for (size_t i = 0; i < sizeof effects / sizeof effects[0]; i++) {
        struct results results = probed_pair(effects[i], STAGE_SEARCH);
        struct prediction forecast = predicted(&results);
        assert_true(isnan(forecast.expected));
        assert_false(forecast.has_interval);
        assert_ceiling(&forecast, 1 / 0.6, CEILING_SHARE); /* it stands without */
        results_free(&results);
    }
}

static void nothing_is_faster_than_the_machine(void **state)
{
    (void)state;
    struct results results = probed_pair(EFFECT_GONE, STAGE_SEARCH);
    add_limit(&results, LIMIT_READ, 1, 1.25);
    bound_by(&results, LIMIT_READ);
    struct prediction forecast = predicted(&results);
    assert_forecast(&forecast, 1.25);
    assert_ceiling(&forecast, 1.25, CEILING_MACHINE);
    results_free(&results);
}

/* A step that was not run in every round is taken to be as long as in the middle of the others. */
static void rounds_without_a_probe(void **state)
{
    (void)state;
    struct results results = probed_pair(EFFECT_ANEW, STAGE_SEARCH);
    struct row *rung = &results.rows[1];
    for (unsigned round = 1; round <= PROBED_ROUNDS; round += 2) /* the fast ones: 100 ns */
        probed_step(rung, STAGE_SEARCH, round, 100);
    probed_step(rung, STAGE_SEARCH, 1, 1)->sample.round = 2000; /* no round of this run */
    struct prediction forecast = predicted(&results);
    assert_near(forecast.expected, 1 / 0.7);                  /* of five rounds, */
    assert_near(forecast.interval.high, 3000 / 1900. * 1.05); /* 1800 + 100 ns in a slow one */
    results_free(&results);
}

static void disturbed_rounds_are_left_out(void **state)
{
    (void)state;
    struct results results = probed_pair(EFFECT_GONE, STAGE_SEARCH);
    struct row *parent = &results.rows[0];
    samples_add(parent, PROBED_ROUNDS + 1, 90000);
    probed_disturb(&parent->samples[PROBED_ROUNDS]);
    probed_stages(parent, PROBED_ROUNDS + 1, (uint64_t[]){0, 90000, 0, 0}, 0);
    probed_disturb(&parent->probes[parent->probe_count - 1].sample);
    struct prediction forecast = predicted(&results);
    assert_near(forecast.share, 0.4);
    assert_forecast(&forecast, 1 / 0.6);
    assert_ceiling(&forecast, 1 / 0.6, CEILING_SHARE);
    results_free(&results);
}

/* By the stage runs, before there is any sample: without intervals. */
static void before_the_first_round(void **state)
{
    (void)state;
    struct results results = probed_pair(EFFECT_ANEW, STAGE_SEARCH);
    results.rows[0].sample_count = 0;
    results.rows[0].probe_count = 1;
    results.rows[1].sample_count = 0;
    probed_step(&results.rows[1], STAGE_SEARCH, 0, 100);
    samples_probe(&results.rows[0], PROBE_WITHOUT, STAGE_BIT(STAGE_SEARCH), 0, 500);
    add_limit(&results, LIMIT_READ, 1, 5);
    bound_by(&results, LIMIT_READ);
    struct prediction forecast = predicted(&results);
    assert_near(forecast.share, 0.4);
    assert_near(forecast.expected, 1 / 0.6); /* 500 ns are left, and 100 for the search */
    assert_near(forecast.ceiling, 2);
    assert_int_equal(forecast.by, CEILING_ABLATION);
    assert_false(forecast.has_interval || forecast.has_ceiling_interval);
    results_free(&results);
}

/* Lower-casing goes as well, which the rung doesn't say that it attacks. */
static void no_forecast_is_above_the_ceiling(void **state)
{
    (void)state;
    struct results results = probed_pair(EFFECT_GONE, STAGE_SEARCH);
    samples_effect(&results.rows[1], STAGE_LOWER, EFFECT_GONE);
    struct prediction forecast = predicted(&results);
    assert_ceiling(&forecast, 1 / 0.6, CEILING_SHARE);
    assert_near(forecast.expected, 1 / 0.6); /* not 1 / 0.3, which its range keeps */
    assert_near(forecast.interval.low, 1 / 0.6 / (1 + LEDGER_MODEL_ERROR));
    assert_near(forecast.interval.high, 1 / 0.3 * (1 + LEDGER_MODEL_ERROR));
    results_free(&results);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(amdahl),
        cmocka_unit_test(nothing_to_say),
        cmocka_unit_test(ceiling_by_share),
        cmocka_unit_test(ceiling_by_ablation),
        cmocka_unit_test(ceiling_by_the_machine),
        cmocka_unit_test(ceiling_of_threads),
        cmocka_unit_test(what_becomes_of_a_stage),
        cmocka_unit_test(the_ablation_says_how_long_stages_take),
        cmocka_unit_test(the_ablation_of_two_stages),
        cmocka_unit_test(an_ablation_that_takes_longer),
        cmocka_unit_test(where_the_clock_has_to_do),
        cmocka_unit_test(steps_alone_are_scaled),
        cmocka_unit_test(threads_read_as_the_limits_say),
        cmocka_unit_test(what_overlaps_takes_the_longest),
        cmocka_unit_test(a_rate_that_is_missing),
        cmocka_unit_test(nothing_is_faster_than_the_machine),
        cmocka_unit_test(rounds_without_a_probe),
        cmocka_unit_test(disturbed_rounds_are_left_out),
        cmocka_unit_test(before_the_first_round),
        cmocka_unit_test(no_forecast_is_above_the_ceiling),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
