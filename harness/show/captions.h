/* The sentences under a run's tables. NULL if there is nothing to say; free() them. */
#ifndef CAPTIONS_H
#define CAPTIONS_H

#include "figures/figures.h"

/* What the rows "A/A" are, and whether they came out as they should. */
char *captions_controls(const struct figures *figures);

/* The joint confidence of all comparisons' intervals, and how many rounds they need if one has too
 * few. */
char *captions_family(const struct figures *figures);

/* Why the rounds ended, and which comparisons stayed wider than requested. */
char *captions_rounds(const struct figures *figures);

/* How much of the variance of variants' times lies between rounds, each with its own layout. */
char *captions_layout(const struct figures *figures);

/* "Outliers, which stay in every figure: baseline 1 of 6, ..." */
char *captions_outliers(const struct figures *figures);

/* Which variants' shares are rough, because their samples take longer or shorter than the sum of
 * the stages. */
char *captions_stages(const struct figures *figures);

/* Which rungs gained more than their ceilings, and what else became faster. */
char *captions_ceilings(const struct figures *figures);

/* How well the forecasts did. */
char *captions_forecasts(const struct figures *figures);

/* How good the user's own predictions were. */
char *captions_foretold(const struct figures *figures);

/* Which rows have the times of whole processes, and what that means for ratios. */
char *captions_processes(const struct figures *figures);

/* Which variants' times are those of runs on the whole text. */
char *captions_fits(const struct figures *figures);

/* Which variants beat their limits: that shows that the limit is wrong, not that the variant is
 * good. */
char *captions_exceeded(const struct figures *figures);

/* Which variants the peers are compared with, and what the peers are. */
char *captions_peers(const struct figures *figures);

/* How a share of a limit is measured. */
char *captions_limits(const struct figures *figures);

/* How the limits were found, and on which bytes. */
char *captions_ways(const struct figures *figures);

#endif
