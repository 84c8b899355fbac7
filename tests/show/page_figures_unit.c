/* What the page is told of a run: in one place, and as the terminal has it. */
#include "base/strings.h"
#include "show/page_figures.h"
#include "tests/support/figured.h"
#include "variants/patterns.h"

#include <stdlib.h>
#include <string.h>

static json_t *told(const struct results *results)
{
    struct figures figures = figures_of(results);
    json_t *object = page_figures(&figures);
    figures_free(&figures);
    return object;
}

/* A member by its path: keys and places, "rows 1 step verdict". */
static const json_t *at(const json_t *value, const char *path)
{
    char *copy = copy_string(path), *rest = copy;
    for (char *key; (key = strsep(&rest, " "));)
        value = json_is_array(value) ? json_array_get(value, strtoul(key, NULL, 10))
                                     : json_object_get(value, key);
    free(copy);
    return value;
}

static void says(const json_t *object, const char *path, const char *text)
{
    const json_t *value = at(object, path);
    assert_non_null(value);
    if (text)
        assert_string_equal(json_string_value(value), text);
    else
        assert_true(json_is_null(value));
}

/* "what remedy", a line each; those that spoil the run begin with "! ". free() it. */
static char *objections(const struct results *results)
{
    json_t *object = told(results), *each;
    char *lines = copy_string("");
    size_t i;
    json_array_foreach(at(object, "objections"), i, each)
    {
        const char *remedy = json_string_value(json_object_get(each, "remedy"));
        char *before = lines;
        lines = format_string(
            "%s%s%s %s\n", before, json_is_true(json_object_get(each, "spoils")) ? "! " : "",
            json_string_value(json_object_get(each, "what")), remedy ? remedy : "");
        free(before);
    }
    json_decref(object);
    return lines;
}

static void a_row(void **state)
{
    (void)state;
    struct results results = samples_run(9);
    struct row *parent = &results.rows[0], *rung = &results.rows[1];
    samples_stage(parent, STAGE_LOWER, 300000);
    samples_stage(parent, STAGE_READ, 100000);
    samples_stage(parent, STAGE_SEARCH, 600000);
    rung->is.attacks = STAGE_BIT(STAGE_SEARCH) | STAGE_BIT(STAGE_READ);
    samples_effect(rung, STAGE_SEARCH, EFFECT_GONE);
    samples_effect(rung, STAGE_READ, EFFECT_GONE);
    samples_disturb(&results, 0, 6, 1, "steal 12 %");
    json_t *object = told(&results);
    says(object, "rows 0 missing", NULL);
    says(object, "rows 0 step", NULL);
    says(object, "rows 0 parent", NULL);
    says(object, "rows 0 limit_ns", NULL);
    says(object, "rows 0 act", NULL);
    says(object, "captions family",
         "The intervals hold for all 2 comparisons of this run together, "
         "with 95 % confidence.");
    says(object, "patterns", "[0-9]{1}bob, [0-9]{1}rob, in any case; as one: " DEFAULT_COMBINED);
    says(object, "tables 0 part", "times");
    says(object, "captions matrix", NULL);
    says(object, "rows 0 samples 6 kind", "disturbed");
    says(object, "rows 0 samples 5 kind", "plain");
    says(object, "rows 0 stages parts 0 stage", "read");
    says(object, "rows 0 stages parts 1 stage", "lower");
    assert_int_equal(json_integer_value(at(object, "rows 0 rounds")), 8);
    assert_near(json_number_value(at(object, "rows 0 samples 6 off")), 8);
    assert_near(json_number_value(at(object, "rows 0 gb_per_s")), 1000 / 1e6);
    assert_near(json_number_value(at(object, "rows 0 stages ns")), 1e6);
    assert_near(json_number_value(at(object, "rows 0 stages parts 1 share")), 0.3);
    says(object, "rows 1 step attacks 0", "read");
    says(object, "rows 1 step attacks 1", "search");
    says(object, "rows 1 step verdict", "faster");
    says(object, "rows 1 outcome", "paid");
    says(object, "rows 1 tally", "1 paid");
    assert_int_equal(json_integer_value(at(object, "rows 1 parent")), 0);
    assert_near(json_number_value(at(object, "rows 1 step share")), 0.7);
    says(object, "rows 1 step by", "share");
    assert_near(json_number_value(at(object, "rows 1 step ceiling")), 1 / 0.3);
    assert_int_equal(json_array_size(at(object, "rows 1 step prediction_ci")), 2);
    assert_near(json_number_value(at(object, "rows 1 step error")), 1 / 0.6 - 1);
    says(object, "captions forecasts", "Half of the forecasts were off by less than 67 %.");
    says(object, "captions fits", NULL);
    says(object, "captions layout", NULL);
    assert_near(json_number_value(at(object, "rows 1 step measured")), 2);
    says(object, "rows 2 step", NULL); /* the control is no step */
    says(object, "trust answer", "Yes");
    says(object, "trust why", "rung twice: 1.000× itself (1.000–1.000)");
    json_decref(object);
    results_free(&results);
}

/* Its figures stand, without an interval; the verdict says why there is none. */
static void too_few_rounds(void **state)
{
    (void)state;
    struct results results = samples_run(5);
    json_t *object = told(&results);
    says(object, "rows 1 missing", NULL);
    says(object, "rows 1 ci_ns", NULL);
    says(object, "rows 1 step ci", NULL);
    says(object, "rows 1 step verdict", "too few rounds");
    says(object, "rows 1 outcome", "undecided");
    says(object, "noise", NULL);
    says(object, "trust answer", "Unknown");
    assert_near(json_number_value(at(object, "rows 1 median_ns")), 500000);
    json_decref(object);
    char *lines = objections(&results);
    assert_string_equal(lines, "Under six rounds, so no interval: parent, rung, A/A. More rounds "
                               "give one.\n");
    free(lines);
    results_free(&results);
}

static void rows_without_figures(void **state)
{
    (void)state;
    struct results results = samples_run(7);
    samples_row(&results, "not_run", "rung");
    row_fail(&results.rows[1], STATUS_MISMATCH, "it counted 3");
    row_fail(samples_row(&results, "no_gpu", "rung"), STATUS_SKIPPED, "no GPU");
    json_t *object = told(&results);
    says(object, "rows 1 missing", "mismatch");
    says(object, "rows 1 median_ns", NULL);
    says(object, "rows 1 ci_ns", NULL);
    says(object, "rows 1 step verdict", "");
    says(object, "rows 1 outcome", NULL);
    says(object, "rows 3 missing", "not measured");
    says(object, "rows 4 missing", "skipped");
    says(object, "rows 4 step", NULL); /* as in the ledger */
    json_decref(object);
    char *lines = objections(&results);
    assert_string_equal(lines, "Not measured: rung (mismatch). The tables have the reasons.\n");
    free(lines);
    results_free(&results);
}

static void what_is_against_a_run(void **state)
{
    (void)state;
    struct results results = samples_run(9);
    char *lines = objections(&results);
    assert_string_equal(lines, "");
    free(lines);
    results.data.resident = 0.5; /* a warning says it, where the run was measured: not twice */
    results.stopped = true;
    results_warn(&results, false, copy_string("the clock changes"), "fix it");
    results_warn(&results, true, copy_string("Others ran."), "Stop them.");
    for (size_t i = 0; i < 9; i++)
        results.rows[2].samples[i].record.search_ns = 400000;
    lines = objections(&results);
    assert_string_equal(lines,
                        "! rung, run twice under two names, differs from itself: "
                        "1.250×. Every verdict reads unclear. Run again on a quiet machine.\n"
                        "! Others ran. Remedy: Stop them.\n"
                        "The clock changes. Remedy: fix it.\n"
                        "The run was stopped before its last round. \n");
    free(lines);
    json_t *object = told(&results);
    says(object, "trust answer", "No");
    says(object, "rows 1 step verdict", "unclear");
    json_decref(object);

    /* One that can't tell is no reason to distrust all. */
    free(results.warnings[1].what);
    free(results.warnings[1].remedy);
    results.warning_count = 1;
    results.rows[2].samples[0].record.search_ns = 500000;
    object = told(&results);
    says(object, "trust answer", "Not to 2 %");
    says(object, "trust why", "rung twice: 1.250× itself (1.000–1.250)");
    says(object, "rows 1 step verdict", "faster");
    json_decref(object);
    results_free(&results);
}

/* The planned ones, of all that take part: those that were run again are told beside them. */
static void rounds(void **state)
{
    (void)state;
    struct results results = samples_spread(12, 0.1);
    results.rows[1].sample_count = 6; /* one that takes long */
    results.rounds_again = 2;
    results.data.resident = 0.99996;
    json_t *object = told(&results);
    assert_int_equal(json_integer_value(at(object, "rounds")), 10);
    assert_int_equal(json_integer_value(at(object, "fewest_rounds")), 6);
    says(object, "resident", "99.99 %");                    /* 100 % is all */
    assert_near(json_number_value(at(object, "noise")), 0); /* of the typical one of three */
    json_decref(object);
    results_free(&results);
}

static void the_sweep(void **state)
{
    (void)state;
    struct results results = samples_run(7);
    struct row swept[2] = {0};
    results.sweep = swept;
    results.sweep_count = 2;
    swept[0].is = (struct identity){.name = copy_string("rung"), .threads = 1};
    samples_rounds(&swept[0], 7, 1500000);
    swept[1].is = (struct identity){.name = copy_string("parent"), .threads = 1};
    row_fail(&swept[1], STATUS_FAILED, "it ended by signal 9");
    samples_effect(&results.rows[1], STAGE_SEARCH, EFFECT_SHARED);
    json_t *object = told(&results);
    assert_int_equal(json_array_size(at(object, "sweep")), 1);
    says(object, "sweep 0 name", "rung");
    assert_int_equal(json_integer_value(at(object, "sweep 0 points 0 threads")), 1);
    assert_int_equal(json_integer_value(at(object, "sweep 0 points 1 threads")), 4);
    assert_near(json_number_value(at(object, "sweep 0 points 1 speedup")), 3);
    json_decref(object);
    free(swept[0].is.name);
    free(swept[0].samples);
    free(swept[1].is.name);
    free(swept[1].reason);
    results.sweep = NULL;
    results.sweep_count = 0;
    results_free(&results);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_row),
        cmocka_unit_test(too_few_rounds),
        cmocka_unit_test(rows_without_figures),
        cmocka_unit_test(what_is_against_a_run),
        cmocka_unit_test(rounds),
        cmocka_unit_test(the_sweep),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
