/* The stage clock: where a variant's time goes.
 *
 * The shared steps (reading, lower-casing, counting) enter their stage and leave it again, so that
 * a rung's code stays the story. While the clock is off, which is how samples are timed, a switch
 * costs one predictable branch.
 *
 * Each thread has a clock of its own. What is reported is the calling thread's time line, which
 * adds up to the run: while it waits for others (STAGE_WAIT), the time is charged to the stages
 * that the other threads, worker processes or devices spent theirs in, in proportion.
 *
 * The clock is the time stamp counter where it is invariant: several times cheaper than the
 * vDSO's CLOCK_MONOTONIC, which matters at several switches per line of 1,000 bytes. It is
 * calibrated by the run itself: both clocks are read at its start and at its end. Elsewhere:
 * CLOCK_MONOTONIC. */
#ifndef STAGES_H
#define STAGES_H

#include "variant.h"

/* Time per stage, in ticks of the stage clock or, from stages_stop(), in nanoseconds. */
struct stage_times {
    uint64_t spent[STAGE_COUNT + 1];
};

extern bool stages_on;

/* "read", "compile", ...; NULL for STAGE_WAIT and beyond. */
const char *stage_name(enum stage stage);

/* Call before prepare(): what it forks or starts then has its clock on too. */
void stages_enable(void);

/* Start and stop the calling thread's time line, around search(). */
void stages_start(void);

/* The reported stages in nanoseconds; their sum is the time since stages_start(). */
struct stage_times stages_stop(void);

/* A worker process hands back its thread's times since it last did (in ticks); its parent adds
 * them. */
struct stage_times stages_take(void);
void stages_add_worker(const struct stage_times *ticks);

/* What a device did meanwhile, in nanoseconds of its own clock. */
void stages_add_device(const uint64_t ns[STAGE_COUNT]);

enum stage stages_switch(enum stage next);

/* Enter a stage; gives the stage that was left, for stage_leave(). */
static inline enum stage stage_enter(enum stage stage)
{
    return stages_on ? stages_switch(stage) : STAGE_OTHER;
}

static inline void stage_leave(enum stage outer)
{
    if (stages_on)
        stages_switch(outer);
}

#endif
