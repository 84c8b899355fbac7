#include "figures/story.h"
#include "base/printable.h"
#include "base/strings.h"
#include "figures/no_match.h"

#include <ctype.h>
#include <err.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define FALLS_MOST 3 /* in a sentence */
#define FALL 0.02    /* a smaller one is not told */
#define NAMES_MOST 4
#define SENTENCES_MOST 4 /* the last is about the fastest */

/* Takes `says`; NULL adds nothing. */
static void say(json_t *sentences, const char *subject, char *says)
{
    if (says)
        json_array_append_new(sentences,
                              json_pack("{s:s?, s:s}", "subject", subject, "says", says));
    free(says);
}

static const char *name_of(const struct row_figures *row)
{
    return row->row->is.name;
}

static const struct row_figures *parent_of(const struct figures *figures,
                                           const struct row_figures *row)
{
    return row->parent ? &figures->rows[row->parent - figures->run->rows] : NULL;
}

/* --- where the time went --- */

/* A rung on the way to the fastest whose share of a stage is less than that of every rung before
 * it, and by how much. */
struct fall {
    const struct row_figures *row;
    double by;
};

/* Finds the largest falls, at most FALLS_MOST, in ladder order. Returns how many. */
static size_t falls_of(const struct figures *figures, const struct row_figures *first,
                       const struct row_figures *last, struct fall falls[FALLS_MOST + 1])
{
    const enum stage stage = first->stages.bottleneck;
    size_t steps = 0, count = 0;
    const struct row_figures **way =
        calloc(figures->run->row_count + 1, sizeof(const struct row_figures *));
    if (!way)
        err(1, "story");
    for (const struct row_figures *row = last; /* a file may have a circle */
         row && row != first && steps < figures->run->row_count; row = parent_of(figures, row))
        way[steps++] = row;
    for (double least = first->stages.share[stage]; steps > 0;) {
        const struct row_figures *row = way[--steps];
        if (row->stages.runs == 0 || row->stages.share[stage] > least - FALL)
            continue;
        falls[count++] = (struct fall){row, least - row->stages.share[stage]};
        least = row->stages.share[stage];
        if (count <= FALLS_MOST)
            continue;
        size_t smallest = 0;
        for (size_t i = 1; i < count; i++)
            if (falls[i].by < falls[smallest].by)
                smallest = i;
        memmove(&falls[smallest], &falls[smallest + 1], (--count - smallest) * sizeof falls[0]);
    }
    free(way);
    return count;
}

/* "spends 98 % of its time on search; this share falls to 54 % in jit and 12 % in simd." */
static char *where_it_went(const struct figures *figures, const struct row_figures *first,
                           const struct row_figures *last)
{
    if (first->stages.runs == 0)
        return copy_string("has no stage run: where its time goes is unknown.");
    struct fall falls[FALLS_MOST + 1];
    size_t count = falls_of(figures, first, last, falls);
    char *fell = copy_string("");
    for (size_t i = 0; i < count; i++) {
        char *before = fell;
        fell = format_string("%s%s%.0f %% in %s", before,
                             i == 0           ? "; this share falls to "
                             : i + 1 == count ? " and "
                                              : ", ",
                             100 * falls[i].row->stages.share[first->stages.bottleneck],
                             name_of(falls[i].row));
        free(before);
    }
    char *says = format_string("spends %.0f %% of its time on %s%s.",
                               100 * first->stages.share[first->stages.bottleneck],
                               stage_name(first->stages.bottleneck), fell);
    free(fell);
    return says;
}

/* --- what became of the ideas --- */

/* Whether it pays by its measured gain, and cannot pay by its ceiling. */
static bool defies_ceiling(const struct row_figures *row)
{
    return row->outcome == OUTCOME_CANNOT_PAY && row->over_parent.ratio >= FIGURES_GAIN;
}

static bool is_in_vain(const struct row_figures *row, enum outcome outcome)
{
    return row->outcome == outcome && !defies_ceiling(row);
}

/* The names of those in vain with this outcome: "a, b and c", or "a, b, c and 4 others" if many;
 * NULL if none. free() it. */
static char *names_of(const struct figures *figures, enum outcome outcome, size_t *count)
{
    char *names = NULL, *before;
    size_t told = 0;
    *count = 0;
    for (size_t i = 0; i < figures->run->row_count; i++)
        *count += is_in_vain(&figures->rows[i], outcome);
    const size_t most = *count > NAMES_MOST ? NAMES_MOST - 1 : *count;
    for (size_t i = 0; told < most && i < figures->run->row_count; i++) {
        if (!is_in_vain(&figures->rows[i], outcome))
            continue;
        const char *link = told == 0 ? "" : told + 1 == *count ? " and " : ", ";
        told++;
        before = names;
        names = format_string("%s%s%s", before ? before : "", link, name_of(&figures->rows[i]));
        free(before);
    }
    if (*count > most) {
        before = names;
        names = format_string("%s and %zu others", before, *count - most);
        free(before);
    }
    return names;
}

/* About the one that gained most of those that could not; NULL if there is none. */
static char *against_the_ledger(const struct figures *figures)
{
    const struct row_figures *most = NULL;
    char at_most[UNITS_SIZE];
    for (size_t i = 0; i < figures->run->row_count; i++)
        if (defies_ceiling(&figures->rows[i]) &&
            (!most || figures->rows[i].over_parent.ratio > most->over_parent.ratio))
            most = &figures->rows[i];
    if (!most)
        return NULL;
    return format_string("%s gained %.2f× although the ledger allows at most %s: %s", name_of(most),
                         most->over_parent.ratio, figures_gain(at_most, most->predicted.ceiling),
                         most->exceeds_ceiling
                             ? "its ceiling does not hold"
                             : "one of the two is wrong, and this run can't tell which");
}

/* "compiled, chunked and wasted cannot pay (at most 1.05×); caseless was wasted."; NULL if none. */
static char *in_vain(const struct figures *figures)
{
    char at_most[UNITS_SIZE], *says = NULL, *parts[3];
    size_t hopeless, wasted, count = 0;
    double most = 0;
    for (size_t i = 0; i < figures->run->row_count; i++)
        if (is_in_vain(&figures->rows[i], OUTCOME_CANNOT_PAY))
            most = fmax(most, figures->rows[i].predicted.ceiling);
    char *names = names_of(figures, OUTCOME_CANNOT_PAY, &hopeless),
         *others = names_of(figures, OUTCOME_WASTED, &wasted),
         *defies = against_the_ledger(figures);
    if (names)
        parts[count++] =
            format_string("%s cannot pay (at most %s)", names, figures_gain(at_most, most));
    if (others)
        parts[count++] = format_string("%s %s wasted", others, wasted == 1 ? "was" : "were");
    if (defies)
        parts[count++] = defies;
    for (size_t i = 0; i < count; i++) {
        char *before = says;
        says = format_string("%s%s%s%s", before ? before : "", before ? "; " : "", parts[i],
                             i + 1 == count ? "." : "");
        free(before);
        free(parts[i]);
    }
    free(names);
    free(others);
    return says;
}

static const struct row_figures *paid_most(const struct figures *figures)
{
    const struct row_figures *most = NULL;
    for (size_t i = 0; i < figures->run->row_count; i++)
        if (figures->rows[i].outcome == OUTCOME_PAID &&
            (!most || figures->rows[i].over_parent.ratio > most->over_parent.ratio))
            most = &figures->rows[i];
    return most;
}

/* "paid most: 12.05× as fast as combined (at most 12.30×)." */
static char *what_paid(const struct row_figures *row)
{
    char at_most[UNITS_SIZE];
    const bool bounded = row->is_predicted && row->predicted.ceiling < 100;
    if (bounded && row->over_parent.ratio <= row->predicted.ceiling) /* else see the ledger */
        return format_string("paid most: %.2f× as fast as %s (at most %s).", row->over_parent.ratio,
                             row->parent->is.name, figures_gain(at_most, row->predicted.ceiling));
    return format_string("paid most: %.2f× as fast as %s.", row->over_parent.ratio,
                         row->parent->is.name);
}

/* --- the bottleneck now --- */

/* A rung that follows another, ran, and attacks a stage, or NULL. */
static const struct row_figures *attacker_of(const struct figures *figures,
                                             const struct row_figures *row, enum stage stage)
{
    for (size_t i = 0; i < figures->run->row_count; i++)
        if (figures->rows[i].parent == row->row && figures->rows[i].row->status == STATUS_OK &&
            figures->rows[i].row->is.attacks & STAGE_BIT(stage))
            return &figures->rows[i];
    return NULL;
}

/* The variants that want the text on the disk: the first of them, which only reads it, and the
 * fastest; NULL of none. */
static const struct row_figures *from_disk(const struct figures *figures, bool fastest)
{
    const struct row_figures *best = NULL;
    for (size_t i = 0; i < figures->run->row_count; i++) {
        const struct row_figures *row = &figures->rows[i];
        if (row->row->is.cold && ladder_measured(row->row) && !isnan(row->limit_share) &&
            (!best || (fastest && row->time.median_ns < best->time.median_ns)))
            best = row;
    }
    return best;
}

/* "reads from the disk at 97 % of disk_read, since the kernel reads ahead: asking earlier gains
 * little; from there overlapped is the fastest, at 98 %." NULL if nothing was read from there.
 */
static char *from_the_disk(const struct figures *figures, const struct row_figures *first)
{
    const struct row_figures *best = from_disk(figures, true);
    if (!first)
        return NULL;
    char *fastest =
        best == first ? copy_string("")
                      : format_string("; from there %s is the fastest, at %.0f %% of %s",
                                      name_of(best), 100 * best->limit_share, best->row->is.limit);
    char *says = format_string(
        "reads from the disk at %.0f %% of %s%s%s.", 100 * first->limit_share, first->row->is.limit,
        first->limit_share > LIMIT_REACHED
            ? ", since the kernel reads ahead: asking for blocks earlier gains little"
            : ": the disk waits for the program",
        fastest);
    free(fastest);
    return says;
}

/* The part of the sentence after the fastest variant's name. free() it. */
static char *bottleneck_now(const struct figures *figures, const struct row_figures *best)
{
    if (best->limit_share > LIMIT_REACHED && best->limit_share <= LIMIT_EXCEEDED)
        return format_string("; it reaches %.0f %% of %s, so the machine is its bottleneck",
                             100 * best->limit_share, best->row->is.limit);
    if (best->stages.runs == 0)
        return copy_string("");
    const struct row_figures *attacker = attacker_of(figures, best, best->stages.bottleneck);
    char *by = attacker ? format_string("which %s attacks", name_of(attacker))
                        : copy_string("which no rung of this run attacks");
    char *now = format_string("; its bottleneck is %s, %.0f %% of its time, %s",
                              stage_name(best->stages.bottleneck),
                              100 * best->stages.share[best->stages.bottleneck], by);
    free(by);
    return now;
}

/* "is the fastest, 305× baseline; its bottleneck is read, 60 % of its time, which x attacks." */
static char *where_it_goes(const struct figures *figures, const struct row_figures *first,
                           const struct row_figures *best)
{
    char ratio[UNITS_SIZE], *now, *says;
    if (best->over_first < 1) /* the medians say otherwise than the rounds */
        return format_string("has the shortest median time, but round by round it is only %s× %s: "
                             "this run can't tell which is faster.",
                             units_significant(ratio, best->over_first, 3), name_of(first));
    now = bottleneck_now(figures, best);
    if (isnan(best->over_first)) /* they share no round */
        says = format_string("is the fastest%s.", now);
    else
        says = format_string("is the fastest, %s× %s%s.",
                             units_significant(ratio, best->over_first, 3), name_of(first), now);
    free(now);
    return says;
}

char *story_objection(const struct figures *figures)
{
    const struct warning *spoiled = results_spoiled(figures->run);
    if (spoiled)
        return format_string("Don't trust this run: %s.", spoiled->what);
    for (size_t i = 0; i < figures->run->row_count; i++)
        if (figures->rows[i].control == CONTROL_BIASED)
            return format_string("Don't trust this run: %s, run twice under two names, differs "
                                 "from itself.",
                                 figures->rows[i].row->is.copy_of);
    return NULL;
}

/* A sentence about a text without matches; NULL if there are matches. */
static char *nothing_found(const struct figures *figures)
{
    char *what = no_match_what(figures->run);
    if (!what)
        return NULL;
    char *says =
        format_string("Nothing was found: %s%s", what, what[strlen(what) - 1] == '?' ? "" : ".");
    free(what);
    return says;
}

json_t *story_sentences(const struct figures *figures)
{
    json_t *sentences = json_array();
    const struct row_figures *first = figures->first, *best = figures->fastest,
                             *most = paid_most(figures);
    const bool found = figures->run->data.matches > 0;
    say(sentences, NULL, story_objection(figures));
    if (figures->tried) {
        char *quote = tried_quote(figures);
        *quote = (char)toupper((unsigned char)*quote);
        say(sentences, NULL, format_string("%s.", quote));
        free(quote);
        return sentences;
    }
    say(sentences, NULL, nothing_found(figures));
    if (!first || !best) {
        say(sentences, NULL, copy_string("Nothing was measured."));
        return sentences;
    }
    say(sentences, name_of(first), where_it_went(figures, first, best));
    if (!found) /* on such a text it doesn't matter which idea pays */
        return sentences;
    say(sentences, NULL, in_vain(figures));
    const struct row_figures *cold = from_disk(figures, false);
    if (cold)
        say(sentences, name_of(cold), from_the_disk(figures, cold));
    if (most && json_array_size(sentences) < SENTENCES_MOST - 1)
        say(sentences, name_of(most), what_paid(most));
    if (best != first)
        say(sentences, name_of(best), where_it_goes(figures, first, best));
    return sentences;
}

char *story_tell(const struct figures *figures)
{
    json_t *sentences = story_sentences(figures), *sentence;
    char *story = copy_string("");
    size_t i;
    json_array_foreach(sentences, i, sentence)
    {
        const char *subject = json_string_value(json_object_get(sentence, "subject")),
                   *says = json_string_value(json_object_get(sentence, "says"));
        char *before = story;
        story = format_string("%s%s%s%s%s", before, i ? " " : "", subject ? subject : "",
                              subject ? " " : "", says);
        free(before);
    }
    json_decref(sentences);
    return printable(story, ' ');
}
