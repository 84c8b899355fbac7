#include "measure/plan.h"
#include "base/units.h"
#include "record/rounds.h"
#include "variants/clock.h"

#include <err.h>
#include <math.h>
#include <stdlib.h>

uint64_t plan_budget_left(const struct bench *bench)
{
    uint64_t spent_ns = clock_ns() - bench->start_ns, budget_ns = bench->budget_ns;
    return budget_ns > spent_ns ? budget_ns - spent_ns : 0;
}

uint64_t plan_time_left(const struct bench *bench, unsigned round)
{
    uint64_t left = 0;
    for (size_t i = 0; i < results_entry_count(&bench->results); i++) {
        const struct row *row = results_entry(&bench->results, i);
        if (row->status == STATUS_OK && row->rounds > round)
            left += (row->rounds - round) * row->cost_ns;
    }
    return left;
}

/* Rounds of what is short alone, in the reserve. */
static void add_short_rounds(const struct bench *bench, const uint64_t *cost_ns, size_t count,
                             unsigned *rounds)
{
    uint64_t round_ns = 0;
    unsigned least = UINT32_MAX;
    for (size_t i = 0; i < count; i++) {
        round_ns += cost_ns[i] <= PLAN_LONG_NS ? cost_ns[i] : 0;
        if (cost_ns[i] > 0 && rounds[i] < least)
            least = rounds[i];
    }
    if (round_ns == 0)
        return;
    uint64_t fits = least + bench->reserve_ns / round_ns;
    unsigned most = fits < bench->options->rounds ? (unsigned)fits : bench->options->rounds;
    for (size_t i = 0; i < count; i++)
        if (cost_ns[i] > 0 && cost_ns[i] <= PLAN_LONG_NS && rounds[i] < most)
            rounds[i] = most;
}

/* Plans the rounds behind those that all have `taken`; gives how many the slowest get in all, and
 * what a round of all of them costs. */
static unsigned plan(struct bench *bench, unsigned taken, uint64_t *round_ns)
{
    size_t count = results_entry_count(&bench->results);
    unsigned *rounds = calloc(count + 1, sizeof *rounds), least = UINT32_MAX;
    uint64_t *cost_ns = calloc(count + 1, sizeof *cost_ns);
    if (!rounds || !cost_ns)
        err(1, "benchmark");
    *round_ns = 0;
    for (size_t i = 0; i < count; i++) {
        const struct row *row = results_entry(&bench->results, i);
        cost_ns[i] = row->status == STATUS_OK ? row->cost_ns : 0;
        *round_ns += cost_ns[i];
    }
    rounds_plan(cost_ns, count, bench->options->rounds, taken, plan_budget_left(bench), rounds);
    add_short_rounds(bench, cost_ns, count, rounds);
    for (size_t i = 0; i < count; i++) {
        results_entry(&bench->results, i)->rounds = rounds[i];
        if (rounds[i] > 0 && rounds[i] < least)
            least = rounds[i];
    }
    free(cost_ns);
    free(rounds);
    return least;
}

/* Who takes long is settled once: a pair keeps its order in all rounds. */
static void tell_long_from_short(struct bench *bench)
{
    bench->reserve_ns = 0;
    for (size_t i = 0; i < results_entry_count(&bench->results); i++) {
        struct row *row = results_entry(&bench->results, i);
        row->is_long = row->status == STATUS_OK && row->cost_ns > PLAN_LONG_NS;
        if (row->is_long)
            bench->reserve_ns = bench->budget_ns / 10;
    }
}

void plan_rounds(struct bench *bench)
{
    tell_long_from_short(bench);
    uint64_t round_ns;
    unsigned least = plan(bench, 0, &round_ns),
             wanted = bench->options->rounds < ROUNDS_FOR_INTERVAL ? bench->options->rounds
                                                                   : ROUNDS_FOR_INTERVAL;
    if (least < wanted && bench->options->stretch_ns > 0) {
        bench->budget_ns += bench->options->stretch_ns;
        least = plan(bench, 0, &round_ns);
        if (least < wanted) { /* that was not worth it */
            bench->budget_ns -= bench->options->stretch_ns;
            least = plan(bench, 0, &round_ns);
        }
    }
    if (least < ROUNDS_FOR_INTERVAL && least < bench->options->rounds) {
        uint64_t room_ns = (ROUNDS_FOR_INTERVAL + 1) * round_ns; /* one more than it takes */
        double budget_s = ceil((double)(clock_ns() - bench->start_ns + room_ns) / 1e9);
        warnx(
            "only %u round%s fit%s the --budget: no verdicts, which take %d; --budget %.0fs would "
            "do",
            least, least == 1 ? "" : "s", least == 1 ? "s" : "", ROUNDS_FOR_INTERVAL, budget_s);
    } else if (least < ROUNDS_FOR_INTERVAL) {
        warnx("only %u round%s: no intervals and no verdicts, which take %d", least,
              least == 1 ? "" : "s", ROUNDS_FOR_INTERVAL);
    }
}

unsigned plan_again(struct bench *bench, unsigned round)
{
    unsigned fewest = UINT32_MAX, last = 0;
    uint64_t round_ns;
    for (size_t i = 0; i < results_entry_count(&bench->results); i++) {
        const struct row *row = results_entry(&bench->results, i);
        if (row->status == STATUS_OK && row->rounds > 0 && row->rounds < fewest)
            fewest = row->rounds;
    }
    if (round > 0 && round < ROUNDS_FOR_INTERVAL && fewest < ROUNDS_FOR_INTERVAL)
        plan(bench, round, &round_ns);
    for (size_t i = 0; i < results_entry_count(&bench->results); i++)
        if (results_entry(&bench->results, i)->rounds > last)
            last = results_entry(&bench->results, i)->rounds;
    return last;
}

static uint64_t next_ns(const struct bench *bench, unsigned round)
{
    return plan_time_left(bench, round) - plan_time_left(bench, round + 1);
}

/* What takes long has had its last round, and the reserve begins, where it has not yet. */
static void leave_to_short(struct bench *bench, unsigned round)
{
    for (size_t i = 0; i < results_entry_count(&bench->results); i++) {
        struct row *row = results_entry(&bench->results, i);
        if (row->is_long && row->rounds > round)
            row->rounds = round;
    }
    if (bench->reserve_from_ns == 0)
        bench->reserve_from_ns = clock_ns();
}

bool plan_goes_on(struct bench *bench, unsigned round)
{
    if (round < ROUNDS_FOR_INTERVAL ||
        clock_ns() - bench->start_ns + next_ns(bench, round) <= bench->budget_ns)
        return true;
    leave_to_short(bench, round);
    uint64_t short_ns = next_ns(bench, round);
    return short_ns > 0 && clock_ns() - bench->reserve_from_ns + short_ns <= bench->reserve_ns;
}
