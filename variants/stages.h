/* The stage clock: where a variant's time goes.
 *
 * The shared steps (read, lower, count) enter and leave their stages, so that a rung's own code
 * shows only its idea. While the clock is off, as it is in samples, a switch costs one predictable
 * branch.
 *
 * Each thread has a clock of its own. The report is the calling thread's timeline, which adds up to
 * the run. While that thread waits for others (STAGE_WAIT), its time is divided among the stages in
 * proportion to what the other threads, worker processes or devices spent in them.
 *
 * The clock's own cost is subtracted: half of a switch from the stage that is left, half from the
 * one that is entered. The cost of a switch in an empty loop, measured first, is an upper bound.
 * Among other work the processor hides part of it; stages_calibrate() finds out how much.
 *
 * The clock is the time stamp counter if that is invariant. It is several times cheaper than the
 * vDSO's CLOCK_MONOTONIC, which matters at several switches per line of 1,000 bytes. Both clocks
 * are read at the start and the end of a run, which gives the length of a tick. Elsewhere the clock
 * is CLOCK_MONOTONIC. */
#ifndef STAGES_H
#define STAGES_H

#include "variant.h"

/* Nanoseconds per stage, and the clock's own. */
struct stage_times {
    uint64_t spent[STAGE_COUNT + 1];
    uint64_t clock;
};

/* What clocks counted, in ticks, including their own cost. */
struct stage_ticks {
    uint64_t spent[STAGE_COUNT + 1];
    uint64_t stays[STAGE_COUNT + 1]; /* visits; each includes half a switch at either end */
};

/* What was recorded of a run. */
struct stage_run {
    struct stage_ticks own, others; /* of the calling thread; of other threads and processes */
    size_t other_threads;
    uint64_t device_ns[STAGE_COUNT];
    uint64_t ns; /* from stages_start() to stages_stop() */
    double ns_per_tick;
};

extern bool stages_on;

/* "read", "compile", ...; NULL for STAGE_WAIT and beyond. */
const char *stage_name(enum stage stage);

/* The reverse; STAGE_COUNT if there is no such stage, and for NULL. */
enum stage stage_named(const char *name);

/* Call before prepare(), so that the processes and threads that it starts have their clocks on,
 * too. Takes a few milliseconds to time a switch. */
void stages_enable(void);

/* From now on every visit to the stage is followed by a spin of `fraction` times its length, which
 * counts as part of the stage. How much longer the whole run takes shows whether others wait for
 * this stage. Code that gives work to a device must delay that work itself: it asks stage_delay().
 * In STAGE_OTHER only the searching thread is delayed, because the other threads only wait there.
 */
void stages_delay(enum stage stage, double fraction);
double stage_delay(enum stage stage);

/* Start and stop the calling thread's timeline, around search(). */
void stages_start(void);
struct stage_run stages_stop(void);

/* The run's stages as reported. Together with the clock's own time, they add up to the run. */
struct stage_times stages_times(const struct stage_run *run);

/* The part of a run that the clock takes if nothing hides its cost. */
double stages_most_clock(const struct stage_run *run);

/* Compares the same search with the clock on (`run`) and off. With other threads or processes the
 * two lengths can't be compared, and this does nothing. */
void stages_calibrate(const struct stage_run *run, uint64_t with_ns, uint64_t without_ns);

/* A worker process takes what its clock has counted since the last call; its parent adds it. */
struct stage_ticks stages_take(void);
void stages_add_worker(const struct stage_ticks *ticks);

/* Adds what a device did meanwhile, in nanoseconds of its own clock. */
void stages_add_device(const uint64_t ns[STAGE_COUNT]);

enum stage stages_switch(enum stage next);

/* Enters a stage and returns the one before, for stage_leave(). */
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
