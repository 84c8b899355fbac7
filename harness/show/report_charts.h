/* Charts for a README, as SVG by gnuplot: one for pages that are light, one for those that are
 * dark. */
#ifndef REPORT_CHARTS_H
#define REPORT_CHARTS_H

#include "record/results.h"

/* Draws DIR/ladder-light.svg and DIR/ladder-dark.svg: the median time of every variant in ladder
 * order, with its interval, on a logarithmic axis. Returns the exit code: 0; 1 where they could not
 * be written, 77 where there is no gnuplot, both with a line on standard error. */
int report_charts(const struct results *results, const char *folder);

#endif
