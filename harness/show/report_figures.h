/* What follows from a run's results, for the report page: the same words, tables and figures that
 * the terminal and Markdown have, so that the page works nothing out a second time.
 *
 *   {"story":"..", "csv":"..", "markdown":"..",
 *    "trusted":true, "control":{"name","copy_of","ratio","ci":[lo,hi]},   (null without a control)
 *    "rows":[{"name","act":n,"outcome":"wasted|paid|undecided",
 *             "x_first":x,"limit_ns":n,"rounds":n}],   (variants; null: not known)
 *    "tables":[{"title","columns":[{"name","align":"left|right"}],
 *               "rows":[{"cells":["..",..],"rest":bool}]}],   (rest: the last cell runs on)
 *    "captions":{"stages","ceilings","exceeded"},   (captions.h; null: nothing to say)
 *    "trap":{..}}   (trap_views.h; null without one)
 *
 * x_first: how many times as fast as the first rung that was measured; limit_ns: what the machine's
 * limit would take; rounds: how many count. An act is the first digit of a rung's file number; the
 * build's list of variants has it. */
#ifndef REPORT_FIGURES_H
#define REPORT_FIGURES_H

#include "figures/figures.h"

json_t *report_figures(const struct figures *figures);

#endif
