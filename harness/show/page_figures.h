/* The page's JSON: all figures that it shows of a run. The page draws them and computes none; the
 * terminal and Markdown have the same ones.
 *
 *   {"landmarks":[{"row":i,"over_first":x}],   (in ladder order: figures/landmarks.h)
 *    "story":[{"subject","says"}],   (figures/story.h)
 *    "objections":[{"spoils":bool,"what","remedy"}],   (what is against the run, the worst first)
 *    "trust":{"answer","why"},
 *    "rounds":n, "fewest_rounds":n, "noise":x, "resident":"100 %",   (figures.h)
 *    "patterns":"..",   (run_header_patterns())
 *    "rows":[..],   (a variant each, in the order of the results' variants)
 *    "twice":[[i,j],..],   (rows: an idea in vain, and where it paid)
 *    "sweep":[{"name","points":[{"threads","speedup","ci","efficiency"}]}],
 *    "csv":"..", "markdown":"..",
 *    "tables":[{"part","title","columns":[{"name","align":"left|right"}],
 *               "rows":[{"cells":["..",..],"rest":bool}]}],   (rest: the last cell runs on)
 *    "captions":{"family","stages","ceilings","exceeded",..,   (captions.h)
 *                "matrix","matrix_reasons","matrix_runs"},   (matrix_views.h)
 *    "trap":{..}}   (trap_views.h)
 *
 * A row:
 *   {"missing":"failed",   (in a word, why it has no figures; null: it has)
 *    "act":n,   (the first digit of its file number)
 *    "tally":"2 paid · 1 wasted",   (of all rungs of its act)
 *    "median_ns", "ci_ns", "rounds":n, "gb_per_s", "limit_ns", "limit_share",
 *    "parent":i,   (the row that it follows)
 *    "outcome":"paid|wasted|cannot pay|undecided",
 *    "step":{"attacks":["read",..],"share","ceiling","prediction","measured","ci","verdict"},
 *    "stages":{"ns","parts":[{"stage","share","ns"}]},   (of its stage run, in the order of a run)
 *    "samples":[{"ns","off","kind":"plain|outlier|disturbed"}]}   (off: from the median; 0.1: 10 %)
 *
 * Unknown values are null. A ci is [low, high]. Numbers are finite, and times are above 0. */
#ifndef PAGE_FIGURES_H
#define PAGE_FIGURES_H

#include "figures/figures.h"

json_t *page_figures(const struct figures *figures);

#endif
