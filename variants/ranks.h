/* A search by several processes (ranks), on this machine or on several. mpirun starts them. Each
 * searches a share of the text, which has the same path on every host. */
#ifndef RANKS_H
#define RANKS_H

#include "text.h"

/* For the driver. */
extern const struct together ranks_together;

/* Connects to the other ranks. From here on, error messages begin with the rank and the host. */
void ranks_start(void);
void ranks_end(void);

/* This rank's share of a text: the lines that start in its stretch. */
struct span ranks_share(struct span text);

/* In the first rank, the sum of all ranks' tallies; in the others, nothing. If ranks haven't
 * reported after RANKS_PATIENCE_S seconds, ends the program with a message that names them. */
struct tally ranks_sum(struct tally own);

/* Environment variable: how long the first rank waits for the others. */
#define RANKS_PATIENCE "RANKS_PATIENCE_S"

#endif
