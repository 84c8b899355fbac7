/* How often each variant still takes part, and what of the budget is left for that. Nothing of it
 * is kept in a results file. Rounds count from 0. */
#ifndef SCHEDULE_H
#define SCHEDULE_H

#include "common/units.h"
#include "record/results.h"

#include <stdbool.h>
#include <stdint.h>

#define SCHEDULE_LONG_NS NS_PER_S /* a sample that takes more than this is a long one */

struct job {
    unsigned rounds;  /* how many it takes part in */
    uint64_t cost_ns; /* what a sample of it takes, as far as that is known */
    bool is_long;     /* its samples come last in each round */
};

struct schedule {
    const struct results *results;
    struct job *jobs; /* one for each of results_entry() */
    size_t count;
    unsigned most_rounds; /* --rounds */
    uint64_t start_ns, budget_ns;
    uint64_t stretch_ns;                  /* what may be added to a budget that nobody asked for */
    uint64_t reserve_ns, reserve_from_ns; /* see schedule_goes_on(); since when, 0: not yet */
};

/* A job for each entry of the results, whose costs are not known yet. schedule_free() it. */
void schedule_open(struct schedule *schedule, const struct results *results);
void schedule_free(struct schedule *schedule);

/* A job for an entry that the results have just got, in its place. */
void schedule_insert(struct schedule *schedule, size_t index, uint64_t cost_ns);

/* What is left of the budget. */
uint64_t schedule_budget_left(const struct schedule *schedule);

/* How many rounds each entry gets of what is left of the budget; says where those are too few. */
void schedule_plan(struct schedule *schedule);

/* How many rounds there are to be, before round `round`. Where too few were planned for intervals,
 * what a round takes is known better now, and they are planned anew. */
unsigned schedule_last(struct schedule *schedule, unsigned round);

/* Samples still planned from this round on, in time. */
uint64_t schedule_time_left(const struct schedule *schedule, unsigned round);

/* Whether there is another round. Those that an interval takes are never given up: they were
 * planned to fit the budget, and a machine that has slowed since gets them all the same. Beside
 * long samples, which use a budget up, short ones have a reserve of a tenth of it, since many
 * rounds of these cost less than one of those: once that is all that is left, the long ones have
 * had their last round. */
bool schedule_goes_on(struct schedule *schedule, unsigned round);

/* Intervals alone decide when rounds have said enough, by how wide they are, never by what they
 * say. Even so, stopping where an interval happens to be narrow makes it right less often than it
 * claims: looked at after each round from the sixth on, one that claims 96 % may be right in 94.
 * Not looking before SCHEDULE_FIRST_LOOK, and not believing in a narrow interval before it has been
 * narrow SCHEDULE_IN_A_ROW rounds running, makes up for that: tests/measure/simulation_unit.c. (Up
 * to the default of 20 rounds; of a single comparison over a hundred rounds and more one point is
 * still lost. With --precision 0 nothing is looked at.) A run that ends in the middle of a Latin
 * square has not had every variant at every position equally often, as none has whose slow variants
 * leave early: the order is drawn at random, so that this adds to the noise and favours nobody. */
#define SCHEDULE_FIRST_LOOK 10
#define SCHEDULE_IN_A_ROW 2

/* After round `round`, from 1: whether every comparison is known as well as was asked for. `narrow`
 * is 0 at first, and kept from round to round. What has had all its rounds holds nothing up. */
bool schedule_is_precise(const struct schedule *schedule, unsigned round, unsigned *narrow);

#endif
