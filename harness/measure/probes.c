#include "measure/probes.h"
#include "base/progress.h"
#include "base/strings.h"
#include "figures/ladder.h"
#include "figures/ledger.h"
#include "measure/rounds.h"

#include <err.h>
#include <stdlib.h>
#include <string.h>

#define REPLAYED_REPEAT 3 /* as warm as a replayed search */
#define ALONE_REPEAT 9    /* a fast step is slower the first time */
#define DELAY_SHARE 0.05  /* stages with a smaller share are not lengthened */
#define DELAY_EVERY 3     /* rounds: of 20, as many as an interval needs */
#define WHOLE_EVERY 10    /* rounds between the baseline's runs on the whole text */
#define WHOLE_OF_BASELINE 2
#define FOR_EVER 1000000

static void add(struct bench *bench, struct planned planned)
{
    for (size_t i = 0; i < bench->planned_count; i++) {
        const struct planned *other = &bench->planned[i];
        if (other->entry == planned.entry && other->kind == planned.kind &&
            other->stages == planned.stages && !(other->delay < planned.delay) &&
            !(other->delay > planned.delay))
            return;
    }
    bench->planned =
        reallocarray(bench->planned, bench->planned_count + 1, sizeof bench->planned[0]);
    if (!bench->planned)
        err(1, "probes");
    if (planned.every == 0)
        planned.every = 1;
    if (planned.times == 0)
        planned.times = FOR_EVER;
    bench->planned[bench->planned_count++] = planned;
}

/* Plans runs without the stages that later rungs attack, on as much text as the samples search, or
 * as there is in lower case. */
static void plan_without(struct bench *bench, size_t entry, const struct prefix *prefix,
                         const struct prefix *lowered)
{
    const struct results *results = &bench->results;
    const char *name = results->rows[entry].is.name;
    for (size_t i = 0; i < results->row_count; i++) {
        const struct row *rung = &results->rows[i];
        unsigned stages = rung->is.attacks & REPLAY_STAGES;
        if (rung->status == STATUS_OK && rung->is.after && strcmp(rung->is.after, name) == 0 &&
            stages != 0 && rung->is.effects[STAGE_KERNEL] == NULL) {
            bool is_lowered = stages & STAGE_BIT(STAGE_LOWER);
            struct planned planned = {.entry = entry,
                                      .kind = PROBE_WITHOUT,
                                      .stages = stages,
                                      .prefix = is_lowered ? *lowered : *prefix,
                                      .lowered = is_lowered};
            add(bench, planned);
            planned.stages = 0; /* another file: measure it with nothing left out, too */
            planned.repeat = REPLAYED_REPEAT;
            if (is_lowered)
                add(bench, planned);
        }
    }
}

/* Whether a row converts its text to lower case, by its first stage run. */
static bool lowers(const struct row *row)
{
    for (size_t i = 0; i < row->probe_count; i++)
        if (row->probes[i].kind == PROBE_STAGES)
            return row->probes[i].sample.record.stages.spent[STAGE_LOWER] > 0;
    return false;
}

/* Plans steps alone. They take a few megabytes from the processor's caches, as searches of blocks
 * do. Reading, and searching mapped text, run at the speed of memory: they take as much text as the
 * samples, or as there is in lower case. */
static void plan_alone(struct bench *bench, size_t entry, const struct prefix *prefix,
                       const struct prefix *lowered)
{
    const struct row *row = results_entry(&bench->results, entry);
    bool is_mapped = row->is.limit && strcmp(row->is.limit, LIMIT_MAPPED) == 0;
    for (enum stage stage = 0; stage < STAGE_COUNT; stage++) {
        const char *effect = row->is.effects[stage];
        if (!(REPLAY_STAGES & STAGE_BIT(stage)) || !effect || strcmp(effect, EFFECT_ANEW) != 0)
            continue;
        bool is_long = stage == STAGE_READ || is_mapped;
        add(bench, (struct planned){.entry = entry,
                                    .kind = PROBE_ALONE,
                                    .stages = STAGE_BIT(stage),
                                    .prefix = !is_long      ? bench->alone
                                              : lowers(row) ? *lowered
                                                            : *prefix,
                                    .lowered = lowers(row),
                                    .repeat = is_long || prefix->bytes ? 1 : ALONE_REPEAT});
    }
}

/* Plans runs with lengthened stages for rungs whose stages overlap, to find out which stage the
 * whole waits for. */
static void plan_delayed(struct bench *bench, size_t entry, const struct prefix *prefix)
{
    struct stages stages = ledger_stages(results_entry(&bench->results, entry));
    for (enum stage stage = 0; stage < STAGE_DOWNLOAD; stage++) /* which can't be lengthened */
        for (int quarters = 1; quarters <= 2 && stages.share[stage] >= DELAY_SHARE; quarters++)
            add(bench, (struct planned){.entry = entry,
                                        .kind = PROBE_DELAYED,
                                        .stages = STAGE_BIT(stage),
                                        .delay = quarters / 4.0,
                                        .prefix = *prefix,
                                        .every = DELAY_EVERY,
                                        .first = (unsigned)entry % DELAY_EVERY});
}

/* What takes a stage clock. */
static void plan_staged(struct bench *bench, size_t entry)
{
    const struct row *row = results_entry(&bench->results, entry);
    const struct job *job = &bench->schedule.jobs[entry];
    const struct prefix *lowered = job->prefix.bytes > 0 ? &job->prefix : &bench->large;
    add(bench,
        (struct planned){
            .entry = entry, .kind = PROBE_STAGES, .prefix = job->prefix, .cost_ns = job->cost_ns});
    plan_without(bench, entry, &job->prefix, lowered);
    plan_alone(bench, entry, &job->prefix, lowered);
    if (row->is.overlaps || identity_shares(&row->is))
        plan_delayed(bench, entry, &job->prefix);
}

void probes_plan(struct bench *bench, size_t entry)
{
    const struct row *row = results_entry(&bench->results, entry);
    struct job *job = &bench->schedule.jobs[entry];
    bool is_slow = job->prefix.bytes > 0,
         is_rung = entry < bench->results.row_count && !row->is.copy_of;
    if (row->status != STATUS_OK)
        return;
    if (is_slow && bench->less.bytes > 0)
        add(bench, (struct planned){.entry = entry, .kind = PROBE_SHORT, .prefix = bench->less});
    if (!is_rung)
        return;
    if (!row->is.clockless)
        plan_staged(bench, entry);
    if (is_slow && schedule_whole_ns(&bench->schedule, entry) < bench->options->timeout_ns)
        add(bench, (struct planned){.entry = entry,
                                    .kind = PROBE_WHOLE,
                                    .prefix = bench->whole,
                                    .every = WHOLE_EVERY,
                                    .first = (unsigned)entry % (WHOLE_EVERY / 2),
                                    .times = row->is.after ? 1 : WHOLE_OF_BASELINE});
}

static bool is_due(const struct planned *planned, unsigned round)
{
    return !planned->over && round >= planned->first &&
           (round - planned->first) % planned->every == 0;
}

/* Tells the schedule what probes cost in an average round, and what the long ones cost in all. */
static void tell_schedule(struct bench *bench)
{
    for (size_t i = 0; i < bench->schedule.count; i++)
        bench->schedule.jobs[i].probes_ns = bench->schedule.jobs[i].whole_ns = 0;
    for (size_t i = 0; i < bench->planned_count; i++) {
        const struct planned *planned = &bench->planned[i];
        struct job *job = &bench->schedule.jobs[planned->entry];
        if (planned->over)
            continue;
        if (planned->kind == PROBE_WHOLE)
            job->whole_ns += planned->times * schedule_whole_ns(&bench->schedule, planned->entry);
        else
            job->probes_ns += planned->cost_ns / planned->every;
    }
}

/* A probe can't be taken: for the plain kinds, the row has failed; without others, the ledger goes
 * on. */
static void give_up(struct bench *bench, struct planned *planned, struct row *row,
                    const struct row *tried)
{
    planned->over = true;
    if (planned->kind != PROBE_WITHOUT && planned->kind != PROBE_ALONE &&
        planned->kind != PROBE_DELAYED) {
        row_fail(row, tried->status, "%s", tried->reason);
        row->matches = tried->matches;
        row->digest = tried->digest;
    } else if (tried->status != STATUS_SKIPPED) {
        results_warn(&bench->results, false,
                     format_string("a probe of %s (%s) could not be taken: %s", row->is.name,
                                   probe_name(planned->kind), tried->reason),
                     "make the variant support it; the ledger does without it");
    }
}

static void take(struct bench *bench, struct planned *planned, unsigned round)
{
    struct row *row = results_entry(&bench->results, planned->entry), tried = *row;
    struct request request = {.program = measure_program(bench, planned->entry),
                              .prefix = &planned->prefix,
                              .lowered = planned->lowered,
                              .stages =
                                  planned->kind == PROBE_STAGES || planned->kind == PROBE_ALONE,
                              .repeat = planned->repeat};
    struct probe probe = {planned->kind, planned->stages, planned->delay, {0}};
    if (planned->kind == PROBE_WITHOUT)
        request.without = planned->stages;
    if (planned->kind == PROBE_ALONE)
        request.without =
            REPLAY_STAGES & ~planned->stages & ~(planned->lowered ? 0 : STAGE_BIT(STAGE_LOWER));
    if (planned->kind == PROBE_DELAYED) {
        request.delayed = planned->stages;
        request.delay = planned->delay;
    }
    if (planned->lowered && bench->lowered.fd < 0) {
        planned->over = true;
        return;
    }
    tried.reason = NULL;
    if (measure_warm_is_old(bench))
        measure_keep_warm(bench);
    measure_cool(bench, &tried);
    bool good = sample_take(&tried, &bench->sampling, &request, &probe.sample);
    if (measure_text_holds(bench, &tried) && !measure_stops(bench)) {
        planned->cost_ns = probe.sample.wall_ns;
        probe.sample.round = round;
        if (good) {
            row_add_probe(row, &probe);
            if (round > 0) /* it watches only the rounds */
                host_watch_probe(&bench->watch, row);
        } else {
            give_up(bench, planned, row, &tried);
        }
    } else if (good) {
        record_drop(&probe.sample.record);
    }
    free(tried.reason);
}

/* Probes taken before the rounds: all but stage runs, which trial.h takes. */
static bool is_tried(const struct planned *planned)
{
    return !planned->over && planned->kind != PROBE_STAGES;
}

/* Takes the long ones or the others, in random order. */
static void take_all(struct bench *bench, unsigned number, unsigned round, const char *what,
                     bool are_whole)
{
    size_t count = bench->planned_count, *order = calloc(count + 1, sizeof *order);
    if (!order)
        err(1, "probes");
    rounds_order(bench->results.seed + 1, round, count, order);
    for (size_t i = 0; i < count && !measure_stops(bench); i++) {
        struct planned *planned = &bench->planned[order[i]];
        const struct row *row = results_entry(&bench->results, planned->entry);
        if ((planned->kind == PROBE_WHOLE) != are_whole || row->status != STATUS_OK ||
            !(number == 0 ? is_tried(planned) : is_due(planned, round)))
            continue;
        char about[80];
        snprintf(about, sizeof about, "%s, %s", what, probe_name(planned->kind));
        progress(about, row->is.name, schedule_time_left(&bench->schedule, round));
        take(bench, planned, number);
        if (number > 0 && planned->times-- == 1)
            planned->over = true;
    }
    free(order);
}

void probes_take(struct bench *bench, unsigned round)
{
    char what[32];
    snprintf(what, sizeof what, "round %u", round + 1);
    take_all(bench, round + 1, round, what, false);
    take_all(bench, round + 1, round, what, true);
}

void probes_try(struct bench *bench)
{
    take_all(bench, 0, 0, "first look", false);
    tell_schedule(bench);
    progress_end();
}
