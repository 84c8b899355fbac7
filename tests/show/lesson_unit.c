/* A lesson in few columns, and the doubts about the run behind its score. */
#include "show/lesson_views.h"
#include "tests/support/samples.h"

#include <stdlib.h>
#include <string.h>

/* The first line of the score; free() it. */
static char *doubt_of(const struct results *results)
{
    struct lesson lesson = lesson_none();
    struct lesson_figures found;
    struct figures figures = figures_of(results);
    char *scores[LESSON_SCORES];
    lesson_figures_of(&figures, &lesson, &found);
    lesson_scores(&figures, &found, &lesson, scores);
    for (size_t i = 1; i < LESSON_SCORES; i++)
        free(scores[i]);
    figures_free(&figures);
    return scores[0];
}

static void doubts(struct results results, const char *expected)
{
    char *doubt = doubt_of(&results);
    if (expected)
        assert_string_equal(doubt, expected);
    else
        assert_null(doubt);
    free(doubt);
    results_free(&results);
}

static struct results warned(unsigned rounds, bool spoils)
{
    struct results results = samples_run(rounds);
    results_warn(&results, spoils, strdup("it was hot"), "cool it");
    return results;
}

static void a_score_says_what_spoiled_its_run(void **state)
{
    (void)state;
    doubts(samples_run(9), NULL);
    doubts(warned(9, true), "Don't trust this run: it was hot.");
    doubts(warned(2, true), "Don't trust this run: it was hot.");
    doubts(warned(9, false), "A warning about this run: it was hot.");
    doubts(samples_run(2), "Don't trust every gain: some rest on 2 rounds, and a verdict needs 9.");
    doubts(samples_run(1), "Don't trust every gain: some rest on 1 round, and a verdict needs 9.");
    struct results noisy = samples_run(9);
    for (size_t i = 0; i < 9; i++)
        noisy.rows[2].samples[i].record.search_ns = i % 2 ? 400000 : 600000;
    doubts(noisy, "Don't trust small gains: noise hides differences of 2 % in this run.");
}

static void shares_and_cards_fit_forty_columns(void **state)
{
    (void)state;
    struct results results = samples_run(9);
    samples_stage(&results.rows[0], STAGE_LOWER, 100000);
    samples_stage(&results.rows[0], STAGE_SEARCH, 900000);
    results.rows[1].is.attacks = STAGE_BIT(STAGE_SEARCH);
    struct lesson lesson = lesson_none();
    lesson.shares[STAGE_SEARCH] = 1;
    lesson.ideas[0] = (struct lesson_idea){1, "rung", 3, true};
    lesson.idea_count = 1;
    struct figures figures = figures_of(&results);
    struct lesson_figures found;
    lesson_figures_of(&figures, &lesson, &found);
    char *text;
    FILE *to = samples_memory(&text);
    struct terminal terminal = {to, 40, false};
    lesson_shares_view(&terminal, &lesson, figures_row(&figures, "parent"));
    lesson_card_view(&terminal, &found.cards[0]);
    fclose(to);
    assert_has(text, "stage   your guess  measured\n"
                     "lower          0 %    10.0 %\n"
                     "search       100 %    90.0 %\n"
                     "(left out: if it cost nothing; a wider\n"
                     "terminal shows it)\n");
    assert_has(text, "rung, after parent\n"
                     "  your prediction  3.00×\n"
                     "  at most          10.00× (by its share\n"
                     "                   of the time)\n");
    for (const char *line = text; *line; line += strcspn(line, "\n"), line += *line == '\n')
        assert_true(strcspn(line, "\n") <= 41); /* bytes: × is two */
    free(text);
    figures_free(&figures);
    results_free(&results);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_score_says_what_spoiled_its_run),
        cmocka_unit_test(shares_and_cards_fit_forty_columns),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
