#include "figures/lesson.h"
#include "base/stats.h"

#include <math.h>

enum stage lesson_bottleneck(const struct lesson *lesson)
{
    enum stage most = 0;
    for (enum stage stage = 0; stage < STAGE_COUNT; stage++)
        if (lesson->shares[stage] > lesson->shares[most])
            most = stage;
    return most;
}

static struct lesson_card card_of(const struct figures *figures, const struct lesson_idea *idea)
{
    const struct row_figures *row = figures_row(figures, idea->name);
    double measured = row && row->parent ? row->over_parent.ratio : NAN;
    struct lesson_card card = {.idea = idea, .error = NAN, .bound = NAN};
    if (!row || isnan(measured))
        return card;
    card.row = row;
    card.error = fabs(log(measured / idea->gain));
    card.outcome = row->outcome;
    if (row->is_predicted)
        card.bound = ledger_amdahl(row->predicted.share, INFINITY);
    if (card.outcome == OUTCOME_UNDECIDED && card.bound < FIGURES_GAIN)
        card.outcome = OUTCOME_CANNOT_PAY;
    return card;
}

static void score(struct lesson_figures *found, size_t count)
{
    double errors[LESSON_IDEAS_MOST], ledgers[LESSON_IDEAS_MOST];
    for (size_t i = 0; i < count; i++) {
        const struct lesson_card *card = &found->cards[i];
        if (!card->row)
            continue;
        if (!found->worst || card->error > found->worst->error)
            found->worst = card;
        if (isnan(card->row->prediction_error))
            continue;
        errors[found->scored] = card->error;
        ledgers[found->scored++] = card->row->prediction_error;
    }
    found->error = stats_median(errors, found->scored);
    found->ledger_error = stats_median(ledgers, found->scored);
}

void lesson_figures_of(const struct figures *figures, const struct lesson *lesson,
                       struct lesson_figures *found)
{
    *found = (struct lesson_figures){0};
    for (size_t i = 0; i < lesson->idea_count; i++)
        found->cards[i] = card_of(figures, &lesson->ideas[i]);
    for (size_t i = 0; i < lesson->bottleneck_count; i++) {
        const struct lesson_bottleneck *guess = &lesson->bottlenecks[i];
        const struct row_figures *row = figures_row(figures, guess->of);
        bool known = row && row->stages.runs > 0;
        bool right = known && row->stages.bottleneck == guess->stage;
        found->answers[i] = (struct lesson_answer){guess, known ? row : NULL, right};
        found->known += known;
        found->right += right;
    }
    if (lesson->has_shares && figures->baseline && figures->baseline->stages.runs > 0) {
        found->baseline = figures->baseline;
        found->found = figures->baseline->stages.bottleneck == lesson_bottleneck(lesson);
    }
    score(found, lesson->idea_count);
}
