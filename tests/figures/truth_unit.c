/* The ledger, held against variants whose truth is known, with a simulated clock. Prints what it
 * finds. scripts/check-ledger does the same with real programs. */
#include "figures/figures.h"
#include "tests/support/found.h"
#include "tests/support/known.h"
#include "tests/support/samples.h"

#include <string.h>

#define RUNS 25
#define HELD_LEAST 0.9   /* of the forecasts' intervals hold the truth */
#define SIDE_EFFECT 0.03 /* of a child on a stage that it leaves alone, at most */
#define START 1.5e-4     /* of a time on all of the text is spent before its first byte, at most */
#define CLEAR 1.5        /* times as long is the longest stage as the next, where they overlap */

static const struct noise noise = {.own = 0.05, .outliers = 0.05, .normal = true};

static double between(double low, double high)
{
    return low + (high - low) * simulated_uniform();
}

/* As likely in each half, third, .. of their logarithms. */
static double scaled_between(double low, double high)
{
    return exp(between(log(low), log(high)));
}

static bool once_in(double times)
{
    return simulated_uniform() < 1 / times;
}

static struct known_machine draw_machine(void)
{
    struct known_machine machine = {.threads = 2 << (int)between(0, 4), .pipe = between(1, 3)};
    machine.read[0] = between(4, 12);
    machine.read[1] = machine.read[0] * fmin(machine.threads, between(1.5, 6));
    machine.mapped = machine.read[0] * between(1, 1.6);
    return machine;
}

/* The time of all of the text, in nanoseconds. */
static double at(double gb_per_s)
{
    return KNOWN_BYTES / gb_per_s;
}

/* --- parents --- */

/* One stage after the other, on one thread; none but the search is longer than `most` times that.
 */
static void draw_serial(struct known_pair *pair, const struct known_machine *machine, double most)
{
    struct known *parent = &pair->parent;
    double read_ns = at(machine->read[0]) * scaled_between(1, 5),
           search_ns = read_ns / most * scaled_between(1, 10);
    *parent = (struct known){.threads = 1};
    parent->ns[STAGE_OTHER] = search_ns * between(0.01, most / 3);
    parent->ns[STAGE_READ] = read_ns;
    parent->ns[STAGE_SEARCH] = search_ns;
    if (once_in(1.5))
        parent->ns[STAGE_LOWER] = search_ns * between(0.05, most);
    if (once_in(2))
        parent->ns[STAGE_COMPILE] = search_ns * between(0.02, most / 2);
    parent->clock_ns = known_ns(parent) * between(0, 0.3);
}

/* The same loop on all threads. */
static void draw_threads(struct known_pair *pair, const struct known_machine *machine)
{
    struct known *parent = &pair->parent;
    draw_serial(pair, machine, 1 / CLEAR);
    parent->clock_ns /= 100; /* blocks, not lines */
    parent->threads = machine->threads;
    for (enum stage stage = STAGE_OTHER + 1; stage < STAGE_COUNT; stage++) {
        parent->ns[stage] *= parent->threads;
        parent->shared |= STAGE_BIT(stage);
    }
    pair->parent_is.effects[STAGE_SEARCH] = (char *)EFFECT_SHARED;
}

/* Reading, copying and searching of blocks, each beside the others; returns the longest. */
static enum stage draw_stream(struct known_pair *pair, const struct known_machine *machine)
{
    static const enum stage stages[] = {STAGE_READ, STAGE_UPLOAD, STAGE_KERNEL};
    const size_t count = sizeof stages / sizeof stages[0],
                 longest = (size_t)between(0, (double)count);
    struct known *parent = &pair->parent;
    double ns = at(machine->read[0]) * scaled_between(2, 10);
    *parent = (struct known){.threads = 1, .overlaps = true};
    for (size_t i = 0; i < count; i++)
        parent->ns[stages[i]] = i == longest ? ns : ns / between(CLEAR, 4);
    parent->ns[STAGE_OTHER] = ns * between(0.01, 0.1);
    pair->parent_is.overlaps = true;
    return stages[longest];
}

/* --- children --- */

/* What a child leaves alone is not left wholly alone. */
static void begin_child(struct known_pair *pair)
{
    pair->parent.start_ns = known_ns(&pair->parent) * between(0, START);
    pair->child = pair->parent;
    pair->child_is.overlaps = pair->parent_is.overlaps;
    for (enum stage stage = 0; stage < STAGE_COUNT; stage++)
        pair->child.ns[stage] *= between(1 - SIDE_EFFECT, 1 + SIDE_EFFECT);
}

/* What a child does becomes so long; it is a little more than the idea itself. */
static void do_anew(struct known_pair *pair, enum stage stage, const char *effect, double ns)
{
    pair->child_is.effects[stage] = (char *)effect;
    pair->child.ns[stage] = ns * (strcmp(effect, EFFECT_ANEW) == 0 ? 1 : between(1, 1.05));
}

static void attack(struct known_pair *pair, enum stage stage, const char *effect, double ns)
{
    pair->child_is.attacks |= STAGE_BIT(stage);
    do_anew(pair, stage, effect, ns);
}

/* Where lower-casing is gone, the search takes either case. */
static void draw_gone(struct known_pair *pair, const struct known_machine *machine)
{
    draw_serial(pair, machine, 1);
    struct known *parent = &pair->parent;
    bool merges = once_in(3);
    if (merges) /* what can't be left out to see */
        parent->ns[STAGE_MERGE] = parent->ns[STAGE_SEARCH] * between(0.05, 0.5);
    if (!merges && parent->ns[STAGE_COMPILE] <= 0)
        parent->ns[STAGE_LOWER] = parent->ns[STAGE_SEARCH] * between(0.1, 1);
    begin_child(pair);
    if (merges)
        attack(pair, STAGE_MERGE, EFFECT_GONE, 0);
    if (parent->ns[STAGE_COMPILE] > 0)
        attack(pair, STAGE_COMPILE, EFFECT_GONE, 0);
    if (parent->ns[STAGE_LOWER] > 0) {
        attack(pair, STAGE_LOWER, EFFECT_GONE, 0);
        do_anew(pair, STAGE_SEARCH, EFFECT_ANEW, parent->ns[STAGE_SEARCH] * between(1, 1.5));
    }
}

static void draw_anew(struct known_pair *pair, const struct known_machine *machine)
{
    enum stage stage = once_in(3) ? STAGE_READ : STAGE_SEARCH;
    draw_serial(pair, machine, 1);
    begin_child(pair);
    attack(pair, stage, EFFECT_ANEW, pair->parent.ns[stage] / scaled_between(1, 15));
}

/* Threads take unequal parts, and read as fast as the machine lets them. */
static void draw_shared(struct known_pair *pair, const struct known_machine *machine)
{
    draw_serial(pair, machine, 1);
    begin_child(pair);
    struct known *parent = &pair->parent, *child = &pair->child;
    child->threads = machine->threads;
    child->shared = STAGE_BIT(STAGE_LOWER) | STAGE_BIT(STAGE_COMPILE) | STAGE_BIT(STAGE_SEARCH);
    for (enum stage stage = 0; stage < STAGE_COUNT; stage++)
        if ((child->shared & STAGE_BIT(stage)) && parent->ns[stage] > 0)
            attack(pair, stage, EFFECT_SHARED, parent->ns[stage]);
    if (once_in(2))
        attack(pair, STAGE_READ, EFFECT_SHARED,
               parent->ns[STAGE_READ] * machine->read[0] / machine->read[1]);
}

/* What is read at the limit, and what is sent through a pipe. */
static void draw_limit(struct known_pair *pair, const struct known_machine *machine)
{
    draw_serial(pair, machine, 1);
    begin_child(pair);
    attack(pair, STAGE_READ, LIMIT_READ, at(machine->read[0]));
    if (once_in(2))
        do_anew(pair, STAGE_MERGE, LIMIT_PIPE, at(machine->pipe));
}

/* The text is mapped: reading is gone, and the machine bounds the rest. */
static void draw_mapped(struct known_pair *pair, const struct known_machine *machine)
{
    draw_serial(pair, machine, 1);
    struct known *parent = &pair->parent;
    parent->ns[STAGE_SEARCH] = at(machine->mapped) * between(0.5, 2);
    parent->ns[STAGE_OTHER] = parent->ns[STAGE_SEARCH] * between(0.01, 0.1);
    parent->ns[STAGE_LOWER] = parent->ns[STAGE_COMPILE] = 0;
    begin_child(pair);
    attack(pair, STAGE_READ, EFFECT_GONE, 0);
    pair->child_is.limit = (char *)LIMIT_MAPPED;
    pair->child.least_ns = at(machine->mapped);
}

/* What was one after the other is done at the same time. */
static void draw_overlapping(struct known_pair *pair, const struct known_machine *machine)
{
    draw_serial(pair, machine, 1);
    struct known *parent = &pair->parent;
    parent->ns[STAGE_LOWER] = parent->ns[STAGE_COMPILE] = 0;
    begin_child(pair);
    pair->child_is.attacks =
        STAGE_BIT(parent->ns[STAGE_READ] < parent->ns[STAGE_SEARCH] ? STAGE_READ : STAGE_SEARCH);
    pair->child.overlaps = pair->child_is.overlaps = true;
}

static void draw_on_threads(struct known_pair *pair, const struct known_machine *machine)
{
    enum stage stage = once_in(3) ? STAGE_READ : STAGE_SEARCH;
    draw_threads(pair, machine);
    begin_child(pair);
    attack(pair, stage, EFFECT_ANEW, pair->parent.ns[stage] / scaled_between(1, 15));
}

/* The longest stage of a stream becomes shorter, and perhaps another the longest. */
static void draw_on_stream(struct known_pair *pair, const struct known_machine *machine)
{
    enum stage longest = draw_stream(pair, machine);
    begin_child(pair);
    attack(pair, longest, LIMIT_READ, at(machine->read[0]));
}

/* --- what the ledger says of them --- */

struct kind {
    const char *name;
    void (*draw)(struct known_pair *pair, const struct known_machine *machine);
};

static const struct kind kinds[KNOWN_PAIRS] = {
    {"stages removed", draw_gone},
    {"a stage done anew", draw_anew},
    {"stages shared by threads", draw_shared},
    {"a stage at a limit", draw_limit},
    {"mapped", draw_mapped},
    {"stages that overlap", draw_overlapping},
    {"after a rung with threads", draw_on_threads},
    {"after a stream", draw_on_stream},
};

/* The stage whose lengthening lengthens the whole most. */
static enum stage true_bottleneck(const struct known *known)
{
    enum stage most = STAGE_OTHER;
    for (enum stage stage = 0; stage < STAGE_COUNT; stage++)
        if (known_delayed_ns(known, stage, 0.5) > known_delayed_ns(known, most, 0.5))
            most = stage;
    return most;
}

static bool holds(const struct interval *interval, double truth)
{
    return interval->low <= truth && truth <= interval->high;
}

struct seen {
    struct share exceeded, held, measured, bottleneck;
    double errors[RUNS * KNOWN_PAIRS]; /* of the forecasts, against the truth */
};

static void see(struct seen *seen, const struct known_pair *pair, const struct row_figures *parent)
{
    const struct row_figures *child = parent + 1;
    const struct prediction *predicted = &child->predicted;
    double truth = known_ns(&pair->parent) / known_ns(&pair->child);
    assert_true(child->is_predicted && predicted->has_interval && child->over_parent.has_interval);
    seen->errors[seen->held.of] = fabs(log(predicted->expected / truth));
    share_count(&seen->held, holds(&predicted->interval, truth));
    share_count(&seen->measured, holds(&child->over_parent.interval, truth));
    share_count(&seen->exceeded, child->exceeds_ceiling);
    if (parent->stages.lengthened)
        share_count(&seen->bottleneck, parent->stages.bottleneck == true_bottleneck(&pair->parent));
}

static void add(struct share *sum, const struct share *more)
{
    sum->times += more->times;
    sum->of += more->of;
}

static void tell(const char *name, const struct seen *seen)
{
    printf("%-28s %8zu %8zu %8zu %8zu %8.3f %6zu/%zu\n", name, seen->held.of, seen->exceeded.times,
           seen->held.times, seen->measured.times, stats_median(seen->errors, seen->held.of),
           seen->bottleneck.times, seen->bottleneck.of);
}

static void run(struct seen *by_kind)
{
    struct known_pair pairs[KNOWN_PAIRS] = {0};
    struct known_machine machine = draw_machine();
    for (size_t i = 0; i < KNOWN_PAIRS; i++)
        kinds[i].draw(&pairs[i], &machine);
    struct results results = known_run(&machine, pairs, KNOWN_PAIRS, &noise);
    struct figures figures = figures_of(&results);
    for (size_t i = 0; i < KNOWN_PAIRS; i++)
        see(&by_kind[i], &pairs[i], &figures.rows[2 * i]);
    figures_free(&figures);
    results_free(&results);
}

static void the_ledger_is_true(void **unused)
{
    (void)unused;
    struct seen by_kind[KNOWN_PAIRS] = {0}, all = {0};
    simulated_seed(5);
    for (size_t i = 0; i < RUNS; i++)
        run(by_kind);
    printf("\n%-28s %8s %8s %8s %8s %8s %10s\n", "children of known gain", "children", "exceed",
           "forecast", "measured", "error", "bottleneck");
    for (size_t i = 0; i < KNOWN_PAIRS; i++) {
        tell(kinds[i].name, &by_kind[i]);
        memcpy(all.errors + all.held.of, by_kind[i].errors,
               by_kind[i].held.of * sizeof all.errors[0]);
        add(&all.held, &by_kind[i].held);
        add(&all.measured, &by_kind[i].measured);
        add(&all.exceeded, &by_kind[i].exceeded);
        add(&all.bottleneck, &by_kind[i].bottleneck);
    }
    tell("all", &all);
    assert_int_equal(all.exceeded.times, 0);
    assert_true(share_of(all.held) >= HELD_LEAST);
    assert_int_equal(all.bottleneck.times, all.bottleneck.of);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(the_ledger_is_true)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
