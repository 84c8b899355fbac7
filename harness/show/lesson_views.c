#include "show/lesson_views.h"
#include "base/strings.h"
#include "figures/story.h"
#include "show/tables.h"

#include <err.h>
#include <math.h>
#include <stdlib.h>

/* --- where the time goes --- */

/* Whether a guess was asked for, or there is something to guess. */
static bool is_shown(const struct lesson *lesson, const struct row_figures *row, enum stage stage)
{
    return lesson->shares[stage] > 0 || row->stages.share[stage] > 0;
}

static void work_through(const struct terminal *terminal, const char *which, enum stage stage,
                         double share)
{
    char gain[UNITS_SIZE];
    terminal_text(terminal,
                  format_string("The %s share: if %s cost nothing, %.1f %% of the time would be "
                                "gone. 1/(1-%.5f) = %s: by its share, no idea about %s gains more.",
                                which, stage_name(stage), 100 * share, share,
                                figures_gain(gain, ledger_amdahl(share, INFINITY)),
                                stage_name(stage)));
}

void lesson_shares_view(const struct terminal *terminal, const struct lesson *lesson,
                        const struct row_figures *row)
{
    enum stage most = row->stages.bottleneck, least = most;
    struct table *table = table_new();
    table_column(table, "stage", TABLE_LEFT, TABLE_ALWAYS);
    table_column(table, "your guess", TABLE_RIGHT, TABLE_ALWAYS);
    table_column(table, "measured", TABLE_RIGHT, TABLE_ALWAYS);
    table_column(table, "if it cost nothing", TABLE_RIGHT, 1);
    for (size_t i = 0; i < STAGE_COUNT; i++) {
        enum stage stage = tables_stage_order[i];
        double share = row->stages.share[stage];
        char gain[UNITS_SIZE];
        if (!is_shown(lesson, row, stage))
            continue;
        if (stage != STAGE_OTHER && share < row->stages.share[least])
            least = stage;
        table_row(table);
        table_cell(table, TABLE_PLAIN, "%s", stage_name(stage));
        if (stage == STAGE_OTHER) /* nobody was asked for it */
            table_cell(table, TABLE_PLAIN, "-");
        else
            table_cell(table, TABLE_PLAIN, "%.0f %%", 100 * lesson->shares[stage]);
        table_cell(table, TABLE_PLAIN, "%.1f %%", 100 * share);
        table_cell(table, TABLE_PLAIN, "%s", figures_gain(gain, ledger_amdahl(share, INFINITY)));
    }
    table_print(table, terminal->to, terminal->width, false);
    table_free(table);
    fputc('\n', terminal->to);
    work_through(terminal, "largest", most, row->stages.share[most]);
    work_through(terminal, "smallest", least, row->stages.share[least]);
    fputc('\n', terminal->to);
}

char *lesson_stages(const struct row_figures *row)
{
    char *list = NULL;
    for (size_t i = 0; i < STAGE_COUNT; i++)
        if (row->stages.share[tables_stage_order[i]] > 0)
            list = append_string(list, "%s %.0f %%", stage_name(tables_stage_order[i]),
                                 100 * row->stages.share[tables_stage_order[i]]);
    char *says = format_string("Where the time of %s goes: %s.", row->row->is.name,
                               list ? list : "no stage was measured");
    free(list);
    return says;
}

/* --- a card --- */

/* "search", "read, compile and other" */
static char *attacked(unsigned stages)
{
    const char *names[STAGE_COUNT];
    size_t count = 0;
    for (size_t i = 0; i < STAGE_COUNT; i++)
        if (stages & STAGE_BIT(tables_stage_order[i]))
            names[count++] = stage_name(tables_stage_order[i]);
    char *list = copy_string(count > 0 ? names[0] : "nothing");
    for (size_t i = 1; i < count; i++) {
        char *before = list;
        list = format_string("%s%s%s", before, i + 1 < count ? ", " : " and ", names[i]);
        free(before);
    }
    return list;
}

/* "It attacks lower, 3 % of the time of baseline." */
static char *target_of(const struct row_figures *row)
{
    char *stages = attacked(row->row->is.attacks);
    char *says = format_string("It attacks %s, %.1f %% of the time of %s.", stages,
                               100 * row->predicted.share, row->parent->is.name);
    free(stages);
    return says;
}

char *lesson_why(const struct lesson_card *card)
{
    const struct row_figures *row = card->row;
    char most[UNITS_SIZE], *target, *why = NULL;
    if (!row)
        return copy_string("It was not measured here, so there is nothing to learn from it.");
    target = row->is_predicted ? target_of(row) : copy_string("What it attacks was not measured.");
    figures_gain(most, row->is_predicted ? row->predicted.ceiling : NAN);
    switch (card->outcome) {
    case OUTCOME_CANNOT_PAY:
        why =
            row->outcome == OUTCOME_CANNOT_PAY
                ? format_string("%s If that cost nothing, it would be at most %s as fast. So says "
                                "the ceiling, however noisy the measurement.",
                                target, most)
                : format_string("%s The runs were too noisy to say more, but by its share alone "
                                "it can gain %s at most.",
                                target, figures_gain(most, card->bound));
        break;
    case OUTCOME_PAID:
        why = row->is_predicted
                  ? format_string("%s There was room for %s, and it used some of it.", target, most)
                  : format_string("%s It gained all the same.", target);
        break;
    case OUTCOME_WASTED:
        why =
            row->is_predicted
                ? format_string("%s There was room for %s, but what it does instead takes about as "
                                "long.",
                                target, most)
                : format_string("%s It gained next to nothing.", target);
        break;
    case OUTCOME_UNDECIDED:
    case OUTCOME_NONE:
    case OUTCOMES:
        why = format_string("%s The runs were too noisy, or too few, for a verdict.", target);
        break;
    }
    free(target);
    return why;
}

/* "24.98× (timed without that work)" */
static char *most_of(const struct prediction *predicted)
{
    static const char *const by[] = {[CEILING_SHARE] = " (by its share of the time)",
                                     [CEILING_ABLATION] = " (timed without that work)",
                                     [CEILING_MACHINE] = " (as fast as this machine reads)",
                                     [CEILING_PROFILE] = " (by its share of a profile)"};
    char gain[UNITS_SIZE];
    return format_string("%s%s", figures_gain(gain, predicted->ceiling),
                         isnan(predicted->ceiling) ? "" : by[predicted->by]);
}

static void line(const struct terminal *terminal, const char *name, const char *value)
{
    char *label = format_string("  %-16s ", name);
    table_print_wrapped(terminal->to, terminal->width, label, value);
    free(label);
}

void lesson_card_view(const struct terminal *terminal, const struct lesson_card *card)
{
    const struct row_figures *row = card->row;
    char gain[UNITS_SIZE], *why = lesson_why(card);
    char *most = row && row->is_predicted ? most_of(&row->predicted) : NULL;
    fprintf(terminal->to, "%s%s%s\n", card->idea->name, row ? ", after " : "",
            row ? row->parent->is.name : "");
    line(terminal, "your prediction", figures_gain(gain, card->idea->gain));
    if (most)
        line(terminal, "at most", most);
    if (row && row->is_predicted && isfinite(row->predicted.expected))
        line(terminal, "the ledger", figures_gain(gain, row->predicted.expected));
    if (row)
        line(terminal, "measured", figures_gain(gain, row->over_parent.ratio));
    if (row)
        line(terminal, "outcome",
             outcome_name(card->outcome) ? outcome_name(card->outcome) : "unknown");
    line(terminal, "why", why);
    fputc('\n', terminal->to);
    free(most);
    free(why);
}

/* --- the score --- */

/* The gravest doubt about the run, or NULL. */
static char *doubt(const struct figures *figures)
{
    const struct results *run = figures->run;
    char *objection = story_objection(figures);
    bool too_few = false, blind = false;
    for (size_t i = 0; i < run->row_count; i++) {
        too_few |= figures->rows[i].verdict == VERDICT_TOO_FEW;
        blind |= figures->rows[i].control == CONTROL_BLIND;
    }
    if (objection)
        return objection;
    if (too_few)
        return format_string("Don't trust every gain: some rest on %u round%s, and a verdict "
                             "needs %zu.",
                             figures->fewest_rounds, figures->fewest_rounds == 1 ? "" : "s",
                             figures->least_rounds);
    if (blind)
        return copy_string("Don't trust small gains: noise hides differences of 2 % in this run.");
    if (run->warning_count > 0)
        return format_string("A warning about this run: %s.", run->warnings[0].what);
    return NULL;
}

static char *score_of_bottlenecks(const struct lesson_figures *found)
{
    size_t asked = found->known + (found->baseline ? 1 : 0);
    size_t right = found->right + (found->baseline && found->found ? 1 : 0);
    if (asked == 0)
        return NULL;
    return format_string("Bottlenecks: you named %zu of %zu. The ledger measures them; it does not "
                         "guess.",
                         right, asked);
}

static char *score_of_predictions(const struct lesson_figures *found)
{
    char yours[UNITS_SIZE], ledgers[UNITS_SIZE];
    if (found->scored == 0)
        return NULL;
    return format_string("Calibration, over %zu predictions: half of yours were off by a factor of "
                         "%s or less, half of the ledger's by %s or less (median of |ln(measured / "
                         "predicted)|: %.2f and %.2f).",
                         found->scored, units_significant(yours, exp(found->error), 3),
                         units_significant(ledgers, exp(found->ledger_error), 3), found->error,
                         found->ledger_error);
}

static char *score_of_worst(const struct lesson_figures *found)
{
    const struct lesson_card *worst = found->worst;
    char guess[UNITS_SIZE], truth[UNITS_SIZE];
    if (!worst)
        return NULL;
    char *why = lesson_why(worst);
    char *says = format_string("What you were wrong about most: %s. You said %s, it was %s. %s",
                               worst->idea->name, figures_gain(guess, worst->idea->gain),
                               figures_gain(truth, worst->row->over_parent.ratio), why);
    free(why);
    return says;
}

static char *score_of_traps(const struct lesson *lesson)
{
    char *layout = isnan(lesson->layout) || isnan(lesson->spread)
                       ? copy_string("")
                       : format_string(" 16 bytes of nothing: you said up to %.3g %%, it was %.3g "
                                       "%%%s.",
                                       100 * lesson->layout, 100 * lesson->spread,
                                       lesson->published ? " (another machine's)" : "");
    char *step =
        lesson->step == TRAP_PARTS || isnan(lesson->charged)
            ? copy_string("")
            : format_string(" The GPU's steps by the host's clock: you said %s takes most; "
                            "it charged %.0f %% to the copy of 8 bytes.",
                            trap_part_name(lesson->step), 100 * lesson->charged);
    char *says = *step || *layout ? format_string("Traps:%s%s", step, layout) : NULL;
    free(step);
    free(layout);
    return says;
}

void lesson_scores(const struct figures *figures, const struct lesson_figures *found,
                   const struct lesson *lesson, char *scores[LESSON_SCORES])
{
    scores[0] = doubt(figures);
    scores[1] = score_of_bottlenecks(found);
    scores[2] = score_of_predictions(found);
    scores[3] = score_of_worst(found);
    scores[4] = score_of_traps(lesson);
}

/* --- for the page --- */

static json_t *real(double value)
{
    return isfinite(value) ? json_real(value) : json_null();
}

static json_t *taken(char *text)
{
    json_t *string = json_string(text);
    free(text);
    return string ? string : json_null();
}

static json_t *card_json(const struct lesson_card *card)
{
    const struct row_figures *row = card->row;
    bool predicted = row && row->is_predicted;
    const struct speedup *over = row ? &row->over_parent : NULL;
    return json_pack(
        "{s:i, s:s, s:s?, s:s?, s:b, s:f, s:o, s:s?, s:o, s:o, s:o, s:s?, s:o}", "act",
        card->idea->act, "name", card->idea->name, "after", row ? row->parent->is.name : NULL,
        "idea", row ? row->row->is.idea : NULL, "chosen", card->idea->chosen, "yours",
        card->idea->gain, "ceiling", real(predicted ? row->predicted.ceiling : NAN), "by",
        predicted ? ceiling_by_name(row->predicted.by) : NULL, "ledger",
        real(predicted ? row->predicted.expected : NAN), "measured", real(over ? over->ratio : NAN),
        "ci",
        over && over->has_interval ? json_pack("[f, f]", over->interval.low, over->interval.high)
                                   : json_null(),
        "outcome", outcome_name(card->outcome), "why", taken(lesson_why(card)));
}

static json_t *shares_json(const struct lesson *lesson, const struct row_figures *row)
{
    json_t *shares = json_array();
    for (size_t i = 0; row && i < STAGE_COUNT; i++) {
        enum stage stage = tables_stage_order[i];
        if (is_shown(lesson, row, stage))
            json_array_append_new(
                shares,
                json_pack("{s:s, s:o, s:f}", "stage", stage_name(stage), "guess",
                          stage == STAGE_OTHER ? json_null() : json_real(lesson->shares[stage]),
                          "share", row->stages.share[stage]));
    }
    return shares;
}

json_t *lesson_json(const struct figures *figures)
{
    struct lesson lesson;
    char why[200], *said[LESSON_SCORES];
    if (!figures->run->lesson || !lesson_parse(figures->run->lesson, &lesson, why, sizeof why))
        return json_null();
    struct lesson_figures found;
    lesson_figures_of(figures, &lesson, &found);
    json_t *cards = json_array(), *answers = json_array(), *scores = json_array();
    for (size_t i = 0; i < lesson.idea_count; i++)
        json_array_append_new(cards, card_json(&found.cards[i]));
    for (size_t i = 0; i < lesson.bottleneck_count; i++) {
        const struct lesson_answer *answer = &found.answers[i];
        json_array_append_new(
            answers, json_pack("{s:s, s:s, s:s?, s:b}", "of", answer->guess->of, "guess",
                               stage_name(answer->guess->stage), "truth",
                               answer->row ? stage_name(answer->row->stages.bottleneck) : NULL,
                               "right", answer->right));
    }
    lesson_scores(figures, &found, &lesson, said);
    for (size_t i = 0; i < LESSON_SCORES; i++)
        if (said[i])
            json_array_append_new(scores, taken(said[i]));
    json_t *object =
        json_pack("{s:s, s:o, s:o, s:o, s:o}", "seal", lesson.seal, "scores", scores, "shares",
                  shares_json(&lesson, found.baseline), "cards", cards, "answers", answers);
    if (!object)
        errx(1, "report: a lesson cannot be drawn");
    return object;
}
