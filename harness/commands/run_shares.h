/* Finds the share of the functions that the user's programs attack. */
#ifndef RUN_SHARES_H
#define RUN_SHARES_H

#include "measure/measure.h"

/* Profiles the variants that such programs follow, before the rounds, and keeps the shares with the
 * programs. If there is no share, keeps the reason, and adds it as a warning. */
void run_shares(struct bench *bench);

#endif
