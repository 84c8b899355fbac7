/* The user's own programs: ratios of whole processes, ceilings by a profile, and their facts in a
 * results file. */
#include "base/reader.h"
#include "figures/figures.h"
#include "tests/support/probed.h"

#include <stdlib.h>
#include <string.h>

static struct own_program *own(struct row *row, enum prints prints)
{
    row->is.own = calloc(1, sizeof *row->is.own);
    assert_non_null(row->is.own);
    row->is.own->command = strdup("./mine {data}");
    row->is.own->prints = prints;
    return row->is.own;
}

/* At every pace, the parent's process takes 200 ns beyond its search. */
static void set_walls(struct results *results)
{
    for (size_t i = 0; i < results->row_count; i++)
        for (size_t j = 0; j < results->rows[i].sample_count; j++) {
            struct sample *sample = &results->rows[i].samples[j];
            sample->wall_ns = sample->record.search_ns + (i == 0 ? 200 : 0);
        }
}

static void like_is_held_against_like(void **state)
{
    (void)state;
    struct results results = samples_results();
    struct row *parent = samples_row(&results, "parent", NULL),
               *rung = samples_row(&results, "rung", "parent");
    samples_rounds(parent, 7, 1000);
    samples_rounds(rung, 7, 500);
    set_walls(&results);
    assert_near(ladder_speedup(parent, rung, 0.95).ratio, 2);
    own(rung, PRINTS_JSON); /* times its search */
    assert_near(ladder_speedup(parent, rung, 0.95).ratio, 2);
    rung->is.own->prints = PRINTS_NUMBER;
    assert_near(ladder_speedup(parent, rung, 0.95).ratio, 2.4);
    rung->is.own->prints = PRINTS_LINES;
    assert_near(ladder_speedup(rung, parent, 0.95).ratio, 1 / 2.4);
    results_free(&results);
}

/* What the process does beyond its search is not attacked: (1000 + 200) / (700 + 200). */
static void a_ceiling_is_of_whole_processes(void **state)
{
    (void)state;
    struct prediction predicted;
    struct results results = probed_pair(NULL, STAGE_LOWER);
    struct row *parent = &results.rows[0], *rung = &results.rows[1];
    own(rung, PRINTS_NUMBER);
    for (size_t i = 0; i < parent->sample_count; i++)
        parent->samples[i].wall_ns = parent->samples[i].record.search_ns + 200;
    assert_true(ledger_predict(&results, parent, rung, &predicted));
    assert_near(predicted.share, 0.3);
    assert_int_equal(predicted.by, CEILING_SHARE);
    /* Rounds of 1000 and of 3000 ns, with one more of 1000. */
    assert_near(predicted.ceiling, 1200.0 / 900);
    assert_near(predicted.ceiling_interval.high, 3200.0 / 2300);
    assert_true(isnan(predicted.expected)); /* nothing says what becomes of the stage */
    assert_false(predicted.has_interval);
    results_free(&results);
}

static void a_ceiling_by_profile(void **state)
{
    (void)state;
    struct prediction predicted;
    struct results results = samples_results();
    struct row *parent = samples_row(&results, "parent", NULL),
               *rung = samples_row(&results, "rung", "parent");
    samples_rounds(parent, 7, 1000);
    own(rung, PRINTS_NUMBER)->functions = strdup("parse_line");
    assert_false(ledger_predict(&results, parent, rung, &predicted)); /* there is no profile */
    rung->is.own->profiled =
        (struct profiled){.share = 0.75, .low = 0.7, .high = 0.8, .samples = 9};
    assert_true(ledger_predict(&results, parent, rung, &predicted));
    assert_int_equal(predicted.by, CEILING_PROFILE);
    assert_near(predicted.share, 0.75);
    assert_near(predicted.ceiling, 4);
    assert_near(predicted.ceiling_interval.low, 1 / 0.3);
    assert_near(predicted.ceiling_interval.high, 5);
    assert_true(isnan(predicted.expected));
    assert_false(ledger_predict(&results, NULL, rung, &predicted));
    results_free(&results);
}

static void what_the_user_expected(void **state)
{
    (void)state;
    struct results results = samples_results();
    samples_rounds(samples_row(&results, "parent", NULL), 8, 1000);
    struct row *rung = samples_row(&results, "rung", "parent");
    samples_rounds(rung, 8, 500);
    set_walls(&results);
    own(rung, PRINTS_NUMBER)->foretold = 4.8;
    struct figures figures = figures_of(&results);
    assert_near(figures.rows[1].foretold, 4.8);
    assert_near(figures.rows[1].foretold_error, log(2)); /* 2.4 times */
    assert_true(isnan(figures.rows[0].foretold));
    assert_true(isnan(figures.prediction_error)); /* it is about the harness's own forecasts */
    figures_free(&figures);
    results_free(&results);
}

static struct own_program *decoded(json_t *object, bool *good)
{
    char why[200];
    struct reader reader = {.why = why, .why_size = sizeof why};
    struct own_program *program = own_program_decode(&reader, object);
    *good = !reader.failed;
    return program;
}

static void facts_are_kept(void **state)
{
    (void)state;
    bool good;
    struct own_program program = {.command = "./mine {data}",
                                  .prints = PRINTS_LINES,
                                  .functions = "parse,scan",
                                  .foretold = 4,
                                  .profiled = {0.75, 0.7, 0.8, 2000, NULL}};
    json_t *object = own_program_encode(&program);
    struct own_program *back = decoded(object, &good);
    assert_true(good);
    assert_string_equal(back->command, "./mine {data}");
    assert_int_equal(back->prints, PRINTS_LINES);
    assert_string_equal(back->functions, "parse,scan");
    assert_near(back->foretold, 4);
    assert_near(back->profiled.share, 0.75);
    assert_near(back->profiled.low, 0.7);
    assert_near(back->profiled.high, 0.8);
    assert_int_equal(back->profiled.samples, 2000);
    own_program_free(back);
    json_decref(object);
    assert_null(own_program_encode(NULL));
    assert_null(decoded(NULL, &good));
    assert_true(good);
}

static void damaged_facts_are_refused(void **state)
{
    (void)state;
    static const char *const damaged[] = {
        "{\"command\": \"a\"}",
        "{\"command\": \"a\", \"prints\": \"money\"}",
        "{\"command\": \"a\", \"prints\": \"number\", \"prediction\": -4.0}",
        "{\"command\": \"a\", \"prints\": \"number\", \"prediction\": 0.0}",
        "{\"command\": \"a\", \"prints\": \"number\", \"profile\": {\"share\": 0.5}}",
        "{\"command\": \"a\", \"prints\": \"number\", \"profile\": {\"share\": 1.5, \"ci\": [0.1, "
        "0.2], \"samples\": 4}}",
        "{\"command\": \"a\", \"prints\": \"number\", \"profile\": {\"share\": 0.5, \"ci\": [0.6, "
        "0.2], \"samples\": 4}}",
        "{\"command\": \"a\", \"prints\": \"number\", \"profile\": {\"share\": 0.5, \"ci\": [0.4, "
        "0.6], \"samples\": 0}}",
        "[]",
    };
    for (size_t i = 0; i < sizeof damaged / sizeof damaged[0]; i++) {
        bool good;
        json_t *object = json_loads(damaged[i], 0, NULL);
        assert_non_null(object);
        own_program_free(decoded(object, &good));
        if (good)
            fail_msg("taken: %s", damaged[i]);
        json_decref(object);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(like_is_held_against_like),
        cmocka_unit_test(a_ceiling_is_of_whole_processes),
        cmocka_unit_test(a_ceiling_by_profile),
        cmocka_unit_test(what_the_user_expected),
        cmocka_unit_test(facts_are_kept),
        cmocka_unit_test(damaged_facts_are_refused),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
