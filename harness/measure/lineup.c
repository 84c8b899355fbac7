#include "measure/lineup.h"
#include "base/strings.h"
#include "common/nearest.h"
#include "common/units.h"
#include "system/machine.h"

#include <err.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define EXIT_USAGE 2
#define LAST_OF_ALL 4 /* the last act of --variant all */

static const char *const acts[] = {"ideas", "core", "cores", "gpu", "disk", "machines"};
#define ACTS ((int)(sizeof acts / sizeof acts[0]))

static void copy_effects(char *to[STAGE_COUNT], char *const from[STAGE_COUNT])
{
    for (enum stage stage = 0; stage < STAGE_COUNT; stage++)
        to[stage] = copy_string(from[stage]);
}

static void add_row(struct results *results, const struct rung *rung)
{
    results->rows = reallocarray(results->rows, results->row_count + 1, sizeof results->rows[0]);
    if (!results->rows)
        err(1, "variants of this run");
    struct row *row = &results->rows[results->row_count++];
    *row = (struct row){.is.name = copy_string(rung->name),
                        .is.program = copy_string(rung->program),
                        .is.idea = copy_string(rung->is.idea),
                        .is.after = copy_string(rung->is.after),
                        .is.attacks = rung->is.attacks,
                        .is.combines = rung->is.combines,
                        .is.overlaps = rung->is.overlaps,
                        .is.limit = copy_string(rung->is.limit),
                        .is.cold = rung->is.cold,
                        .is.ranks = rung->is.ranks,
                        .is.apart = rung->is.apart,
                        .is.isa = copy_string(rung->is.isa),
                        .is.clockless = rung->is.clockless,
                        .is.own = own_program_copy(rung->own)};
    copy_effects(row->is.effects, rung->is.effects);
    if (rung->skipped)
        row_fail(row, STATUS_SKIPPED, "%s", rung->skipped);
    else if (rung->failure)
        row_fail(row, STATUS_FAILED, "%s", rung->failure);
}

static bool is_named(const char *names, const char *name)
{
    size_t length = strlen(name);
    for (const char *at = names; *at; at += strcspn(at, ","), at += *at == ',')
        if (strcspn(at, ",") == length && strncmp(at, name, length) == 0)
            return true;
    return false;
}

const struct rung *lineup_find(const struct rungs *rungs, const char *name)
{
    const struct rung *rung = rungs_find(rungs, name);
    struct nearest nearest = {.word = name};
    if (rung)
        return rung;
    for (size_t i = 0; i < rungs->count; i++)
        nearest_try(&nearest, rungs->all[i].name);
    errx(EXIT_USAGE, "there is no variant '%s'; %s%s list shows them all", name,
         nearest_hint(&nearest), machine_self());
}

static bool any_own(const struct rungs *rungs)
{
    for (size_t i = 0; i < rungs->count; i++)
        if (rungs->all[i].own)
            return true;
    return false;
}

/* The user's programs take part in any case, and so do those that they follow. */
static bool is_needed(const struct rungs *rungs, const struct rung *rung)
{
    bool followed = false;
    for (size_t i = 0; i < rungs->count; i++) {
        const struct rung *other = &rungs->all[i];
        followed |= other->own && other->is.after && strcmp(other->is.after, rung->name) == 0;
    }
    return rung->own || followed;
}

static int act_number(const char *name)
{
    struct nearest nearest = {.word = name};
    for (int i = 0; i < ACTS; i++) {
        if (strcmp(acts[i], name) == 0)
            return i + 1;
        nearest_try(&nearest, acts[i]);
    }
    errx(EXIT_USAGE, "there is no act '%s'; %sthe acts are ideas, core, cores, gpu, disk, machines",
         name, nearest_hint(&nearest));
}

char *lineup_act(const struct rungs *rungs, const char *act)
{
    char *names = copy_string("");
    int number = act_number(act);
    for (size_t i = 0; i < rungs->count; i++) {
        const struct rung *rung = &rungs->all[i];
        const char *after = rung->act == number ? rung->is.after : NULL;
        char *before = names;
        if (rung->act != number)
            continue;
        names =
            format_string("%s%s%s%s,", before, rung->name, after ? "," : "", after ? after : "");
        free(before);
    }
    if (!*names)
        errx(EXIT_USAGE, "this build has no rungs of the act '%s'", act);
    return names;
}

void lineup_select(struct results *results, const char *names, const struct rungs *rungs)
{
    if (!names)
        names = any_own(rungs) ? "" : "all";
    bool all = strcmp(names, "all") == 0;
    for (const char *at = names; !all && *at; at += strcspn(at, ","), at += *at == ',') {
        char *name = strndup(at, strcspn(at, ","));
        if (!name)
            err(1, "variants of this run");
        lineup_find(rungs, name);
        free(name);
    }
    for (size_t i = 0; i < rungs->count; i++) {
        const struct rung *rung = &rungs->all[i];
        if (!is_needed(rungs, rung) &&
            (all ? rung->act > LAST_OF_ALL : !is_named(names, rung->name)))
            continue;
        add_row(results, rung);
        if (rung->is.after && !rungs_find(rungs, rung->is.after))
            warnx("%s says that it comes after '%s', and there is no such variant: nothing to "
                  "compare it with",
                  rung->name, rung->is.after);
    }
    if (results->row_count == 0)
        errx(EXIT_USAGE, "--variant names no variant; %s list shows them all", machine_self());
}

void lineup_skip_combined(struct results *results, const struct reference *reference,
                          const struct reference_counts *counts)
{
    const struct scan *all = &counts->all, *combined = &counts->combined;
    const char *refusal = reference_combined_refusal(reference);
    char sum[UNITS_SIZE], one[UNITS_SIZE];
    if (reference_is_plain(reference) ||
        (!refusal && all->matches == combined->matches && all->digest == combined->digest))
        return;
    for (size_t i = 0; i < results->row_count; i++) {
        struct row *row = &results->rows[i];
        if (row->status != STATUS_OK || !row->is.combines)
            continue;
        if (refusal)
            row_fail(row, STATUS_SKIPPED,
                     "it searches for the patterns as one, which PCRE2 does "
                     "not take: %s; --combined gives another",
                     refusal);
        else if (all->matches == combined->matches)
            row_fail(row, STATUS_SKIPPED,
                     "it searches for the patterns as one, which matches at "
                     "other places; --combined gives another");
        else
            row_fail(row, STATUS_SKIPPED,
                     "it searches for the patterns as one, which counts %s, "
                     "not %s; --combined gives another",
                     units_grouped(one, combined->matches), units_grouped(sum, all->matches));
    }
}

/* A second copy of a row, as the last one. */
static void add_control(struct results *results, struct schedule *schedule, size_t index,
                        char *name)
{
    const struct identity *is = &results->rows[index].is;
    struct rung twin = {.name = name,
                        .program = is->program,
                        .own = is->own,
                        .is = {.idea = "the same program again: a sound run finds no "
                                       "difference",
                               .overlaps = is->overlaps,
                               .clockless = is->clockless,
                               .limit = is->limit,
                               .cold = is->cold,
                               .ranks = is->ranks}};
    memcpy(twin.is.effects, is->effects, sizeof twin.is.effects);
    char *original = copy_string(is->name); /* add_row() moves the rows */
    add_row(results, &twin);
    results->rows[results->row_count - 1].is.copy_of = original;
    struct job job = {.cost_ns = schedule->jobs[index].cost_ns,
                      .prefix = schedule->jobs[index].prefix};
    schedule_insert(schedule, results->row_count - 1, job);
}

void lineup_add_controls(struct results *results, struct schedule *schedule)
{
    size_t slow = SIZE_MAX, fast = SIZE_MAX;
    for (size_t i = 0; i < results->row_count; i++) {
        const uint64_t cost_ns = schedule_whole_ns(schedule, i);
        if (results->rows[i].status != STATUS_OK || results->rows[i].is.apart)
            continue;
        if (fast == SIZE_MAX || cost_ns < schedule_whole_ns(schedule, fast))
            fast = i;
        if (slow == SIZE_MAX || cost_ns > schedule_whole_ns(schedule, slow))
            slow = i;
    }
    if (fast == SIZE_MAX)
        return;
    if (slow != fast)
        add_control(results, schedule, slow, LINEUP_SLOW_CONTROL);
    add_control(results, schedule, fast, LINEUP_CONTROL);
}

static uint64_t on_cores(int threads)
{
    return (uint64_t)(threads < machine_cores() ? threads : machine_cores());
}

static void add_point(struct results *results, const struct row *row, int threads)
{
    results->sweep =
        reallocarray(results->sweep, results->sweep_count + 1, sizeof results->sweep[0]);
    if (!results->sweep)
        err(1, "thread sweep");
    results->sweep[results->sweep_count++] =
        (struct row){.is = {.name = copy_string(row->is.name),
                            .program = copy_string(row->is.program),
                            .attacks = row->is.attacks,
                            .overlaps = row->is.overlaps,
                            .limit = copy_string(row->is.limit),
                            .clockless = row->is.clockless,
                            .own = own_program_copy(row->is.own),
                            .threads = threads}};
    copy_effects(results->sweep[results->sweep_count - 1].is.effects, row->is.effects);
}

void lineup_add_sweep(struct results *results, struct schedule *schedule, const int *counts,
                      size_t count)
{
    for (size_t i = 0; i < results->row_count; i++) {
        const struct row *row = &results->rows[i];
        if (row->status != STATUS_OK || !identity_shares(&row->is) || row->is.copy_of)
            continue;
        for (size_t j = 0; j < count; j++) {
            if (counts[j] >= results->threads)
                continue;
            add_point(results, row, counts[j]);
            /* A guess, as if time were proportional to threads; the first round corrects it. */
            struct job job = schedule->jobs[i];
            job.probes_ns = job.whole_ns = 0;
            job.cost_ns = job.cost_ns * on_cores(results->threads) / on_cores(counts[j]);
            schedule_insert(schedule, results->row_count + results->sweep_count - 1, job);
        }
    }
    if (count > 0 && results->sweep_count == 0)
        warnx("--threads: no variant of this run shares its work out among threads");
}
