/* How many rounds there are, and how much of the budget is left for them. Every entry takes part in
 * every round. Results files contain nothing of the schedule. Rounds count from 0. */
#ifndef SCHEDULE_H
#define SCHEDULE_H

#include "measure/prefix.h"
#include "record/results.h"

#include <stdbool.h>
#include <stdint.h>

struct job {
    struct prefix prefix; /* how much of the text its samples search */
    uint64_t cost_ns;     /* the time of a sample, as far as known */
    uint64_t probes_ns;   /* the time of its probes in a round */
    uint64_t whole_ns;    /* the time of all its runs on the whole text */
};

struct schedule {
    const struct results *results;
    struct job *jobs; /* one for each of results_entry() */
    size_t count;
    unsigned most_rounds;  /* --rounds */
    unsigned rounds;       /* planned rounds */
    unsigned least_rounds; /* rounds that verdicts need */
    uint64_t start_ns, budget_ns;
    uint64_t beside_ns;  /* a round's time beside samples and probes: linking, limits, warming */
    uint64_t stretch_ns; /* by how much a default budget may be exceeded */
    bool fixed;          /* the budget is not the user's to change */
};

/* Makes a job for each entry of the results, with unknown costs. schedule_free() it. */
void schedule_open(struct schedule *schedule, const struct results *results);
void schedule_free(struct schedule *schedule);

/* Inserts a job for an entry that was just added to the results. */
void schedule_insert(struct schedule *schedule, size_t index, struct job job);

/* The time of an entry's sample on the whole text. */
uint64_t schedule_whole_ns(const struct schedule *schedule, size_t index);

/* How much of the budget is left. */
uint64_t schedule_budget_left(const struct schedule *schedule);

/* The time of a round of all entries. */
uint64_t schedule_round_ns(const struct schedule *schedule);

/* Plans as many rounds as the rest of the budget allows; prints a message if those are too few. */
void schedule_plan(struct schedule *schedule);

/* The time of the samples and probes planned from this round on. */
uint64_t schedule_time_left(const struct schedule *schedule, unsigned round);

/* Whether there is time for another round. The rounds that an interval needs always run: they were
 * planned to fit the budget, even if the machine has become slower since. */
bool schedule_goes_on(const struct schedule *schedule, unsigned round);

/* The rounds stop when the intervals are narrow, whatever their values. Even so, to stop when an
 * interval happens to be narrow makes it right less often than it claims: if you look after each
 * round from the sixth on, an interval of 96 % may be right in only 94 %. To make up for that, the
 * schedule doesn't look before round SCHEDULE_FIRST_LOOK, and stops only after SCHEDULE_IN_A_ROW
 * narrow rounds in a row: see tests/measure/simulation_unit.c. With --precision 0, it never looks.
 */
#define SCHEDULE_FIRST_LOOK 10
#define SCHEDULE_IN_A_ROW 2

/* After round `round`, from 1: whether every comparison is as precise as requested. Start with
 * *narrow = 0 and keep it from round to round. */
bool schedule_is_precise(const struct schedule *schedule, unsigned round, unsigned *narrow);

#endif
