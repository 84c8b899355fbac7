#include "figures/story.h"
#include "base/printable.h"
#include "base/units.h"

#include <err.h>
#include <math.h>
#include <stdio.h>

/* What follows "The bottleneck of X is". */
static void tell_bottleneck(FILE *to, const struct row_figures *row)
{
    char most[UNITS_SIZE];
    double share = row->share[row->bottleneck];
    if (!row->row->has_stages || share == 0) {
        fprintf(to, " not known: where its time goes was not measured.");
        return;
    }
    fprintf(to, " %s, %.0f %% of its time", stage_name(row->bottleneck), 100 * share);
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

/* The rungs of one outcome, with what was possible and what came. */
static void tell_efforts(FILE *to, const struct figures *figures, enum outcome outcome,
                         const char *lead)
{
    size_t count = 0;
    for (size_t i = 0; i < figures->run->row_count; i++) {
        const struct row_figures *row = &figures->rows[i];
        if (row->outcome != outcome)
            continue;
        fprintf(to, "%s %s (", count++ ? "," : lead, row->row->is.name);
        if (row->is_predicted) {
            char could[UNITS_SIZE];
            fprintf(to, "could gain %s, ", times(could, row->predicted.expected));
        }
        fprintf(to, "gained %.2f×)", row->over_parent.ratio);
    }
    if (count)
        fputc('.', to);
}

char *story_tell(const struct figures *figures)
{
    char *story = NULL;
    size_t size;
    FILE *to = open_memstream(&story, &size);
    if (!to)
        err(1, "story");
    const struct row_figures *first = figures->first, *best = figures->fastest;
    const struct warning *spoiled = results_spoiled(figures->run);
    if (spoiled)
        fprintf(to, "This run is not to be trusted: %s. ", spoiled->what);
    else if (!figures->trusted)
        fprintf(
            to,
            "This run is not to be trusted: the same variant, run twice under two names, differs "
            "from itself by %.1f %%. Every verdict reads unclear; run again on a quiet machine. ",
            100 * fabs(figures->control->over_parent.ratio - 1));
    if (!best)
        fprintf(to, "Nothing was measured.");
    if (first && best) {
        fprintf(to, "The bottleneck of %s is", first->row->is.name);
        tell_bottleneck(to, first);
        if (figures->trusted) {
            tell_efforts(to, figures, OUTCOME_WASTED, " Wasted:");
            tell_efforts(to, figures, OUTCOME_PAID, " Paid:");
            tell_efforts(to, figures, OUTCOME_UNDECIDED, " Undecided:");
        }
    }
    if (first && best && best != first) {
        double ratio = best->over_first.ratio;
        fprintf(to, " The fastest%s %s", isnan(ratio) ? " is" : ",", best->row->is.name);
        if (!isnan(ratio)) /* they share a round */
            fprintf(to, ", is %.2f× %s", ratio, first->row->is.name);
        fprintf(to, "; its bottleneck now is");
        tell_bottleneck(to, best);
    }
    if (best && best->limit_share > LIMIT_REACHED && best->limit_share <= LIMIT_EXCEEDED)
        fprintf(to,
                " %s runs at %.0f %% of what this machine can do (%s): the machine is the "
                "bottleneck now.",
                best->row->is.name, 100 * best->limit_share, best->row->is.limit);
    if (fclose(to) != 0)
        err(1, "story");
    return printable(story, ' ');
}

static void walk_rung(FILE *to, const struct row_figures *row)
{
    const struct row *rung = row->row;
    fprintf(to, "- **%s**: %s.", rung->is.name,
            rung->is.idea ? rung->is.idea : "no word of its idea");
    if (rung->is.isa)
        fprintf(to, " By %s.", rung->is.isa);
    if (rung->has_stages && !row->parent)
        fprintf(to, " Its time goes to %s: %.0f %%.", stage_name(row->bottleneck),
                100 * row->share[row->bottleneck]);
    if (rung->status != STATUS_OK)
        fprintf(to, " %s: %s.", status_name(rung->status),
                rung->reason ? rung->reason : "no reason");
    else if (row->is_predicted) {
        fprintf(to, " It attacks %.0f %% of the time of %s", 100 * row->predicted.share,
                row->parent->is.name);
        if (row->predicted.expected < 100)
            fprintf(to, ", which can gain %.2f×", row->predicted.expected);
        if (row->outcome != OUTCOME_NONE)
            fprintf(to, "; it gained %.2f×", row->over_parent.ratio);
        fputc('.', to);
    }
    fputc('\n', to);
}

char *story_walk(const struct figures *figures)
{
    char *story = NULL;
    size_t size;
    FILE *to = open_memstream(&story, &size);
    if (!to)
        err(1, "story");
    for (size_t i = 0; i < figures->run->row_count; i++)
        if (!figures->rows[i].row->is.copy_of)
            walk_rung(to, &figures->rows[i]);
    if (fclose(to) != 0)
        err(1, "story");
    return story;
}
