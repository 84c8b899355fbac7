#include "compare.h"
#include "copies.h"
#include "ladder.h"
#include "rounds.h"

#include <ctype.h>
#include <err.h>
#include <inttypes.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

/* --- what must be the same --- */

/* Facts of the machine that times depend on. Not its memory: a few pages more or less come and go
 * with the firmware, and what matters of it, that the text stays in it, is `resident`. */
static const char *const machine_facts_that_matter[] = {
    "cpu", "cores", "architecture", "kernel", "system", "governor", "virtualization"};

/* Of the build all but the revision, which is what is compared, and jansson, which runs outside the
 * clock. */
static const char *const build_facts_that_matter[] = {"compiler", "flags",     "sanitize",
                                                      "pcre2",    "hyperscan", "cuda"};

struct differences {
    char **lines;
    size_t count;
};

static void differ(struct differences *differences, const char *what, const char *was,
                   const char *is)
{
    char **lines = reallocarray(differences->lines, differences->count + 1, sizeof *lines);
    if (!lines)
        err(1, "comparison");
    char *line = format_string("%s: %s, then %s", what, was, is);
    for (char *at = line; *at; at++) /* a file must not paint the terminal */
        if (iscntrl((unsigned char)*at))
            *at = ' ';
    lines[differences->count++] = line;
    differences->lines = lines;
}

static void hold_numbers(struct differences *differences, const char *what, uint64_t was,
                         uint64_t is)
{
    char one[32], other[32];
    snprintf(one, sizeof one, "%" PRIu64, was);
    snprintf(other, sizeof other, "%" PRIu64, is);
    if (was != is)
        differ(differences, what, one, other);
}

/* A fact that a file does not have, since it is from before that was recorded, is not known to
 * differ; null is known to be nothing. */
static void hold_facts(struct differences *differences, const char *group, const json_t *before,
                       const json_t *after, const char *const *keys, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        const json_t *was = json_object_get(before, keys[i]), *is = json_object_get(after, keys[i]);
        if (!was || !is || json_equal(was, is))
            continue;
        char *what = format_string("%s, %s", group, keys[i]);
        char *one = json_dumps(was, JSON_ENCODE_ANY | JSON_COMPACT);
        char *other = json_dumps(is, JSON_ENCODE_ANY | JSON_COMPACT);
        differ(differences, what, one ? one : "?", other ? other : "?");
        free(what);
        free(one);
        free(other);
    }
}

static const char *yes_or_no(bool is)
{
    return is ? "yes" : "no";
}

size_t compare_differences(const struct results *before, const struct results *after, char ***lines)
{
    static const char *const gpu_facts[] = {"name", "driver"};
    const struct facts *was = &before->data, *is = &after->data;
    struct differences differences = {0};
    /* The digest is made of the places of all matches: with it the same, so are the text, as far as
     * a search looks at it, and the patterns. A path is a name and no matter. */
    hold_numbers(&differences, "text, bytes", was->bytes, is->bytes);
    hold_numbers(&differences, "text, lines", was->lines, is->lines);
    hold_numbers(&differences, "text and patterns, matches", was->matches, is->matches);
    if (was->matches == is->matches && was->digest != is->digest)
        differ(&differences, "text and patterns, digest", "one", "another");
    if (was->generated && is->generated)
        hold_numbers(&differences, "text, seed", was->seed, is->seed);
    if (!isnan(was->resident) && !isnan(is->resident) && before->cold == after->cold)
        hold_numbers(&differences, "text, % in the page cache", (uint64_t)(100 * was->resident),
                     (uint64_t)(100 * is->resident));
    if (before->cold != after->cold)
        differ(&differences, "text, dropped from the page cache (--cold)", yes_or_no(before->cold),
               yes_or_no(after->cold));
    if (before->pinned != after->pinned)
        differ(&differences, "bound to one core (--pin)", yes_or_no(before->pinned),
               yes_or_no(after->pinned));
    hold_numbers(&differences, "threads", (uint64_t)before->threads, (uint64_t)after->threads);
    hold_numbers(&differences, "GPUs", (uint64_t)before->gpus, (uint64_t)after->gpus);
    hold_facts(&differences, "machine", before->machine, after->machine, machine_facts_that_matter,
               sizeof machine_facts_that_matter / sizeof machine_facts_that_matter[0]);
    /* Known only of runs that used it: whoever has none has no variant to compare either. */
    hold_facts(&differences, "GPU", json_object_get(before->machine, "gpu"),
               json_object_get(after->machine, "gpu"), gpu_facts,
               sizeof gpu_facts / sizeof gpu_facts[0]);
    hold_facts(&differences, "build", before->build, after->build, build_facts_that_matter,
               sizeof build_facts_that_matter / sizeof build_facts_that_matter[0]);
    *lines = differences.lines;
    return differences.count;
}

/* --- what has changed --- */

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

/* A few samples, all of one moment, are too alike to stand for a run. */
static struct unpaired hold(const struct values *first, const struct values *second)
{
    struct unpaired found = unpaired_compare(first->of, first->count, second->of, second->count);
    if (first->count < ROUNDS_FOR_INTERVAL || second->count < ROUNDS_FOR_INTERVAL) {
        found.has_interval = false;
        found.p = NAN;
    }
    return found;
}

static bool is_measured(const struct row *row)
{
    return row && row->status == STATUS_OK && row->sample_count > 0;
}

/* The times of a row or, of ratios, how many times as fast as the baseline it was, round by round.
 */
static struct values values_of(const struct results *results, const struct row *row,
                               const char *baseline)
{
    const struct row *base = baseline ? results_find(results, baseline) : NULL;
    struct values values = room_for(base ? base->sample_count : row->sample_count);
    if (base)
        values.count = ladder_ratios(base, row, values.of);
    for (size_t i = 0; !baseline && i < row->sample_count; i++)
        if (ladder_counts(row, &row->samples[i]))
            values.of[values.count++] = record_search_ns(&row->samples[i].record);
    return values;
}

static const struct row *variant_of(const struct results *results, const char *name)
{
    const struct row *row = results_find(results, name);
    return row && !row->copy_of ? row : NULL;
}

/* The first rung without a parent that both have measured; in runs of a part of the ladder, the
 * first that both have. */
static const char *common_baseline(const struct results *before, const struct results *after)
{
    const char *first = NULL;
    for (size_t i = 0; i < before->row_count; i++) {
        const struct row *row = &before->rows[i], *same = variant_of(after, row->name);
        if (row->copy_of || row->apart || !is_measured(row) || !is_measured(same) || same->apart)
            continue;
        if (!row->after && !same->after)
            return row->name;
        if (!first)
            first = row->name;
    }
    return first;
}

static void compare_row(struct comparison *comparison, const struct row *before,
                        const struct row *after)
{
    bool ratios = comparison->by == COMPARE_RATIOS;
    struct change *change = &comparison->changes[comparison->count];
    *change = (struct change){before, after, NAN, NAN, .found = {.ratio = NAN, .p = NAN}};
    change->broken = before && before->status == STATUS_OK && after && after->status != STATUS_OK &&
                     after->status != STATUS_SKIPPED;
    const char *name = before ? before->name : after->name;
    if (ratios && (strcmp(name, comparison->baseline) == 0 || (before && before->apart) ||
                   (after && after->apart)))
        return; /* the baseline is its own measure, a kernel alone is compared with nothing */
    comparison->count++;
    if (!is_measured(before) || !is_measured(after))
        return;
    struct values was = values_of(comparison->before, before, comparison->baseline),
                  is = values_of(comparison->after, after, comparison->baseline);
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
    struct values rates[2];
    for (size_t i = 0; i < 2; i++) {
        const struct limit *limit =
            limits_find(both[i]->limits, both[i]->limit_count, LIMIT_READ, 1);
        rates[i] = room_for(limit ? limit->round_count : 0);
        for (size_t j = 0; limit && j < limit->round_count; j++)
            if (limit->by_round[j] > 0) /* not NAN */
                rates[i].of[rates[i].count++] = limit->by_round[j];
    }
    struct unpaired found = hold(&rates[1], &rates[0]);
    free(rates[0].of);
    free(rates[1].of);
    return found;
}

/* Holm's correction over the rows, and what then is to be said of each. */
static void judge(struct comparison *comparison)
{
    struct values p = room_for(comparison->count), holm = room_for(comparison->count);
    for (size_t i = 0; i < comparison->count; i++)
        p.of[i] = comparison->changes[i].found.p;
    unpaired_holm(p.of, comparison->count, holm.of);
    for (size_t i = 0; i < comparison->count; i++) {
        struct change *change = &comparison->changes[i];
        change->p_holm = holm.of[i];
        if (!change->found.has_interval)
            continue;
        change->verdict = stats_verdict(&change->found.interval);
        bool differs = change->verdict == VERDICT_FASTER || change->verdict == VERDICT_SLOWER;
        if (comparison->unsound || ladder_disturbed(change->before) ||
            ladder_disturbed(change->after) ||
            (differs && (change->p_holm > 1 - STATS_CONFIDENCE ||
                         change->verdict == comparison->machine_verdict)))
            change->verdict = VERDICT_UNCLEAR;
    }
    free(p.of);
    free(holm.of);
}

struct comparison compare_results(const struct results *before, const struct results *after,
                                  enum compare_by by)
{
    struct comparison comparison = {
        .before = before, .after = after, .by = by, .machine = {.ratio = NAN}};
    bool was_sound = ladder_trusted(before, NULL), is_sound = ladder_trusted(after, NULL);
    if (results_spoiled(before) || results_spoiled(after))
        comparison.unsound = results_spoiled(before)
                                 ? "the first run is spoiled, as its warnings say"
                                 : "the second run is spoiled, as its warnings say";
    else if (!was_sound || !is_sound)
        comparison.unsound = was_sound  ? "the A/A control of the second run differs from itself"
                             : is_sound ? "the A/A control of the first run differs from itself"
                                        : "the A/A controls of both runs differ from themselves";
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
        if (!before->rows[i].copy_of)
            compare_row(&comparison, &before->rows[i], variant_of(after, before->rows[i].name));
    for (size_t i = 0; i < after->row_count; i++)
        if (!after->rows[i].copy_of && !variant_of(before, after->rows[i].name))
            compare_row(&comparison, NULL, &after->rows[i]);
    judge(&comparison);
    return comparison;
}

void compare_free(struct comparison *comparison)
{
    free(comparison->changes);
    *comparison = (struct comparison){0};
}

bool compare_is_slower(const struct comparison *comparison, const struct change *change,
                       double share)
{
    return !comparison->unsound && comparison->machine_verdict != VERDICT_SLOWER &&
           change->found.has_interval && change->found.interval.high < 1 / (1 + share) &&
           change->p_holm <= 1 - STATS_CONFIDENCE;
}
