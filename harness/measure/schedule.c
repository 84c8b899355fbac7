#include "measure/schedule.h"
#include "base/stats.h"
#include "figures/pairs.h"
#include "measure/rounds.h"
#include "variants/clock.h"

#include <err.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

void schedule_open(struct schedule *schedule, const struct results *results)
{
    schedule->results = results;
    schedule->count = results_entry_count(results);
    schedule->jobs = calloc(schedule->count + 1, sizeof schedule->jobs[0]);
    if (!schedule->jobs)
        err(1, "schedule");
}

void schedule_free(struct schedule *schedule)
{
    free(schedule->jobs);
    schedule->jobs = NULL;
}

void schedule_insert(struct schedule *schedule, size_t index, uint64_t cost_ns)
{
    struct job *jobs = reallocarray(schedule->jobs, schedule->count + 1, sizeof *jobs);
    if (!jobs)
        err(1, "schedule");
    memmove(jobs + index + 1, jobs + index, (schedule->count++ - index) * sizeof *jobs);
    jobs[index] = (struct job){.cost_ns = cost_ns};
    schedule->jobs = jobs;
}

/* Whether an entry takes part at all. */
static bool takes_part(const struct schedule *schedule, size_t index)
{
    return results_entry(schedule->results, index)->status == STATUS_OK;
}

uint64_t schedule_budget_left(const struct schedule *schedule)
{
    uint64_t spent_ns = clock_ns() - schedule->start_ns, budget_ns = schedule->budget_ns;
    return budget_ns > spent_ns ? budget_ns - spent_ns : 0;
}

uint64_t schedule_time_left(const struct schedule *schedule, unsigned round)
{
    uint64_t left = 0;
    for (size_t i = 0; i < schedule->count; i++) {
        const struct job *job = &schedule->jobs[i];
        if (takes_part(schedule, i) && job->rounds > round)
            left += (job->rounds - round) * job->cost_ns;
    }
    return left;
}

/* Rounds of what is short alone, in the reserve. */
static void add_short_rounds(const struct schedule *schedule, const uint64_t *cost_ns,
                             unsigned *rounds)
{
    size_t count = schedule->count;
    uint64_t round_ns = 0;
    unsigned least = UINT32_MAX;
    for (size_t i = 0; i < count; i++) {
        round_ns += cost_ns[i] <= SCHEDULE_LONG_NS ? cost_ns[i] : 0;
        if (cost_ns[i] > 0 && rounds[i] < least)
            least = rounds[i];
    }
    if (round_ns == 0)
        return;
    uint64_t fits = least + schedule->reserve_ns / round_ns;
    unsigned most = fits < schedule->most_rounds ? (unsigned)fits : schedule->most_rounds;
    for (size_t i = 0; i < count; i++)
        if (cost_ns[i] > 0 && cost_ns[i] <= SCHEDULE_LONG_NS && rounds[i] < most)
            rounds[i] = most;
}

/* Plans the rounds behind those that all have `taken`; gives how many the slowest get in all, and
 * what a round of all of them costs. */
static unsigned plan(struct schedule *schedule, unsigned taken, uint64_t *round_ns)
{
    size_t count = schedule->count;
    unsigned *rounds = calloc(count + 1, sizeof *rounds), least = UINT32_MAX;
    uint64_t *cost_ns = calloc(count + 1, sizeof *cost_ns);
    if (!rounds || !cost_ns)
        err(1, "benchmark");
    *round_ns = 0;
    for (size_t i = 0; i < count; i++) {
        cost_ns[i] = takes_part(schedule, i) ? schedule->jobs[i].cost_ns : 0;
        *round_ns += cost_ns[i];
    }
    rounds_plan(cost_ns, count, schedule->most_rounds, taken, schedule_budget_left(schedule),
                rounds);
    add_short_rounds(schedule, cost_ns, rounds);
    for (size_t i = 0; i < count; i++) {
        schedule->jobs[i].rounds = rounds[i];
        if (rounds[i] > 0 && rounds[i] < least)
            least = rounds[i];
    }
    free(cost_ns);
    free(rounds);
    return least;
}

/* Who takes long is settled once: a pair keeps its order in all rounds. */
static void tell_long_from_short(struct schedule *schedule)
{
    schedule->reserve_ns = 0;
    for (size_t i = 0; i < schedule->count; i++) {
        struct job *job = &schedule->jobs[i];
        job->is_long = takes_part(schedule, i) && job->cost_ns > SCHEDULE_LONG_NS;
        if (job->is_long)
            schedule->reserve_ns = schedule->budget_ns / 10;
    }
}

void schedule_plan(struct schedule *schedule)
{
    tell_long_from_short(schedule);
    uint64_t round_ns;
    unsigned least = plan(schedule, 0, &round_ns),
             wanted = schedule->most_rounds < STATS_INTERVAL_LEAST ? schedule->most_rounds
                                                                   : STATS_INTERVAL_LEAST;
    if (least < wanted && schedule->stretch_ns > 0) {
        schedule->budget_ns += schedule->stretch_ns;
        least = plan(schedule, 0, &round_ns);
        if (least < wanted) { /* that was not worth it */
            schedule->budget_ns -= schedule->stretch_ns;
            least = plan(schedule, 0, &round_ns);
        }
    }
    if (least < STATS_INTERVAL_LEAST && least < schedule->most_rounds) {
        uint64_t room_ns = (STATS_INTERVAL_LEAST + 1) * round_ns; /* one more than it takes */
        double budget_s = ceil((double)(clock_ns() - schedule->start_ns + room_ns) / 1e9);
        warnx(
            "only %u round%s fit%s the --budget: no verdicts, which take %d; --budget %.0fs would "
            "do",
            least, least == 1 ? "" : "s", least == 1 ? "s" : "", STATS_INTERVAL_LEAST, budget_s);
    } else if (least < STATS_INTERVAL_LEAST) {
        warnx("only %u round%s: no intervals and no verdicts, which take %d", least,
              least == 1 ? "" : "s", STATS_INTERVAL_LEAST);
    }
}

unsigned schedule_last(struct schedule *schedule, unsigned round)
{
    unsigned fewest = UINT32_MAX, last = 0;
    uint64_t round_ns;
    for (size_t i = 0; i < schedule->count; i++) {
        unsigned rounds = schedule->jobs[i].rounds;
        if (takes_part(schedule, i) && rounds > 0 && rounds < fewest)
            fewest = rounds;
    }
    if (round > 0 && round < STATS_INTERVAL_LEAST && fewest < STATS_INTERVAL_LEAST)
        plan(schedule, round, &round_ns);
    for (size_t i = 0; i < schedule->count; i++)
        if (schedule->jobs[i].rounds > last)
            last = schedule->jobs[i].rounds;
    return last;
}

static uint64_t next_ns(const struct schedule *schedule, unsigned round)
{
    return schedule_time_left(schedule, round) - schedule_time_left(schedule, round + 1);
}

/* What takes long has had its last round, and the reserve begins, where it has not yet. */
static void leave_to_short(struct schedule *schedule, unsigned round)
{
    for (size_t i = 0; i < schedule->count; i++) {
        struct job *job = &schedule->jobs[i];
        if (job->is_long && job->rounds > round)
            job->rounds = round;
    }
    if (schedule->reserve_from_ns == 0)
        schedule->reserve_from_ns = clock_ns();
}

bool schedule_goes_on(struct schedule *schedule, unsigned round)
{
    if (round < STATS_INTERVAL_LEAST ||
        clock_ns() - schedule->start_ns + next_ns(schedule, round) <= schedule->budget_ns)
        return true;
    leave_to_short(schedule, round);
    uint64_t short_ns = next_ns(schedule, round);
    return short_ns > 0 &&
           clock_ns() - schedule->reserve_from_ns + short_ns <= schedule->reserve_ns;
}

bool schedule_is_precise(const struct schedule *schedule, unsigned round, unsigned *narrow)
{
    const struct results *results = schedule->results;
    size_t known = 0, open = 0;
    if (results->precision <= 0 || round < SCHEDULE_FIRST_LOOK)
        return false;
    struct pairs pairs = pairs_of(results);
    for (size_t i = 0; i < pairs.count; i++) {
        const struct pair *pair = &pairs.all[i];
        if (pair->kind >= PAIR_PEER || !pair_is_measured(pair))
            continue;
        if (pair_width(pair) <= results->precision)
            known++;
        else if (schedule->jobs[pair->row_entry].rounds > round &&
                 schedule->jobs[pair->other_entry].rounds > round)
            open++;
    }
    pairs_free(&pairs);
    *narrow = known > 0 && open == 0 ? *narrow + 1 : 0;
    return *narrow >= SCHEDULE_IN_A_ROW;
}
