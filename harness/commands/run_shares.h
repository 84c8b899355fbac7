/* The share of the functions that programs of the user's attack. */
#ifndef RUN_SHARES_H
#define RUN_SHARES_H

#include "measure/measure.h"

/* Profiles what such programs follow, before the rounds, and keeps the shares with them. Where
 * there is none, the reason is kept, and is a warning of the run. */
void run_shares(struct bench *bench);

#endif
