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
 * The clock's own cost is taken out: half of a switch from the stage that is left, half from the
 * one that is entered. A switch costs at most what it takes in a loop of nothing else, which is
 * measured first. Among other work the processor hides some of it: how much is for
 * stages_calibrate() to say.
 *
 * The clock is the time stamp counter where it is invariant: several times cheaper than the
 * vDSO's CLOCK_MONOTONIC, which matters at several switches per line of 1,000 bytes. Both clocks
 * are read at a run's start and at its end, which gives the length of a tick. Elsewhere:
 * CLOCK_MONOTONIC. */
#ifndef STAGES_H
#define STAGES_H

#include "variant.h"

/* Nanoseconds per stage, and those that the clock itself took. */
struct stage_times {
    uint64_t spent[STAGE_COUNT + 1];
    uint64_t clock;
};

/* What clocks have counted, in ticks, their own cost included. */
struct stage_ticks {
    uint64_t spent[STAGE_COUNT + 1];
    uint64_t stays[STAGE_COUNT + 1]; /* each begins and ends with half a switch */
};

/* What is known of a run. */
struct stage_run {
    struct stage_ticks own, others; /* the calling thread's; other threads' and processes' */
    size_t other_threads;
    uint64_t device_ns[STAGE_COUNT];
    uint64_t ns; /* from stages_start() to stages_stop() */
    double ns_per_tick;
};

extern bool stages_on;

/* "read", "compile", ...; NULL for STAGE_WAIT and beyond. */
const char *stage_name(enum stage stage);

/* The other way round; STAGE_COUNT for a name that is none, or NULL. */
enum stage stage_named(const char *name);

/* Call before prepare(): what it forks or starts then has its clock on too. Takes a few
 * milliseconds, in which a switch is timed. */
void stages_enable(void);

/* From here on every stay in the stage is followed by a spin of so many times its length, which
 * counts as part of it: how much longer the whole takes tells whether others wait for the stage.
 * What a device does is delayed by whoever gives it the work, who asks stage_delay(). Of threads,
 * only the one that searches is delayed in STAGE_OTHER: the others wait there. */
void stages_delay(enum stage stage, double fraction);
double stage_delay(enum stage stage);

/* Start and stop the calling thread's time line, around search(). */
void stages_start(void);
struct stage_run stages_stop(void);

/* The run's reported stages; with what the clock took, they add up to the run. */
struct stage_times stages_times(const struct stage_run *run);

/* The part of a run that the clock took, if nothing hides it. */
double stages_most_clock(const struct stage_run *run);

/* The same search took so long with the clock, which is `run`, and without it. Where other threads
 * or processes took part, one's length says nothing about the other's, and nothing changes. */
void stages_calibrate(const struct stage_run *run, uint64_t with_ns, uint64_t without_ns);

/* A worker process hands back what its thread's clock has counted since it last did; its parent
 * adds it. */
struct stage_ticks stages_take(void);
void stages_add_worker(const struct stage_ticks *ticks);

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
