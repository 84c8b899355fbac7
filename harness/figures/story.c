#include "figures/story.h"
#include "base/printable.h"
#include "base/strings.h"
#include "common/units.h"

#include <err.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* What follows "The bottleneck of X is". */
static void tell_bottleneck(FILE *to, const struct row_figures *row)
{
    char most[UNITS_SIZE];
    double share = row->stages.share[row->stages.bottleneck];
    if (row->stages.runs == 0 || share == 0) {
        fprintf(to, " not known: where its time goes was not measured.");
        return;
    }
    fprintf(to, " %s, %.0f %% of its time", stage_name(row->stages.bottleneck), 100 * share);
    if (share > 0.995)
        fprintf(to, ": nothing else is worth a look.");
    else
        fprintf(to, ": fixing that could gain %s× at most, fixing all the rest together %.2f×.",
                units_significant(most, ledger_amdahl(share, INFINITY), 2),
                ledger_amdahl(1 - share, INFINITY));
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
        if (row->is_predicted && !isnan(row->predicted.expected)) {
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
        fprintf(to, "Don't trust this run: %s. ", spoiled->what);
    else if (!figures->trusted)
        fprintf(
            to,
            "Don't trust this run: the same variant, run twice under two names, differs "
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

/* Takes what it says. */
static void open_with(json_t *sentences, const char *subject, char *says)
{
    json_array_append_new(sentences, json_pack("{s:s?, s:s}", "subject", subject, "says", says));
    free(says);
}

/* "Two efforts on this ladder were wasted: a and b."; NULL where none was. */
static char *wasted(const struct figures *figures)
{
    static const char *const numbers[] = {"One", "Two",   "Three", "Four", "Five",
                                          "Six", "Seven", "Eight", "Nine", "Ten"};
    char *names = NULL, *last = NULL, number[UNITS_SIZE];
    size_t count = 0;
    for (size_t i = 0; i < figures->run->row_count; i++) {
        if (figures->rows[i].outcome != OUTCOME_WASTED)
            continue;
        if (count > 0)
            names = append_string(names, "%s", last);
        free(last);
        last = copy_string(figures->rows[i].row->is.name);
        count++;
    }
    char *line = count ? format_string("%s effort%s on this ladder %s wasted: %s%s%s.",
                                       count <= sizeof numbers / sizeof numbers[0]
                                           ? numbers[count - 1]
                                           : units_grouped(number, count),
                                       count == 1 ? "" : "s", count == 1 ? "was" : "were",
                                       names ? names : "", names ? " and " : "", last)
                       : NULL;
    free(names);
    free(last);
    return line;
}

json_t *story_opening(const struct figures *figures)
{
    json_t *sentences = json_array();
    const struct row_figures *first = figures->first, *best = figures->fastest;
    if (first && first->stages.runs > 0) {
        double share = first->stages.share[first->stages.bottleneck];
        char *rest = share > 0.995
                         ? copy_string("Nothing else is worth a look.")
                         : format_string("Whatever leaves that alone can gain %.2f× at most.",
                                         ledger_amdahl(1 - share, INFINITY));
        open_with(sentences, first->row->is.name,
                  format_string("spends %.0f %% of its time on %s. %s", 100 * share,
                                stage_name(first->stages.bottleneck), rest));
        free(rest);
    }
    char *efforts = wasted(figures);
    if (efforts)
        open_with(sentences, NULL, efforts);
    if (!best || !first || best == first)
        return sentences;
    char ratio[UNITS_SIZE];
    double times = best->over_first.ratio; /* NAN where they share no round */
    char *now = best->stages.runs > 0
                    ? format_string("; its bottleneck now is %s, %.0f %% of its time",
                                    stage_name(best->stages.bottleneck),
                                    100 * best->stages.share[best->stages.bottleneck])
                    : copy_string("");
    open_with(sentences, best->row->is.name,
              isnan(times)
                  ? format_string("is the fastest%s.", now)
                  : format_string("is %s times as fast as %s%s.",
                                  units_significant(ratio, times, 3), first->row->is.name, now));
    free(now);
    return sentences;
}

const struct row_figures *story_again(const struct figures *figures,
                                      const struct row_figures *first)
{
    const struct identity *is = &first->row->is;
    char *end = format_string("_%s", is->name);
    const struct row_figures *again = NULL;
    for (size_t i = (size_t)(first - figures->rows) + 1; i < figures->run->row_count; i++) {
        const struct row_figures *row = &figures->rows[i];
        const char *name = row->row->is.name;
        size_t before = strlen(name) > strlen(end) ? strlen(name) - strlen(end) : 0;
        if (!again && first->is_predicted && row->is_predicted && strcmp(name + before, end) == 0 &&
            row->row->is.attacks == is->attacks && first->outcome != OUTCOME_NONE &&
            first->outcome != OUTCOME_PAID && row->outcome == OUTCOME_PAID)
            again = row;
    }
    free(end);
    return again;
}

static void walk_rung(FILE *to, const struct row_figures *row)
{
    const struct row *rung = row->row;
    fprintf(to, "- **%s**: %s.", rung->is.name,
            rung->is.idea ? rung->is.idea : "no word of its idea");
    if (rung->is.isa)
        fprintf(to, " By %s.", rung->is.isa);
    if (row->stages.runs > 0 && !row->parent)
        fprintf(to, " Its time goes to %s: %.0f %%.", stage_name(row->stages.bottleneck),
                100 * row->stages.share[row->stages.bottleneck]);
    if (rung->status != STATUS_OK)
        fprintf(to, " %s: %s.", status_name(rung->status),
                rung->reason ? rung->reason : "no reason");
    else if (row->parent && row->is_predicted) {
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
