/* A search by several processes, on this machine or on others: ranks, which mpirun starts. Each has
 * a share of the text, which is a file of the same name on every host. */
#ifndef RANKS_H
#define RANKS_H

#include "text.h"

/* For the driver. */
extern const struct together ranks_together;

/* Finds the other ranks. From here on, what this program says of errors begins with its rank and
 * its host. */
void ranks_start(void);
void ranks_end(void);

/* Of a text, the lines that start in this rank's stretch of it. */
struct span ranks_share(struct span text);

/* The sum of all ranks' tallies, in the first of them; none in the others. Ends the program with a
 * line that names who has not found its own after RANKS_PATIENCE_S seconds. */
struct tally ranks_sum(struct tally own);

/* In the environment: for how long the first rank waits for the others. */
#define RANKS_PATIENCE "RANKS_PATIENCE_S"

#endif
