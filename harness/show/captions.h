/* The sentences under a run's tables, for whoever prints these. NULL where there is nothing to say;
 * free() what is not const. */
#ifndef CAPTIONS_H
#define CAPTIONS_H

#include "record/results.h"

/* What the row "A/A" is, and whether it came out as it must. */
char *captions_control(const struct results *results);

/* "Outliers, which stay in every figure: baseline 1 of 6, ..." */
char *captions_outliers(const struct results *results);

/* Whose stage runs were much slower than its samples, so that its shares are not quite theirs. */
char *captions_stages(const struct results *results);

/* Who gained more than its share could explain, surely. */
char *captions_ceilings(const struct results *results);

/* Who beat its limit: that shows that the limit is wrong, not that the variant is good. */
char *captions_exceeded(const struct results *results);

/* Which variants the peers are compared with, and what the peers are. */
char *captions_peers(const struct results *results);

/* What a share of a limit is the median of. */
const char *captions_limits(const struct results *results);

#define CAPTIONS_PEERS_TITLE "The tools that people would use instead"

#endif
