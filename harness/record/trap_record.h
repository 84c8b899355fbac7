/* The record of the GPU trap: one line of JSON, printed by the program behind ./harness trap
 * (cuda/big_sum.c), which is also the member "trap" of a results file. This module checks every
 * field. */
#ifndef TRAP_RECORD_H
#define TRAP_RECORD_H

#include <jansson.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define TRAP_REPEATS_MOST 50
#define TRAP_SIZE_MOST 1000000

/* Where time goes: the program's five steps, and the host's wait just before the last one. */
enum trap_part {
    TRAP_SUM,
    TRAP_SQUARES,
    TRAP_ROOTS,
    TRAP_TOTAL,
    TRAP_WAIT,
    TRAP_COPY, /* 8 bytes, to the host */
    TRAP_PARTS,
};

/* How the host's clock was read. */
enum trap_mode {
    TRAP_NO_WAIT,
    TRAP_WAIT_EACH, /* for the device, after each step */
    TRAP_WAIT_ONCE, /* before the copy */
    TRAP_MODES,
};

/* Nanoseconds for each part of each repeat. A device doesn't wait, so its TRAP_WAIT is 0. */
struct trap_times {
    json_int_t ns[TRAP_REPEATS_MOST][TRAP_PARTS];
};

/* Starts are relative to the start of their repeat. */
struct trap {
    bool simulated;
    char device[160]; /* printable */
    uint64_t size, repeats;
    struct {
        struct trap_times host, start, device; /* by the host's clock; by the device's events */
    } modes[TRAP_MODES];
    bool has_records;
    char source[200];                       /* of the records, or why there are none; printable */
    uint64_t dropped;                       /* records */
    struct trap_times record_start, record; /* by the driver's activity records */
};

/* "sum", "wait"; "all" of TRAP_PARTS. */
const char *trap_part_name(enum trap_part part);

/* False with why if it is not such a record, or if its sums are wrong. */
bool trap_parse(const json_t *object, struct trap *trap, char *why, size_t why_size);

/* The time of a repeat by the host's clock, and the time of all repeats. */
uint64_t trap_host_ns(const struct trap *trap, enum trap_mode mode, size_t repeat);
uint64_t trap_claimed_ns(const struct trap *trap);

#endif
