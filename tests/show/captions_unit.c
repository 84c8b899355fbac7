/* What is said under a run's tables. */
#include "show/captions.h"
#include "show/markdown.h"
#include "show/run_view.h"
#include "tests/support/figured.h"

#include <stdlib.h>
#include <string.h>

/* What is said of a column goes with it; a paragraph's further lines begin at the margin. */
static void captions_follow_their_tables(void **state)
{
    (void)state;
    struct results results = samples_results();
    results.limits[0] = (struct limit){.name = LIMIT_READ, .threads = 1, .gb_per_s = 20};
    results.limit_count = 1;
    limits_keep_round(&results.limits[0], 0, 20);
    for (int i = 0; i < 5; i++) {
        struct row *row = samples_row(&results, "a_rung_with_quite_a_long_name", NULL);
        row->is.limit = strdup(LIMIT_READ);
        for (unsigned round = 1; round < 14; round++)
            samples_add(row, round, 500 + round);
        samples_add(row, 14, 9000);
    }
    for (int wide = 0; wide < 2; wide++) {
        char *text;
        struct terminal terminal = {samples_memory(&text), wide ? 140 : 60, false};
        struct figures figures = figures_of(&results);
        run_view_part(&terminal, &figures, "times");
        fclose(terminal.to);
        figures_free(&figures);
        assert_int_equal(strstr(text, " 10 % ") != NULL, wide);
        assert_int_equal(strstr(text, "Of limit: ") != NULL, wide);
        assert_int_equal(strstr(text, "(left out: ") != NULL, !wide);
        assert_has(text, "Outliers, which stay in every figure:");
        assert_lacks(text, "\n  ");
        free(text);
    }
    results_free(&results);
}

/* A parent that spends `lower` of its 1000 ns on lower-casing, as its stage run of `stages` ns
 * says, and a rung that does without, in 500 ns; both against a limit of so many GB/s. */
static struct results attacked(uint64_t lower, uint64_t stages, double limit_gb_per_s)
{
    struct results results = samples_results();
    struct row *parent = samples_row(&results, "parent", NULL);
    samples_rounds(parent, 7, 1000);
    samples_stage(parent, STAGE_LOWER, lower);
    samples_stage(parent, STAGE_SEARCH, stages - lower);
    struct row *rung = samples_row(&results, "rung", "parent");
    rung->is.attacks = STAGE_BIT(STAGE_LOWER);
    samples_effect(rung, STAGE_LOWER, EFFECT_GONE);
    rung->is.limit = strdup(LIMIT_READ);
    samples_rounds(rung, 7, 500);
    results.limits[0] =
        (struct limit){.name = LIMIT_READ, .threads = 1, .gb_per_s = limit_gb_per_s};
    results.limit_count = 1;
    return results;
}

static void says(const struct results *results, bool does, const char *sentence)
{
    char *printed, *markdown = figured_written(markdown_all, results);
    struct figures figures = figures_of(results);
    struct terminal terminal = {samples_memory(&printed), 200, false};
    run_view_part(&terminal, &figures, "times");
    run_view_part(&terminal, &figures, "ledger");
    fclose(terminal.to);
    figures_free(&figures);
    assert_int_equal(strstr(markdown, sentence) != NULL, does);
    assert_int_equal(strstr(printed, sentence) != NULL, does);
    free(markdown);
    free(printed);
}

static void who_gains_more_than_it_could(void **state)
{
    (void)state;
    for (int more = 0; more < 2; more++) {
        struct results results = attacked(more ? 300 : 600, 1000, 100);
        says(&results, more, "Gained more than its ceiling: rung.");
        samples_stage(&results.rows[1], STAGE_SEARCH, 500); /* 700 in the parent */
        says(&results, more, "rung (search, which it does not attack, took 0.000200 ms less).");
        results_free(&results);
    }
}

static void whose_stages_do_not_add_up(void **state)
{
    (void)state;
    for (int much = 0; much < 2; much++) {
        struct results results = attacked(500, much ? 1250 : 1050, 100);
        says(&results, much, "rough: parent -20 %.");
        results_free(&results);
    }
}

static void who_is_faster_than_the_limit(void **state)
{
    (void)state;
    for (int faster = 0; faster < 2; faster++) {
        struct results results = attacked(600, 1000, faster ? 1.6 : 2);
        says(&results, faster, "measured too low: rung at 125 % of page_cache_read.");
        results_free(&results);
    }
}

static void what_ended_the_rounds(void **state)
{
    (void)state;
    struct results results = samples_spread(12, 0.2);
    assert_null(figured_text(captions_rounds, &results));
    results.rounds_end = ROUNDS_END_BUDGET;
    char *line = figured_text(captions_rounds, &results);
    assert_has(line, "ended after 12 by --budget; comparisons");
    assert_has(line, "wider than 2.0 %: fast ");
    assert_lacks(line, "A/A");
    free(line);
    results_free(&results);

    results = samples_spread(11, 0.001);
    results.rounds_end = ROUNDS_END_PRECISION;
    line = figured_text(captions_rounds, &results);
    assert_string_equal(
        line, "Rounds: ended after 11 by --precision 2.0%; the interval of every comparison "
              "is narrower than 2.0 %.");
    free(line);
    results.precision = 0;
    results.rounds_end = ROUNDS_END_ROUNDS;
    line = figured_text(captions_rounds, &results);
    assert_string_equal(line, "Rounds: ended after 11 by --rounds.");
    free(line);
    results.rows[0].sample_count = 6; /* one that takes long */
    line = figured_text(captions_rounds, &results);
    assert_string_equal(
        line, "Rounds: ended after 11 by --rounds, with 6 of what the --budget had no more for.");
    free(line);
    results_free(&results);

    results = samples_spread(12, 0.001);
    results.rounds_end = ROUNDS_END_ROUNDS;
    results.rounds_again = 2;
    line = figured_text(captions_rounds, &results);
    assert_has(line, "ended after 10 by --rounds, 2 run again; the interval of every");
    free(line);
    results_free(&results);

    results = samples_spread(3, 0); /* no intervals */
    results.rounds_end = ROUNDS_END_STOPPED;
    line = figured_text(captions_rounds, &results);
    assert_has(line, "2 of too few rounds");
    free(line);

    results.rows[0].status = results.rows[1].status = STATUS_FAILED; /* nothing to compare */
    line = figured_text(captions_rounds, &results);
    assert_string_equal(line, "Rounds: ended after 3 by a stop from outside.");
    free(line);
    results_free(&results);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(captions_follow_their_tables),
        cmocka_unit_test(what_ended_the_rounds),
        cmocka_unit_test(who_gains_more_than_it_could),
        cmocka_unit_test(whose_stages_do_not_add_up),
        cmocka_unit_test(who_is_faster_than_the_limit),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
