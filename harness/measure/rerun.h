/* Who has to run again when a round was disturbed. */
#ifndef RERUN_H
#define RERUN_H

#include "measure/schedule.h"

#include <stdbool.h>
#include <stdint.h>

/* Sets only[i] for each entry of the results whose sample of round `number`, from 1, was disturbed,
 * and for each that such a one is compared with and that had a sample in this round, too: ratios
 * take both from one round. Returns what they cost; 0 where there are none. */
uint64_t rerun_who(const struct schedule *schedule, unsigned number, bool *only);

#endif
