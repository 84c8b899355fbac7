/* The sentences under a run's tables. NULL where there is nothing to say; free() them. */
#ifndef CAPTIONS_H
#define CAPTIONS_H

#include "figures/figures.h"

/* What the rows "A/A" are, and whether they came out as they must. */
char *captions_controls(const struct figures *figures);

/* What the intervals of all comparisons together are worth and, where one has too few rounds, how
 * many it takes. */
char *captions_family(const struct figures *figures);

/* What ended the rounds, and which comparisons stayed wider than was asked for. */
char *captions_rounds(const struct figures *figures);

/* What part of the variance of a variant's times lies between rounds, each with its own layout. */
char *captions_layout(const struct figures *figures);

/* "Outliers, which stay in every figure: baseline 1 of 6, ..." */
char *captions_outliers(const struct figures *figures);

/* Whose samples take other times than their stages add up to, so that its shares are rough. */
char *captions_stages(const struct figures *figures);

/* Who gained more than its ceiling, and what else of its time went. */
char *captions_ceilings(const struct figures *figures);

/* How well the forecasts did. */
char *captions_forecasts(const struct figures *figures);

/* How well the user's did. */
char *captions_foretold(const struct figures *figures);

/* Whose times are those of whole processes, and what that means for ratios. */
char *captions_processes(const struct figures *figures);

/* Whose times are those of runs on all of the text. */
char *captions_fits(const struct figures *figures);

/* Who beat its limit: that shows that the limit is wrong, not that the variant is good. */
char *captions_exceeded(const struct figures *figures);

/* Which variants the peers are compared with, and what the peers are. */
char *captions_peers(const struct figures *figures);

/* What a share of a limit is the median of. */
char *captions_limits(const struct figures *figures);

/* How the limits were found, and on which bytes. */
char *captions_ways(const struct figures *figures);

#endif
