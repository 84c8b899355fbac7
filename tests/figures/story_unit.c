/* The paragraph, on results made by hand. */
#include "base/strings.h"
#include "figures/ladder.h"
#include "figures/story.h"
#include "tests/support/figured.h"

#include <stdlib.h>
#include <string.h>

/* The page's first sentences, as one text; free() it. */
static char *opening(const struct results *results)
{
    struct figures figures = figures_of(results);
    json_t *sentences = story_opening(&figures), *sentence;
    char *text = copy_string("");
    size_t i;
    json_array_foreach(sentences, i, sentence)
    {
        const char *subject = json_string_value(json_object_get(sentence, "subject"));
        char *before = text;
        text =
            format_string("%s%s%s%s%s", before, i ? " " : "", subject ? subject : "",
                          subject ? " " : "", json_string_value(json_object_get(sentence, "says")));
        free(before);
    }
    json_decref(sentences);
    figures_free(&figures);
    return text;
}

/* What must hold of any story. free() it. */
static char *tell(const struct results *results)
{
    char *story = figured_text(story_tell, results);
    assert_non_null(story);
    assert_lacks(story, "nan");
    assert_lacks(story, "inf");
    assert_lacks(story, "(null)");
    assert_lacks(story, "e+");
    assert_lacks(story, "  ");
    assert_lacks(story, "\n");
    assert_lacks(story, "..");
    assert_true(strlen(story) > 1 && story[0] != ' ' && story[strlen(story) - 1] == '.');
    char *first = opening(results);
    assert_lacks(first, "nan");
    assert_lacks(first, "inf");
    assert_lacks(first, "(null)");
    free(first);
    return story;
}

static enum outcome outcome(const struct results *results, size_t row)
{
    struct figures figures = figures_of(results);
    enum outcome outcome = figures.rows[row].outcome;
    figures_free(&figures);
    return outcome;
}

static void add_rung(struct results *results, const char *name, enum stage attacks,
                     const char *effect, uint64_t search_ns)
{
    struct row *row = samples_row(results, name, "baseline");
    row->is.attacks = STAGE_BIT(attacks);
    samples_effect(row, attacks, effect);
    samples_rounds(row, 6, search_ns);
}

static struct row *add_baseline(struct results *results)
{
    struct row *baseline = samples_row(results, "baseline", NULL);
    samples_stage(baseline, STAGE_READ, 50);
    samples_stage(baseline, STAGE_LOWER, 350);
    samples_stage(baseline, STAGE_SEARCH, 600);
    samples_rounds(baseline, 6, 1000);
    return baseline;
}

static void efforts_are_told_apart(void **state)
{
    (void)state;
    struct results results = samples_results();
    add_baseline(&results);
    add_rung(&results, "cached", STAGE_READ, EFFECT_GONE, 980);
    add_rung(&results, "caseless", STAGE_LOWER, EFFECT_GONE, 1000);
    add_rung(&results, "combined", STAGE_SEARCH, EFFECT_ANEW, 625);
    struct row *blind = samples_row(&results, "blind", "baseline"); /* attacks nothing */
    samples_rounds(blind, 6, 2000);
    struct row *best = &results.rows[3];
    samples_stage(best, STAGE_LOWER, 200);
    samples_stage(best, STAGE_READ, 50);

    char *story = tell(&results);
    assert_string_equal(
        story, "The bottleneck of baseline is search, 60 % of its time: fixing that could gain "
               "2.5× at most, fixing all the rest together 1.67×."
               " Wasted: cached (could gain 1.05×, gained 1.02×),"
               " caseless (could gain 1.54×, gained 1.00×), blind (gained 0.50×)."
               " Paid: combined (gained 1.60×)."
               " The fastest, combined, is 1.60× baseline; its bottleneck now is lower, 80 % of "
               "its time: fixing that could gain 5.0× at most, fixing all the rest together "
               "1.25×.");
    free(story);
    story = opening(&results);
    assert_string_equal(
        story, "baseline spends 60 % of its time on search. Whatever leaves that alone can gain "
               "1.67× at most. Three efforts on this ladder were wasted: cached, caseless and "
               "blind. combined is 1.60 times as fast as baseline; its bottleneck now is lower, "
               "80 % of its time.");
    free(story);

    assert_int_equal(outcome(&results, 0), OUTCOME_NONE); /* it follows nothing */
    assert_int_equal(outcome(&results, 1), OUTCOME_WASTED);
    assert_int_equal(outcome(&results, (size_t)(best - results.rows)), OUTCOME_PAID);
    for (size_t i = 1; i <= 3; i++) {
        struct row *row = &results.rows[i];
        for (size_t j = 0; j < row->sample_count; j++)
            snprintf(row->samples[j].disturbed, DISTURBED_SIZE, "steal 50 %%");
        assert_int_equal(outcome(&results, i), OUTCOME_UNDECIDED); /* as the verdict */
        assert_int_equal(figured_verdict(&results, row), VERDICT_UNCLEAR);
        for (size_t j = 0; j < row->sample_count; j++)
            *row->samples[j].disturbed = '\0';
    }
    best->sample_count = 3; /* too few */
    assert_int_equal(outcome(&results, (size_t)(best - results.rows)), OUTCOME_UNDECIDED);
    results_free(&results);
}

static void a_run_may_not_be_trusted(void **state)
{
    (void)state;
    struct results results = samples_results();
    add_baseline(&results);
    struct row *control = samples_row(&results, "baseline_again", NULL);
    control->is.copy_of = strdup("baseline");
    assert_non_null(control->is.copy_of);
    samples_rounds(control, 6, 800);
    add_rung(&results, "combined", STAGE_SEARCH, EFFECT_ANEW, 500);
    assert_int_equal(outcome(&results, 2), OUTCOME_UNDECIDED);
    char *story = tell(&results);
    assert_has(story, "Don't trust this run");
    assert_has(story, "differs from itself by 25.0 %.");
    assert_has(story, "The bottleneck of baseline is search");
    assert_lacks(story, "baseline_again"); /* it is no effort, and never the fastest */
    free(story);

    for (size_t i = 0; i < control->sample_count; i++)
        control->samples[i].record.search_ns = 1000;
    assert_int_equal(outcome(&results, 2), OUTCOME_PAID);
    story = tell(&results);
    assert_lacks(story, "trusted");
    free(story);
    results_free(&results);
}

static void without_measurements(void **state)
{
    (void)state;
    struct results results = samples_results();
    char *story = tell(&results);
    assert_string_equal(story, "Nothing was measured.");
    free(story);

    struct row *row = samples_row(&results, "baseline", NULL);
    story = tell(&results);
    assert_string_equal(story, "Nothing was measured.");
    free(story);
    for (enum status status = STATUS_OK + 1; status < STATUS_COUNT; status++) {
        samples_rounds(row, 6, 1000); /* what it counted wrongly does not count */
        row_fail(row, status, "failed");
        story = tell(&results);
        assert_string_equal(story, "Nothing was measured.");
        free(story);
    }
    results_free(&results);
}

static void without_stage_runs(void **state)
{
    (void)state;
    struct results results = samples_results();
    samples_rounds(samples_row(&results, "baseline", NULL), 6, 1000);
    char *story = tell(&results);
    assert_has(story, "bottleneck of baseline is not known");
    free(story);
    add_rung(&results, "combined", STAGE_SEARCH, EFFECT_ANEW, 500);
    story = tell(&results);
    assert_has(story, "Paid: combined (gained 2.00×).");
    assert_has(story, "The fastest, combined, is 2.00× baseline");
    free(story);
    results_free(&results);
}

static void without_a_baseline(void **state)
{
    (void)state;
    struct results results = samples_results();
    add_rung(&results, "combined", STAGE_SEARCH, EFFECT_ANEW, 500);
    samples_stage(&results.rows[0], STAGE_SEARCH, 400);
    samples_stage(&results.rows[0], STAGE_READ, 100);
    char *story = tell(&results);
    assert_has(story, "The bottleneck of combined is search, 80 % of its time");
    assert_lacks(story, "Paid");
    free(story);

    /* A baseline that failed is none. */
    row_fail(add_baseline(&results), STATUS_FAILED, "failed");
    story = tell(&results);
    assert_has(story, "The bottleneck of combined is search");
    assert_lacks(story, "Paid");
    free(story);
    results_free(&results);
}

/* The fastest is a rung, by its search time, as every other figure of the ladder is: not the
 * control, nor what is not end to end, nor whose process ends first. */
static void who_is_the_fastest(void **state)
{
    (void)state;
    struct results results = samples_results();
    add_baseline(&results);
    add_rung(&results, "starts_fast", STAGE_SEARCH, EFFECT_ANEW, 500);
    add_rung(&results, "searches_fast", STAGE_SEARCH, EFFECT_ANEW, 400);
    add_rung(&results, "in_place", STAGE_SEARCH, EFFECT_ANEW, 100);
    results.rows[3].is.apart = true;
    struct row *control = samples_row(&results, "A/A", NULL);
    control->is.copy_of = copy_string("searches_fast");
    samples_rounds(control, 6, 399);
    for (size_t i = 0; i < 6; i++)
        results.rows[2].samples[i].wall_ns = 900;
    struct figures figures = figures_of(&results);
    assert_ptr_equal(figures.fastest, &figures.rows[2]);
    assert_ptr_equal(ladder_fastest_process(&results, false), &results.rows[1]); /* for peers */
    figures_free(&figures);
    char *story = opening(&results);
    assert_has(story, " searches_fast is 2.50 times as fast as baseline.");
    free(story);
    story = tell(&results);
    assert_has(story, "The fastest, searches_fast, is 2.50× baseline");
    free(story);
    results_free(&results);
}

static void add_after(struct results *results, const char *name, const char *after, uint64_t ns)
{
    add_rung(results, name, STAGE_LOWER, EFFECT_GONE, ns);
    struct row *row = &results->rows[results->row_count - 1];
    free(row->is.after);
    row->is.after = copy_string(after);
}

/* Where the idea was in vain at first, paid in the end, and is the same. */
static void an_idea_that_comes_again(void **state)
{
    (void)state;
    for (int change = 0; change < 5; change++) {
        struct results results = samples_results();
        add_baseline(&results);
        add_after(&results, "caseless", "baseline", change == 1 ? 500 : 1000);
        add_rung(&results, "jit", STAGE_SEARCH, EFFECT_GONE, 400);
        if (change != 2)
            samples_stage(&results.rows[2], STAGE_LOWER, 350);
        add_after(&results, change == 3 ? "jitcaseless" : "jit_caseless", "jit",
                  change == 4 ? 400 : 50);
        struct figures figures = figures_of(&results);
        assert_ptr_equal(story_again(&figures, &figures.rows[1]),
                         change == 0 ? &figures.rows[3] : NULL);
        assert_null(story_again(&figures, &figures.rows[0]));
        assert_null(story_again(&figures, &figures.rows[3]));
        figures_free(&figures);
        results_free(&results);
    }
}

/* Only one stage, no time in any, rounds that do not meet: 1 / 0 and 0 / 0 lie near. */
static void odd_shares(void **state)
{
    (void)state;
    const uint64_t searches[][2] = {{0, 0},       {0, 500},       {500, 0},
                                    {1, 1000000}, {1000000, 1},   {1, 120},
                                    {5, 1000},    {INT64_MAX, 1}, {INT64_MAX, INT64_MAX}};
    const char *const effects[] = {EFFECT_GONE, EFFECT_SHARED, EFFECT_ANEW, LIMIT_PIPE, NULL};
    for (size_t s = 0; s < sizeof searches / sizeof searches[0]; s++)
        for (size_t f = 0; f < sizeof effects / sizeof effects[0]; f++)
            for (uint64_t time = 100; time <= 10000; time *= 10) {
                struct results results = samples_results();
                struct row *baseline = samples_row(&results, "baseline", NULL);
                samples_stage(baseline, STAGE_READ, searches[s][0]);
                samples_stage(baseline, STAGE_SEARCH, searches[s][1]);
                samples_rounds(baseline, 6, 1000);
                add_rung(&results, "next", STAGE_SEARCH, effects[f], time);
                samples_stage(&results.rows[1], STAGE_SEARCH, searches[s][0]);
                samples_stage(&results.rows[1], STAGE_READ, searches[s][1]);
                free(tell(&results));
                results_free(&results);
            }
}

static void rounds_that_do_not_meet(void **state)
{
    (void)state;
    struct results results = samples_results();
    add_baseline(&results);
    struct row *late = samples_row(&results, "late", "baseline");
    samples_add(late, 50, 10);
    samples_stage(late, STAGE_READ, 10);
    char *story = tell(&results);
    assert_has(story, "late");
    assert_lacks(story, "Paid");
    free(story);
    results_free(&results);
}

static void long_names_are_kept_whole(void **state)
{
    (void)state;
    char name[400];
    memset(name, 'n', sizeof name - 1);
    name[sizeof name - 1] = '\0';
    struct results results = samples_results();
    struct row *row = samples_row(&results, name, NULL);
    samples_rounds(row, 6, 1000);
    samples_stage(row, STAGE_READ, 1);
    char *story = tell(&results);
    assert_has(story, name);
    assert_has(story, "n is read");
    free(story);
    results_free(&results);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(efforts_are_told_apart),  cmocka_unit_test(a_run_may_not_be_trusted),
        cmocka_unit_test(without_measurements),    cmocka_unit_test(without_stage_runs),
        cmocka_unit_test(without_a_baseline),      cmocka_unit_test(odd_shares),
        cmocka_unit_test(rounds_that_do_not_meet), cmocka_unit_test(long_names_are_kept_whole),
        cmocka_unit_test(who_is_the_fastest),      cmocka_unit_test(an_idea_that_comes_again),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
