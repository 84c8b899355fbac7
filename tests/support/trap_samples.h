/* What a trap's program could have printed. */
#ifndef TRAP_SAMPLES_H
#define TRAP_SAMPLES_H

#include "record/trap_record.h"
#include "samples.h"

#define MS 1000000
#define REPEATS 3
#define STEPS 5

/* Of one way of timing, in ms. */
struct made_times {
    double host[STEPS], wait, start[STEPS], device[STEPS];
};

extern const struct made_times trap_shows[TRAP_MODES], trap_shows_nothing[TRAP_MODES],
    trap_copies[TRAP_MODES], trap_takes_no_time[TRAP_MODES];

/* A record of these figures; on a GPU with records of the same, unless `simulated`. */
json_t *trap_record_of(const struct made_times of[TRAP_MODES], bool simulated);

/* The same, read by the harness. */
struct trap trap_parsed(const struct made_times of[TRAP_MODES], bool simulated);

#endif
