/* Which entries must run again after a disturbed round. */
#ifndef RERUN_H
#define RERUN_H

#include "measure/schedule.h"

#include <stdbool.h>
#include <stdint.h>

/* Sets only[i] for each entry whose sample in round `number` (from 1) was disturbed, and for each
 * entry with a sample in this round that is compared with such a one, because both sides of a ratio
 * must come from one round. Returns the cost of running them; 0 if there are none. */
uint64_t rerun_who(const struct schedule *schedule, unsigned number, bool *only);

#endif
