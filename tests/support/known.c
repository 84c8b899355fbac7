#include "known.h"
#include "base/strings.h"
#include "figures/ledger.h"
#include "samples.h"

#include <string.h>

#define PACE_NOISE 0.02   /* the machine's, from round to round */
#define LAYOUT_NOISE 0.06 /* what a layout does to all programs */
#define STAGE_NOISE 0.02  /* of a stage, beside that of its run */
#define LIMIT_NOISE 0.01  /* of the best of a few passes */
#define CLOCK_ERROR 0.1   /* of what is taken out for the stage clock */
#define SLOW_NS 1e9       /* slower, and a sample searches a prefix: see measure/trial.c */
#define SLOW_BYTES 16e6   /* of these, */
#define LESS_BYTES 4e6    /* and so many to see what the start takes */
#define ALONE_BYTES 4e6   /* a step by itself */
#define ALONE_NOISE 0.02  /* of the median of several searches */
#define LARGE_BYTES 64e6  /* what is fast, with a stage left out */
#define DELAY_EVERY 3     /* rounds */
#define DELAYS 2

static const double delays[DELAYS] = {0.25, 0.5};

/* One stage's time on a part of the text, by as many threads as it has. */
static double stage_ns(const struct known *known, enum stage stage, double part)
{
    double ns = known->ns[stage] * part + (stage == STAGE_OTHER ? known->start_ns : 0);
    return known->shared & STAGE_BIT(stage) ? ns / known->threads : ns;
}

/* Stages one after the other, or all beside each other but for STAGE_OTHER. */
static double whole_ns(const struct known *known, const double ns[STAGE_COUNT])
{
    double sum = 0, longest = 0;
    for (enum stage stage = STAGE_OTHER + 1; stage < STAGE_COUNT; stage++) {
        sum += ns[stage];
        longest = fmax(longest, ns[stage]);
    }
    return ns[STAGE_OTHER] + (known->overlaps ? longest : sum);
}

double known_delayed_ns(const struct known *known, enum stage stage, double delay)
{
    double ns[STAGE_COUNT];
    for (enum stage each = 0; each < STAGE_COUNT; each++)
        ns[each] = stage_ns(known, each, 1) * (each == stage ? 1 + delay : 1);
    return fmax(whole_ns(known, ns), known->least_ns);
}

double known_ns(const struct known *known)
{
    return known_delayed_ns(known, STAGE_OTHER, 0);
}

/* --- a run of one --- */

struct take {
    const struct noise *noise;
    double machine, pace; /* of the round: the machine's, and with the layout's */
    double bytes;
    unsigned without, delayed;
    double delay;
    bool stages; /* with the stage clock */
};

static double around(double width)
{
    struct noise noise = {.own = width, .normal = true};
    return simulated_own_noise(&noise);
}

static struct record run(const struct known *known, const struct take *take)
{
    double ns[STAGE_COUNT], sum = 0, part = take->bytes / KNOWN_BYTES;
    struct record record = {.has_stages = take->stages, .matches = 12, .prepare_ns = 1};
    for (enum stage stage = 0; stage < STAGE_COUNT; stage++) {
        ns[stage] = take->without & STAGE_BIT(stage)
                        ? 0
                        : stage_ns(known, stage, part) * around(STAGE_NOISE);
        if (take->delayed & STAGE_BIT(stage))
            ns[stage] *= 1 + take->delay;
        sum += ns[stage];
    }
    double own = take->pace * simulated_own_noise(take->noise), whole = whole_ns(known, ns) * own;
    if (!take->without)
        whole = fmax(whole, known->least_ns * part * take->machine);
    double clock = take->stages || take->delayed ? known->clock_ns * part * own : 0,
           taken_out = clock * (1 + CLOCK_ERROR * (2 * simulated_uniform() - 1));
    record.search_ns = (uint64_t)(whole + clock);
    record.clock_ns = (uint64_t)taken_out;
    for (enum stage stage = 0; stage < STAGE_COUNT && take->stages; stage++)
        record.stages.spent[stage] = (uint64_t)((whole + clock - taken_out) * ns[stage] / sum);
    return record;
}

/* --- all of them --- */

static double prefix_of(const struct known *known)
{
    return known_ns(known) > SLOW_NS ? SLOW_BYTES : KNOWN_BYTES;
}

static struct sample sample_of(const struct known *known, const struct take *take, unsigned round)
{
    struct record record = run(known, take);
    return (struct sample){.round = round,
                           .position = 1,
                           .record = record,
                           .wall_ns = record.search_ns + 5,
                           .user_ns = record.search_ns,
                           .bytes = take->bytes < KNOWN_BYTES ? (uint64_t)take->bytes : 0};
}

static void add_probe(struct row *row, const struct known *known, struct take take, unsigned round,
                      enum probe_kind kind, unsigned stages)
{
    struct probe probe = {kind, stages, take.delay, sample_of(known, &take, round)};
    row_add_probe(row, &probe);
}

/* What each stage takes by itself, of those that the child does anew. */
static void add_alone(struct row *row, const struct known *known, struct take take, unsigned round)
{
    const struct noise several = {.own = ALONE_NOISE, .normal = true};
    take.bytes = ALONE_BYTES;
    take.stages = true;
    if (prefix_of(known) >= KNOWN_BYTES)
        take.noise = &several;
    for (enum stage stage = 0; stage < STAGE_COUNT; stage++) {
        const char *effect = row->is.effects[stage];
        take.without = REPLAY_STAGES & ~STAGE_BIT(stage);
        if ((REPLAY_STAGES & STAGE_BIT(stage)) && effect && strcmp(effect, EFFECT_ANEW) == 0)
            add_probe(row, known, take, round, PROBE_ALONE, STAGE_BIT(stage));
    }
}

static void add_delayed(struct row *row, const struct known *known, struct take take,
                        unsigned round)
{
    for (enum stage stage = 0; stage < STAGE_COUNT; stage++)
        for (size_t i = 0; i < DELAYS && known->ns[stage] > 0; i++) {
            take.delayed = STAGE_BIT(stage);
            take.delay = delays[i];
            add_probe(row, known, take, round, PROBE_DELAYED, STAGE_BIT(stage));
        }
}

/* A row's probes in a round; in round 0, before the others, no more than these either. */
static void add_probes(struct row *row, const struct known *known, const struct row *child,
                       struct take take, unsigned round)
{
    if (!row)
        abort();
    bool is_slow = take.bytes < KNOWN_BYTES;
    unsigned left_out = child ? child->is.attacks & REPLAY_STAGES : 0;
    struct take other = take;
    other.stages = true;
    add_probe(row, known, other, round, PROBE_STAGES, 0);
    other = take;
    other.bytes = LESS_BYTES;
    if (is_slow)
        add_probe(row, known, other, round, PROBE_SHORT, 0);
    other = take;
    other.without = left_out;
    other.bytes = is_slow ? take.bytes : LARGE_BYTES;
    if (left_out)
        add_probe(row, known, other, round, PROBE_WITHOUT, left_out);
    add_alone(row, known, take, round);
    if ((row->is.overlaps || identity_shares(&row->is)) && round % DELAY_EVERY == 0)
        add_delayed(row, known, take, round);
}

static void copy_identity(struct row *row, const struct identity *is)
{
    row->is.attacks = is->attacks;
    row->is.overlaps = is->overlaps;
    row->is.limit = copy_string(is->limit);
    for (enum stage stage = 0; stage < STAGE_COUNT; stage++)
        row->is.effects[stage] = copy_string(is->effects[stage]);
}

#define LIMITS 4

/* Adds the limits of a round; those of round 0 are what is found before the others. */
static void add_limits(struct results *results, const struct known_machine *is, double pace,
                       unsigned round)
{
    static const char *const names[LIMITS] = {LIMIT_READ, LIMIT_READ, LIMIT_MAPPED, LIMIT_PIPE};
    const int threads[LIMITS] = {1, is->threads, 1, 0};
    const double rates[LIMITS] = {is->read[0], is->read[1], is->mapped, is->pipe};
    for (size_t i = 0; i < LIMITS; i++) {
        struct limit *limit = &results->limits[i];
        double gb_per_s = rates[i] / (pace * around(LIMIT_NOISE));
        if (round > 0) {
            limits_keep_round(limit, round - 1, gb_per_s);
            continue;
        }
        *limit = (struct limit){.threads = threads[i], .gb_per_s = gb_per_s};
        snprintf(limit->name, sizeof limit->name, "%s", names[i]);
    }
    results->limit_count = LIMITS;
}

static void add_rows(struct results *results, const struct known_pair *pair, size_t number)
{
    char names[2][40];
    snprintf(names[0], sizeof names[0], "parent %zu", number);
    snprintf(names[1], sizeof names[1], "child %zu", number);
    copy_identity(samples_row(results, names[0], NULL), &pair->parent_is);
    copy_identity(samples_row(results, names[1], names[0]), &pair->child_is);
}

struct results known_run(const struct known_machine *machine, const struct known_pair *pairs,
                         size_t count, const struct noise *noise)
{
    struct results results = samples_results();
    results.data.bytes = KNOWN_BYTES;
    results.threads = machine->threads;
    for (size_t i = 0; i < count; i++)
        add_rows(&results, &pairs[i], i);
    for (unsigned round = 0; round <= KNOWN_ROUNDS; round++) {
        double pace = around(PACE_NOISE);
        struct take take = {.noise = noise, .machine = pace, .pace = pace * around(LAYOUT_NOISE)};
        add_limits(&results, machine, pace, round);
        for (size_t i = 0; i < results.row_count; i++) {
            bool is_child = i % 2;
            const struct known *known = is_child ? &pairs[i / 2].child : &pairs[i / 2].parent;
            take.bytes = prefix_of(known);
            struct sample sample = sample_of(known, &take, round);
            if (round > 0)
                row_add_sample(&results.rows[i], &sample);
            add_probes(&results.rows[i], known, is_child ? NULL : &results.rows[i + 1], take,
                       round);
        }
    }
    return results;
}
