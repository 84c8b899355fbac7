/* How many rounds there are, and what of the budget is left for them. Every entry takes part in
 * every round. Nothing of it is kept in a results file. Rounds count from 0. */
#ifndef SCHEDULE_H
#define SCHEDULE_H

#include "measure/prefix.h"
#include "record/results.h"

#include <stdbool.h>
#include <stdint.h>

struct job {
    struct prefix prefix; /* how much of the text its samples search */
    uint64_t cost_ns;     /* what a sample of it takes, as far as that is known */
    uint64_t probes_ns;   /* what its probes take in a round */
    uint64_t whole_ns;    /* what its runs on all of the text take, in the whole run */
};

struct schedule {
    const struct results *results;
    struct job *jobs; /* one for each of results_entry() */
    size_t count;
    unsigned most_rounds;  /* --rounds */
    unsigned rounds;       /* that are planned */
    unsigned least_rounds; /* that verdicts take */
    uint64_t start_ns, budget_ns;
    uint64_t beside_ns; /* what a round takes beside samples and probes: linking, limits, warming */
    uint64_t stretch_ns; /* what may be added to a budget that nobody asked for */
};

/* A job for each entry of the results, whose costs are not known yet. schedule_free() it. */
void schedule_open(struct schedule *schedule, const struct results *results);
void schedule_free(struct schedule *schedule);

/* A job for an entry that the results have just got, in its place. */
void schedule_insert(struct schedule *schedule, size_t index, struct job job);

/* What an entry's sample would take on all of the text. */
uint64_t schedule_whole_ns(const struct schedule *schedule, size_t index);

/* What is left of the budget. */
uint64_t schedule_budget_left(const struct schedule *schedule);

/* What a round of all entries takes. */
uint64_t schedule_round_ns(const struct schedule *schedule);

/* How many rounds fit what is left of the budget; says where those are too few. */
void schedule_plan(struct schedule *schedule);

/* Samples and probes still planned from this round on, in time. */
uint64_t schedule_time_left(const struct schedule *schedule, unsigned round);

/* Whether there is time for another round. Those that an interval takes are never given up: they
 * were planned to fit the budget, and a machine that has slowed since gets them all the same. */
bool schedule_goes_on(const struct schedule *schedule, unsigned round);

/* Intervals alone decide when rounds have said enough, by how wide they are, never by what they
 * say. Even so, stopping where an interval happens to be narrow makes it right less often than it
 * claims: looked at after each round from the sixth on, one that claims 96 % may be right in 94.
 * Not looking before SCHEDULE_FIRST_LOOK, and not believing in a narrow interval before it has been
 * narrow SCHEDULE_IN_A_ROW rounds running, makes up for that: tests/measure/simulation_unit.c. With
 * --precision 0 nothing is looked at. */
#define SCHEDULE_FIRST_LOOK 10
#define SCHEDULE_IN_A_ROW 2

/* After round `round`, from 1: whether every comparison is known as well as was asked for. `narrow`
 * is 0 at first, and kept from round to round. */
bool schedule_is_precise(const struct schedule *schedule, unsigned round, unsigned *narrow);

#endif
