/* What a program of the reduction case (cuda/big_sum.c) says of a run: one line of JSON, which is
 * also the member "trap" of a results file. Every field is checked here, once. */
#ifndef TRAP_RECORD_H
#define TRAP_RECORD_H

#include <jansson.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define TRAP_REPEATS_MOST 50
#define TRAP_SIZE_MOST 1000000

enum trap_step {
    TRAP_SUM,
    TRAP_SQUARES,
    TRAP_ROOTS,
    TRAP_TOTAL,
    TRAP_COPY, /* 8 bytes, to the host */
    TRAP_STEPS,
};

/* How the host's clock was read. */
enum trap_mode {
    TRAP_NO_WAIT,
    TRAP_WAIT_EACH, /* for the device, after each step */
    TRAP_WAIT_ONCE, /* before the copy */
    TRAP_MODES,
};

/* Nanoseconds, of each step of each repeat. */
struct trap_times {
    uint64_t ns[TRAP_REPEATS_MOST][TRAP_STEPS];
};

/* Starts are since the run's own. */
struct trap {
    bool simulated;
    char device[160]; /* printable */
    uint64_t size, repeats;
    struct {
        struct trap_times host, start, device; /* by the host's clock; by the device's events */
        uint64_t wait_ns[TRAP_REPEATS_MOST];
    } modes[TRAP_MODES];
    bool has_records;
    char source[200];                       /* of the records, or why there are none */
    uint64_t dropped;                       /* records */
    struct trap_times record_start, record; /* by the driver's activity records */
};

const char *trap_step_name(enum trap_step step);

/* False, with what is wrong in `why`, where it is no record of the case, or one of wrong sums. */
bool trap_parse(const json_t *object, struct trap *trap, char *why, size_t why_size);

/* The time that a record claims to have taken. */
uint64_t trap_claimed_ns(const struct trap *trap);

#endif
