/* A lesson's answers against results made by hand. */
#include "figures/lesson.h"
#include "tests/support/samples.h"

#include <string.h>

/* baseline: 90 % search; combined, which attacks that, takes half as long; caseless gains 4 %. */
static struct results two_ideas(void)
{
    struct results results = samples_results();
    struct row *baseline = samples_row(&results, "baseline", NULL);
    samples_stage(baseline, STAGE_LOWER, 100);
    samples_stage(baseline, STAGE_SEARCH, 900);
    samples_rounds(baseline, 9, 1000);
    struct row *combined = samples_row(&results, "combined", "baseline");
    combined->is.attacks = STAGE_BIT(STAGE_SEARCH);
    samples_effect(combined, STAGE_SEARCH, EFFECT_GONE);
    samples_rounds(combined, 9, 500);
    return results;
}

static struct lesson answers(void)
{
    struct lesson lesson = lesson_none();
    lesson.has_shares = true;
    lesson.shares[STAGE_LOWER] = 0.6;
    lesson.shares[STAGE_SEARCH] = 0.4;
    lesson.ideas[0] = (struct lesson_idea){1, "combined", 1, true};
    lesson.ideas[1] = (struct lesson_idea){1, "unheard-of", 8, false};
    lesson.idea_count = 2;
    lesson.bottlenecks[0] = (struct lesson_bottleneck){"baseline", STAGE_SEARCH};
    lesson.bottlenecks[1] = (struct lesson_bottleneck){"unheard-of", STAGE_SEARCH};
    lesson.bottlenecks[2] = (struct lesson_bottleneck){"baseline", STAGE_READ};
    lesson.bottleneck_count = 3;
    return lesson;
}

static void a_score(void **state)
{
    (void)state;
    struct results results = two_ideas();
    struct lesson lesson = answers();
    struct figures figures = figures_of(&results);
    struct lesson_figures found;
    lesson_figures_of(&figures, &lesson, &found);

    assert_non_null(found.baseline);
    assert_int_equal(lesson_bottleneck(&lesson), STAGE_LOWER);
    assert_false(found.found);
    assert_int_equal(found.known, 2);
    assert_int_equal(found.right, 1);

    assert_string_equal(found.cards[0].row->row->is.name, "combined");
    assert_true(fabs(found.cards[0].error - log(2)) < 1e-9); /* said 1, was 2 */
    assert_true(fabs(found.cards[0].bound - 10) < 1e-9);
    assert_null(found.cards[1].row);
    assert_true(isnan(found.cards[1].error));
    assert_int_equal(found.cards[1].outcome, OUTCOME_NONE);
    assert_ptr_equal(found.worst, &found.cards[0]);
    /* The ledger said 10, since search was to be gone, and it was 2. */
    assert_int_equal(found.scored, 1);
    assert_true(fabs(found.error - log(2)) < 1e-9);
    assert_true(fabs(found.ledger_error - log(5)) < 1e-9);
    figures_free(&figures);
    results_free(&results);
}

/* Two rounds say nothing of the gain, and a share of 2 % says it all. */
static void noise_does_not_hide_a_small_share(void **state)
{
    (void)state;
    struct results results = samples_results();
    struct row *baseline = samples_row(&results, "baseline", NULL);
    samples_stage(baseline, STAGE_LOWER, 20);
    samples_stage(baseline, STAGE_SEARCH, 980);
    samples_add(baseline, 1, 1000);
    samples_add(baseline, 2, 1500);
    struct row *caseless = samples_row(&results, "caseless", "baseline");
    caseless->is.attacks = STAGE_BIT(STAGE_LOWER);
    samples_effect(caseless, STAGE_LOWER, EFFECT_GONE);
    samples_add(caseless, 1, 700);
    samples_add(caseless, 2, 1400);
    samples_probe(baseline, PROBE_WITHOUT, STAGE_BIT(STAGE_LOWER), 1, 500); /* a noisy ablation */
    struct lesson lesson = lesson_none();
    lesson.ideas[lesson.idea_count++] = (struct lesson_idea){1, "caseless", 2, false};

    struct figures figures = figures_of(&results);
    struct lesson_figures found;
    lesson_figures_of(&figures, &lesson, &found);
    assert_int_equal(found.cards[0].row->outcome, OUTCOME_UNDECIDED);
    assert_true(fabs(found.cards[0].bound - 1 / 0.98) < 1e-9);
    assert_int_equal(found.cards[0].outcome, OUTCOME_CANNOT_PAY);
    figures_free(&figures);
    results_free(&results);
}

static void no_answers(void **state)
{
    (void)state;
    struct results results = two_ideas();
    struct lesson lesson = lesson_none();
    struct figures figures = figures_of(&results);
    struct lesson_figures found;
    lesson_figures_of(&figures, &lesson, &found);
    assert_null(found.baseline);
    assert_null(found.worst);
    assert_int_equal(found.scored, 0);
    assert_true(isnan(found.error) && isnan(found.ledger_error));
    figures_free(&figures);
    results_free(&results);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_score),
        cmocka_unit_test(noise_does_not_hide_a_small_share),
        cmocka_unit_test(no_answers),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
