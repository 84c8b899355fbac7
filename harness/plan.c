#include "plan.h"
#include "clock.h"
#include "rounds.h"
#include "units.h"

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
    for (size_t i = 0; i < count; i++) {
        results_entry(&bench->results, i)->rounds = rounds[i];
        if (rounds[i] > 0 && rounds[i] < least)
            least = rounds[i];
    }
    free(cost_ns);
    free(rounds);
    return least;
}

void plan_rounds(struct bench *bench)
{
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
        uint64_t spent_ns = clock_ns() - bench->start_ns;
        warnx(
            "only %u round%s fit%s the --budget: no verdicts, which take %d; --budget %.0fs would "
            "do",
            least, least == 1 ? "" : "s", least == 1 ? "s" : "", ROUNDS_FOR_INTERVAL,
            ceil((double)(spent_ns + 7 * round_ns) / 1e9));
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

bool plan_fits(const struct bench *bench, unsigned round)
{
    uint64_t next_ns = plan_time_left(bench, round) - plan_time_left(bench, round + 1);
    return round < ROUNDS_FOR_INTERVAL ||
           clock_ns() - bench->start_ns + next_ns <= bench->budget_ns;
}
