/* The part of compare.h that says which runs can't be compared. */
#include "base/printable.h"
#include "base/strings.h"
#include "figures/compare.h"
#include "figures/no_match.h"
#include "record/try_record.h"

#include <err.h>
#include <inttypes.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

/* Facts about the machine that times depend on. Not its memory: its size changes by a few pages
 * with the firmware, and all that matters is that the text stays in it, which is `resident`. */
static const char *const machine_facts_that_matter[] = {
    "cpu", "cores", "architecture", "kernel", "system", "governor", "virtualization"};

/* Facts about the build, except the revision, which is what is compared, and jansson, which runs
 * outside the clock. */
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
    lines[differences->count++] = printable(format_string("%s: %s, then %s", what, was, is), ' ');
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

/* A fact that is missing in an older file is not known to differ; null is a known absence. */
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

/* A variable that is missing in one of the runs is unset there. */
static void hold_variables(struct differences *differences, const char *whose,
                           const struct results *before, const struct results *after)
{
    json_t *was = json_object_get(before->environment, whose),
           *is = json_object_get(after->environment, whose);
    json_t *all = was && is ? json_object() : NULL, *value;
    const char *name;
    json_object_update(all, was);
    json_object_update(all, is);
    json_object_foreach(all, name, value)
    {
        const char *one = json_string_value(json_object_get(was, name)),
                   *other = json_string_value(json_object_get(is, name));
        if (one && other && strcmp(one, other) == 0)
            continue;
        char *what = format_string("environment of %s, %s",
                                   strcmp(whose, "user") == 0 ? "the user" : whose, name);
        differ(differences, what, one ? one : "unset", other ? other : "unset");
        free(what);
    }
    json_decref(all);
}

static void hold_patterns(struct differences *differences, const struct results *before,
                          const struct results *after)
{
    static const char *const cases[] = {"in the case given", "in any case"},
                             *const counts[] = {"matches", "lines that have a match"};
    const bool was_lines = before->patterns.lines, is_lines = after->patterns.lines;
    const bool was = before->patterns.caseless, is = after->patterns.caseless;
    char *one = no_match_patterns(before), *other = no_match_patterns(after);
    if (one && other && strcmp(one, other) != 0)
        differ(differences, "patterns", one, other);
    if (one && other && was != is)
        differ(differences, "patterns", cases[was], cases[is]);
    if (one && other && was_lines != is_lines)
        differ(differences, "what is counted", counts[was_lines], counts[is_lines]);
    free(one);
    free(other);
}

/* Of two runs of `try`. One of them has no text, and differs from all others by that. */
static void hold_commands(struct differences *differences, const json_t *before,
                          const json_t *after)
{
    static const char *const sides[] = {TRY_BEFORE, TRY_AFTER};
    for (size_t i = 0; before && after && i < 2; i++) {
        const char *was = json_string_value(
                       json_object_get(json_object_get(before, sides[i]), "command")),
                   *is = json_string_value(
                       json_object_get(json_object_get(after, sides[i]), "command"));
        if (was && is && strcmp(was, is) != 0)
            differ(differences, i ? "command after" : "command before", was, is);
    }
}

size_t compare_differences(const struct results *before, const struct results *after, char ***lines)
{
    static const char *const gpu_facts[] = {"name", "driver"};
    const struct facts *was = &before->data, *is = &after->data;
    const bool was_fresh = before->layout_count > 0, is_fresh = after->layout_count > 0;
    struct differences differences = {0};
    /* The digest covers the places of all matches. If it is the same, so are the patterns, and the
     * text as far as a search can tell. The path doesn't matter. */
    hold_numbers(&differences, "text, bytes", was->bytes, is->bytes);
    hold_numbers(&differences, "text, lines", was->lines, is->lines);
    hold_numbers(&differences, "text and patterns, matches", was->matches, is->matches);
    if (was->matches == is->matches && was->digest != is->digest)
        differ(&differences, "text and patterns, digest", "one", "another");
    hold_patterns(&differences, before, after);
    if (was->generated && is->generated)
        hold_numbers(&differences, "text, seed", was->seed, is->seed);
    if (!isnan(was->resident) && !isnan(is->resident))
        hold_numbers(&differences, "text, % in the page cache",
                     (uint64_t)lround(100 * was->resident), (uint64_t)lround(100 * is->resident));
    hold_numbers(&differences, "cold runs", before->cold, after->cold);
    hold_numbers(&differences, "runs bound to a core", before->pinned, after->pinned);
    hold_numbers(&differences, "threads", (uint64_t)before->threads, (uint64_t)after->threads);
    hold_numbers(&differences, "GPUs", (uint64_t)before->gpus, (uint64_t)after->gpus);
    if (was_fresh != is_fresh)
        differ(&differences, "code layout", was_fresh ? "a fresh one a round" : "one",
               is_fresh ? "a fresh one a round" : "one");
    hold_facts(&differences, "machine", before->machine, after->machine, machine_facts_that_matter,
               sizeof machine_facts_that_matter / sizeof machine_facts_that_matter[0]);
    /* Known only for runs that used a GPU: others have no such variant to compare. */
    hold_facts(&differences, "GPU", json_object_get(before->machine, "gpu"),
               json_object_get(after->machine, "gpu"), gpu_facts,
               sizeof gpu_facts / sizeof gpu_facts[0]);
    hold_facts(&differences, "build", before->build, after->build, build_facts_that_matter,
               sizeof build_facts_that_matter / sizeof build_facts_that_matter[0]);
    hold_variables(&differences, "variants", before, after);
    hold_commands(&differences, before->tried, after->tried);
    if ((before->peer_count > 0 && after->peer_count > 0) || /* only peers get it, */
        (before->tried && after->tried))                     /* and all that was tried */
        hold_variables(&differences, "user", before, after);
    *lines = differences.lines;
    return differences.count;
}
