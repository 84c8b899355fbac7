/* The figures of the trap: for each way of timing, the medians over its repeats. */
#ifndef TRAP_COLUMNS_H
#define TRAP_COLUMNS_H

#include "base/units.h"
#include "record/trap_record.h"

/* In milliseconds. */
struct trap_column {
    double step[TRAP_STEPS];
    double wait; /* the one before the copy */
    double sum;  /* of all these */
};

/* By the host's clock; by the device's events, and by the driver's records, of the runs in which
 * the host did not wait. */
struct trap_column trap_host(const struct trap *trap, enum trap_mode mode);
struct trap_column trap_events(const struct trap *trap);
struct trap_column trap_records(const struct trap *trap);

/* "no wait", "wait each", "wait once". */
const char *trap_mode_label(enum trap_mode mode);

/* NAN where there is nothing to have a share of. */
double trap_share(double part, double sum);

/* The same in per cent: "0.3", "99.9", "100"; "-" for NAN. Returns `to`. */
char *trap_percent(char to[UNITS_SIZE], double part, double sum);

#endif
