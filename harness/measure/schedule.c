#include "measure/schedule.h"
#include "base/stats.h"
#include "common/units.h"
#include "figures/pairs.h"
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

void schedule_insert(struct schedule *schedule, size_t index, struct job job)
{
    struct job *jobs = reallocarray(schedule->jobs, schedule->count + 1, sizeof *jobs);
    if (!jobs)
        err(1, "schedule");
    memmove(jobs + index + 1, jobs + index, (schedule->count++ - index) * sizeof *jobs);
    jobs[index] = job;
    schedule->jobs = jobs;
}

uint64_t schedule_whole_ns(const struct schedule *schedule, size_t index)
{
    const struct job *job = &schedule->jobs[index];
    uint64_t bytes = schedule->results->data.bytes;
    return job->prefix.bytes == 0
               ? job->cost_ns
               : (uint64_t)((double)job->cost_ns * (double)bytes / (double)job->prefix.bytes);
}

uint64_t schedule_budget_left(const struct schedule *schedule)
{
    uint64_t spent_ns = clock_ns() - schedule->start_ns, budget_ns = schedule->budget_ns;
    return budget_ns > spent_ns ? budget_ns - spent_ns : 0;
}

/* The time of all runs on the whole text that are not samples. */
static uint64_t whole_ns(const struct schedule *schedule)
{
    uint64_t sum_ns = 0;
    for (size_t i = 0; i < schedule->count; i++)
        if (results_entry(schedule->results, i)->status == STATUS_OK)
            sum_ns += schedule->jobs[i].whole_ns;
    return sum_ns;
}

uint64_t schedule_round_ns(const struct schedule *schedule)
{
    uint64_t sum_ns = schedule->beside_ns;
    for (size_t i = 0; i < schedule->count; i++)
        if (results_entry(schedule->results, i)->status == STATUS_OK)
            sum_ns += schedule->jobs[i].cost_ns + schedule->jobs[i].probes_ns;
    return sum_ns;
}

uint64_t schedule_time_left(const struct schedule *schedule, unsigned round)
{
    return round < schedule->rounds ? (schedule->rounds - round) * schedule_round_ns(schedule) : 0;
}

/* How many rounds fit so much time, at least one. */
static unsigned fitting(const struct schedule *schedule, uint64_t room_ns)
{
    uint64_t round_ns = schedule_round_ns(schedule), reserved_ns = whole_ns(schedule);
    uint64_t rounds = round_ns == 0           ? schedule->most_rounds
                      : room_ns > reserved_ns ? (room_ns - reserved_ns) / round_ns
                                              : 0;
    return rounds < 1                       ? 1
           : rounds > schedule->most_rounds ? schedule->most_rounds
                                            : (unsigned)rounds;
}

/* How many rounds the run's verdicts need. Before there are samples this is a guess, because nobody
 * knows which variants a peer will be compared with. */
static unsigned rounds_of_verdicts(const struct schedule *schedule)
{
    const struct results *results = schedule->results;
    struct pairs pairs = pairs_of(results);
    size_t comparisons = 0;
    for (size_t i = 0; i < pairs.count; i++)
        comparisons += pairs.all[i].kind < PAIR_PEER && pairs.all[i].row->status == STATUS_OK &&
                       pairs.all[i].other->status == STATUS_OK;
    for (size_t i = 0; i < results->peer_count; i++)
        if (results->peers[i].row.status == STATUS_OK)
            comparisons += 2;
    pairs_free(&pairs);
    return (unsigned)pairs_least_rounds(results, comparisons);
}

/* A default budget grows if that makes all rounds possible, or those that verdicts need. */
static void stretch(struct schedule *schedule)
{
    uint64_t left_ns = schedule_budget_left(schedule);
    unsigned more = fitting(schedule, left_ns + schedule->stretch_ns);
    if (more == schedule->rounds ||
        (more < schedule->most_rounds &&
         (schedule->rounds >= schedule->least_rounds || more < schedule->least_rounds)))
        return;
    schedule->budget_ns += schedule->stretch_ns;
    schedule->rounds = more;
}

void schedule_plan(struct schedule *schedule)
{
    const unsigned enough = schedule->least_rounds = rounds_of_verdicts(schedule);
    schedule->rounds = fitting(schedule, schedule_budget_left(schedule));
    stretch(schedule);
    unsigned rounds = schedule->rounds;
    if (rounds >= enough)
        return;
    if (rounds == schedule->most_rounds) {
        warnx("only %u round%s: no verdicts, which need %u", rounds, rounds == 1 ? "" : "s",
              enough);
        return;
    }
    if (schedule->fixed) {
        warnx("there is time for only %u round%s: no verdicts, which need %u", rounds,
              rounds == 1 ? "" : "s", enough);
        return;
    }
    uint64_t room_ns =
        whole_ns(schedule) + (enough + 1) * schedule_round_ns(schedule); /* one to spare */
    warnx("only %u round%s fit%s the --budget: no verdicts, which need %u; try --budget %.0fs",
          rounds, rounds == 1 ? "" : "s", rounds == 1 ? "s" : "", enough,
          ceil((double)(clock_ns() - schedule->start_ns + room_ns) / 1e9));
}

bool schedule_goes_on(const struct schedule *schedule, unsigned round)
{
    return round < schedule->least_rounds ||
           schedule_round_ns(schedule) <= schedule_budget_left(schedule);
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
        else
            open++;
    }
    pairs_free(&pairs);
    *narrow = known > 0 && open == 0 ? *narrow + 1 : 0;
    return *narrow >= SCHEDULE_IN_A_ROW;
}
