#include "figures/story.h"
#include "base/printable.h"
#include "base/units.h"
#include "figures/ladder.h"

#include <err.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define TRUST_IT 1.1 /* an effort that gains less than this was wasted */

/* The gain of a rung over its parent; NAN where either was not measured. */
static double gain(const struct results *results, const struct row *row)
{
    const struct row *parent = ladder_parent(results, row);
    if (!parent || !ladder_measured(parent) || !ladder_measured(row))
        return NAN;
    return ladder_speedup(parent, row).ratio;
}

/* What follows "The bottleneck of X is". */
static void tell_bottleneck(FILE *to, const struct row *row)
{
    char most[UNITS_SIZE];
    enum stage worst = ladder_bottleneck(&row->stages);
    double share = ladder_share(&row->stages, STAGE_BIT(worst));
    if (!row->has_stages || share == 0) {
        fprintf(to, " not known: where its time goes was not measured.");
        return;
    }
    fprintf(to, " %s, %.0f %% of its time", stage_name(worst), 100 * share);
    if (share > 0.995)
        fprintf(to, ": nothing else is worth a look.");
    else
        fprintf(to, ": fixing that could gain %s× at most, fixing all the rest together %.2f×.",
                units_significant(most, ladder_amdahl(share, INFINITY).ceiling, 2),
                ladder_amdahl(1 - share, INFINITY).ceiling);
}

/* "1.67×", and what removing all of the time would gain as "∞×". */
static char *times(char to[UNITS_SIZE], double factor)
{
    snprintf(to, UNITS_SIZE, isinf(factor) ? "∞×" : "%.2f×", factor);
    return to;
}

enum outcome {
    WASTED,
    PAID,
    UNDECIDED,
    OUTCOMES,
};

/* What became of a rung, by the whole interval that its verdict goes by. */
static enum outcome outcome_of(const struct results *results, const struct row *row)
{
    enum verdict verdict = ladder_verdict(results, row);
    struct interval interval;
    if (!ladder_verdict_interval(results, row, &interval))
        return UNDECIDED;
    if (verdict == VERDICT_SLOWER || interval.high < TRUST_IT)
        return WASTED;
    return verdict == VERDICT_FASTER && gain(results, row) >= TRUST_IT ? PAID : UNDECIDED;
}

const char *story_outcome(const struct results *results, const struct row *row)
{
    static const char *const names[OUTCOMES] = {"wasted", "paid", "undecided"};
    if (isnan(gain(results, row)))
        return NULL;
    return names[outcome_of(results, row)];
}

/* The rungs of one outcome, with what was possible and what came. */
static void tell_efforts(FILE *to, const struct results *results, enum outcome outcome)
{
    static const char *const leads[OUTCOMES] = {" Wasted:", " Paid:", " Undecided:"};
    size_t count = 0;
    for (size_t i = 0; i < results->row_count; i++) {
        const struct row *row = &results->rows[i];
        double gained = gain(results, row);
        struct prediction predicted;
        if (isnan(gained) || outcome_of(results, row) != outcome)
            continue;
        fprintf(to, "%s %s (", count++ ? "," : leads[outcome], row->is.name);
        if (ladder_predict(ladder_parent(results, row), row, results->threads, &predicted)) {
            char could[UNITS_SIZE];
            fprintf(to, "could gain %s, ", times(could, predicted.expected));
        }
        fprintf(to, "gained %.2f×)", gained);
    }
    if (count)
        fputc('.', to);
}

static const struct row *fastest(const struct results *results)
{
    const struct row *best = NULL;
    double least = INFINITY;
    for (size_t i = 0; i < results->row_count; i++) {
        const struct row *row = &results->rows[i];
        double time = ladder_measured(row) ? ladder_summarize(row).median_ns : INFINITY;
        if (time < least) {
            least = time;
            best = row;
        }
    }
    return best;
}

char *story_tell(const struct results *results)
{
    char *story = NULL;
    size_t size;
    FILE *to = open_memstream(&story, &size);
    if (!to)
        err(1, "story");
    const struct row *first = ladder_first_measured(results), *best = fastest(results);
    struct speedup control;
    bool trusted = ladder_trusted(results, &control);
    if (results_spoiled(results))
        fprintf(to, "This run is not to be trusted: %s. ", results_spoiled(results)->what);
    else if (!trusted)
        fprintf(
            to,
            "This run is not to be trusted: the same variant, run twice under two names, differs "
            "from itself by %.1f %%. Every verdict reads unclear; run again on a quiet machine. ",
            100 * fabs(control.ratio - 1));
    if (!best)
        fprintf(to, "Nothing was measured.");
    if (first && best) {
        fprintf(to, "The bottleneck of %s is", first->is.name);
        tell_bottleneck(to, first);
        for (enum outcome outcome = 0; trusted && outcome < OUTCOMES; outcome++)
            tell_efforts(to, results, outcome);
    }
    if (first && best && best != first) {
        double ratio = ladder_speedup(first, best).ratio;
        fprintf(to, " The fastest%s %s", isnan(ratio) ? " is" : ",", best->is.name);
        if (!isnan(ratio)) /* they share a round */
            fprintf(to, ", is %.2f× %s", ratio, first->is.name);
        fprintf(to, "; its bottleneck now is");
        tell_bottleneck(to, best);
    }
    double reached = best ? ladder_limit_share(results, best) : NAN;
    if (best && reached > LIMIT_REACHED && reached <= LIMIT_EXCEEDED)
        fprintf(to,
                " %s runs at %.0f %% of what this machine can do (%s): the machine is the "
                "bottleneck now.",
                best->is.name, 100 * reached, best->is.limit);
    if (fclose(to) != 0)
        err(1, "story");
    return printable(story, ' ');
}

static void walk_rung(FILE *to, const struct results *results, const struct row *row)
{
    const struct row *parent = ladder_parent(results, row);
    struct prediction predicted;
    double gained = gain(results, row);
    fprintf(to, "- **%s**: %s.", row->is.name, row->is.idea ? row->is.idea : "no word of its idea");
    if (row->is.isa)
        fprintf(to, " By %s.", row->is.isa);
    if (row->has_stages && !parent)
        fprintf(to, " Its time goes to %s: %.0f %%.", stage_name(ladder_bottleneck(&row->stages)),
                100 * ladder_share(&row->stages, STAGE_BIT(ladder_bottleneck(&row->stages))));
    if (row->status != STATUS_OK)
        fprintf(to, " %s: %s.", status_name(row->status), row->reason ? row->reason : "no reason");
    else if (parent && ladder_predict(parent, row, results->threads, &predicted)) {
        fprintf(to, " It attacks %.0f %% of the time of %s", 100 * predicted.share,
                parent->is.name);
        if (predicted.expected < 100)
            fprintf(to, ", which can gain %.2f×", predicted.expected);
        if (!isnan(gained))
            fprintf(to, "; it gained %.2f×", gained);
        fputc('.', to);
    }
    fputc('\n', to);
}

char *story_walk(const struct results *results)
{
    char *story = NULL;
    size_t size;
    FILE *to = open_memstream(&story, &size);
    if (!to)
        err(1, "story");
    for (size_t i = 0; i < results->row_count; i++)
        if (!results->rows[i].is.copy_of)
            walk_rung(to, results, &results->rows[i]);
    if (fclose(to) != 0)
        err(1, "story");
    return story;
}
