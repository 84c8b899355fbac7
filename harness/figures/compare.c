#include "figures/compare.h"
#include "base/printable.h"
#include "base/stats.h"
#include "base/strings.h"
#include "figures/disturbed.h"
#include "figures/ladder.h"
#include "figures/verdict.h"

#include <err.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

struct values {
    double *of;
    size_t count;
};

static struct values room_for(size_t count)
{
    struct values values = {.of = calloc(count + 1, sizeof *values.of)};
    if (!values.of)
        err(1, "comparison");
    return values;
}

/* A few samples from the same moment are too alike to represent a run. */
static struct unpaired hold(const struct values *first, const struct values *second)
{
    struct unpaired found = unpaired_compare(first->of, first->count, second->of, second->count);
    if (first->count < STATS_INTERVAL_LEAST || second->count < STATS_INTERVAL_LEAST) {
        found.has_interval = false;
        found.p = NAN;
    }
    return found;
}

static bool is_measured(const struct row *row)
{
    return row && row->status == STATUS_OK && row->sample_count > 0;
}

/* A row's times, or, for ratios, its speed-ups over the baseline, round by round. Disturbed ones
 * are excluded. */
static struct values values_of(const struct results *results, const struct row *row,
                               const char *baseline)
{
    const struct row *base = baseline ? results_find(results, baseline) : NULL;
    struct values values = room_for(base ? base->sample_count : row->sample_count);
    if (base) {
        values.count = ladder_ratios(base, row, STATS_INTERVAL_LEAST, values.of);
        return values;
    }
    values.count = ladder_times(row, values.of);
    return values;
}

static const struct row *variant_of(const struct results *results, const char *name)
{
    const struct row *row = results_find(results, name);
    return row && !row->is.copy_of ? row : NULL;
}

/* The first rung without a parent that both have measured; if the runs cover only part of the
 * ladder, the first rung that both have. */
static const char *common_baseline(const struct results *before, const struct results *after)
{
    const char *first = NULL;
    for (size_t i = 0; i < before->row_count; i++) {
        const struct row *row = &before->rows[i], *same = variant_of(after, row->is.name);
        if (row->is.copy_of || row->is.apart || !is_measured(row) || !is_measured(same) ||
            same->is.apart)
            continue;
        if (!row->is.after && !same->is.after)
            return row->is.name;
        if (!first)
            first = row->is.name;
    }
    return first;
}

/* Whether too few of its samples, or of its rounds with its baseline, are undisturbed. */
static bool is_disturbed(const struct results *results, const struct row *row, const char *baseline)
{
    return baseline
               ? disturbed_pair_mostly(results_find(results, baseline), row, STATS_INTERVAL_LEAST)
               : disturbed_mostly(row);
}

static void compare_row(struct comparison *comparison, const char *name, const struct row *before,
                        const struct row *after)
{
    bool ratios = comparison->by == COMPARE_RATIOS;
    struct change *change = &comparison->changes[comparison->count];
    *change = (struct change){name, before, after, NAN, NAN, .found = {.ratio = NAN, .p = NAN}};
    change->broken = before && before->status == STATUS_OK && after && after->status != STATUS_OK &&
                     after->status != STATUS_SKIPPED;
    if (ratios && (strcmp(name, comparison->baseline) == 0 || (before && before->is.apart) ||
                   (after && after->is.apart)))
        return; /* the baseline itself; and a kernel alone is not compared */
    comparison->count++;
    if (!is_measured(before) || !is_measured(after))
        return;
    struct values was = values_of(comparison->before, before, comparison->baseline),
                  is = values_of(comparison->after, after, comparison->baseline);
    change->disturbed = is_disturbed(comparison->before, before, comparison->baseline) ||
                        is_disturbed(comparison->after, after, comparison->baseline);
    change->was = stats_median(was.of, was.count);
    change->is = stats_median(is.of, is.count);
    change->was_rounds = was.count;
    change->is_rounds = is.count;
    change->found = ratios ? hold(&is, &was) : hold(&was, &is);
    free(was.of);
    free(is.of);
}

static struct unpaired compare_machine(const struct results *before, const struct results *after)
{
    const struct results *const both[] = {before, after};
    const struct limit *limits[2];
    struct values rates[2];
    for (size_t i = 0; i < 2; i++)
        limits[i] = limits_find(both[i]->limits, both[i]->limit_count, LIMIT_READ, 1);
    /* Don't compare the best of many ways with the single way of older files. */
    bool alike = limits[0] && limits[1] && !*limits[0]->way == !*limits[1]->way;
    for (size_t i = 0; i < 2; i++) {
        const struct limit *limit = alike ? limits[i] : NULL;
        rates[i] = room_for(limit ? limit->round_count : 0);
        for (size_t j = 0; limit && j < limit->round_count; j++)
            if (limit->by_round[j] > 0) /* false for NAN */
                rates[i].of[rates[i].count++] = limit->by_round[j];
    }
    struct unpaired found = hold(&rates[1], &rates[0]);
    free(rates[0].of);
    free(rates[1].of);
    return found;
}

/* Applies Holm's correction to all rows, and sets the verdict of each. */
static void judge(struct comparison *comparison)
{
    struct values p = room_for(comparison->count), holm = room_for(comparison->count);
    for (size_t i = 0; i < comparison->count; i++)
        p.of[i] = comparison->changes[i].found.p;
    unpaired_holm(p.of, comparison->count, holm.of);
    for (size_t i = 0; i < comparison->count; i++) {
        struct change *change = &comparison->changes[i];
        change->p_holm = holm.of[i];
        if (!change->found.has_interval) {
            change->verdict = isnan(change->found.ratio) ? VERDICT_NONE : VERDICT_TOO_FEW;
            continue;
        }
        change->verdict = stats_verdict(&change->found.interval);
        bool differs = change->verdict == VERDICT_FASTER || change->verdict == VERDICT_SLOWER;
        if (comparison->unsound || change->disturbed ||
            (differs && (change->p_holm > 1 - STATS_CONFIDENCE ||
                         change->verdict == comparison->machine_verdict)))
            change->verdict = VERDICT_UNCLEAR;
    }
    free(p.of);
    free(holm.of);
}

static double common_change(const struct comparison *comparison)
{
    struct values ratios = room_for(comparison->count);
    for (size_t i = 0; i < comparison->count; i++)
        if (!isnan(comparison->changes[i].found.ratio))
            ratios.of[ratios.count++] = comparison->changes[i].found.ratio;
    double median = ratios.count < 3 ? NAN : stats_median(ratios.of, ratios.count);
    free(ratios.of);
    return median;
}

/* Why a run can't be trusted, or NULL; free() it. */
static char *why_unsound(const struct results *results, const char *which)
{
    const struct warning *spoiled = results_spoiled(results);
    if (spoiled)
        return printable(format_string("the %s run is spoiled: %s", which, spoiled->what), ' ');
    struct pairs pairs = pairs_of(results);
    bool trusted = verdict_run_is_trusted(results, &pairs);
    pairs_free(&pairs);
    if (!trusted)
        return format_string("an A/A control of the %s run differs from itself", which);
    return NULL;
}

struct comparison compare_results(const struct results *before, const struct results *after,
                                  enum compare_by by)
{
    struct comparison comparison = {
        .before = before, .after = after, .by = by, .machine = {.ratio = NAN}, .common = NAN};
    comparison.unsound = why_unsound(before, "first");
    if (!comparison.unsound)
        comparison.unsound = why_unsound(after, "second");
    if (by == COMPARE_RATIOS) {
        comparison.baseline = common_baseline(before, after);
        if (!comparison.baseline)
            return comparison;
    } else {
        comparison.machine = compare_machine(before, after);
        if (comparison.machine.has_interval)
            comparison.machine_verdict = stats_verdict(&comparison.machine.interval);
    }
    comparison.changes =
        calloc(before->row_count + after->row_count + 1, sizeof comparison.changes[0]);
    if (!comparison.changes)
        err(1, "comparison");
    for (size_t i = 0; i < before->row_count; i++)
        if (!before->rows[i].is.copy_of)
            compare_row(&comparison, before->rows[i].is.name, &before->rows[i],
                        variant_of(after, before->rows[i].is.name));
    for (size_t i = 0; i < after->row_count; i++)
        if (!after->rows[i].is.copy_of && !variant_of(before, after->rows[i].is.name))
            compare_row(&comparison, after->rows[i].is.name, NULL, &after->rows[i]);
    judge(&comparison);
    comparison.common = common_change(&comparison);
    return comparison;
}

void compare_free(struct comparison *comparison)
{
    free(comparison->changes);
    free(comparison->unsound);
    *comparison = (struct comparison){0};
}

bool compare_is_slower(const struct comparison *comparison, const struct change *change,
                       double share)
{
    return !comparison->unsound && !change->disturbed &&
           comparison->machine_verdict != VERDICT_SLOWER && change->found.has_interval &&
           change->found.interval.high < 1 / (1 + share) && change->p_holm <= 1 - STATS_CONFIDENCE;
}
