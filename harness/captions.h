/* The sentences under a run's tables, for whoever prints these. NULL where there is nothing to say;
 * free() what is not const. */
#ifndef CAPTIONS_H
#define CAPTIONS_H

#include "results.h"

/* What the row "A/A" is, and whether it came out as it must. */
char *captions_control(const struct results *results);

/* "baseline 1 of 6, ...": whose samples stand out. */
char *captions_outliers(const struct results *results);

/* Which variants the peers are compared with, and what the peers are. */
char *captions_peers(const struct results *results);

/* What a share of a limit is the median of. */
const char *captions_limits(const struct results *results);

#define CAPTIONS_PEERS_TITLE "The tools that people would use instead"

#endif
