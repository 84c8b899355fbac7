/* The report: one self-contained HTML page that shows a run and its profiles.
 *
 * The page's sources are in harness/page/. If Node.js and npm are installed, the build turns them
 * into a template, build/report.html. The harness replaces its line <!--data--> by three elements:
 *
 *   <script type="application/json" id="results">   the results file, as results.h would write it
 *   <script type="application/json" id="profiles">  an array of profiles: profile/profile.h
 *   <script type="application/json" id="figures">   what follows from the results: report_figures.h
 *
 * Names and reasons stay data whatever they contain: "<" is always written as \u003c. */
#ifndef PAGE_H
#define PAGE_H

#include <stdbool.h>
#include <stddef.h>

/* Whether the build has a template. */
bool page_can(void);

/* Writes the page of a results file, whole or not at all. Profiles are DIR/NAME/profile.json, by
 * default in results/profiles/. One that cannot be read is left out, with a line on standard error.
 * False with why. */
bool page_write(const char *results_path, const char *profiles_dir, const char *to_path, char *why,
                size_t why_size);

/* Draws the page's first chart as DIR/ladder-light.svg and DIR/ladder-dark.svg, by Node.js. Returns
 * the exit code: 1 where one could not be drawn, 77 where there is no Node.js or the build has no
 * page, each with a line on standard error. */
int page_draw_charts(const char *results_path, const char *folder);

/* The default path of a results file's page: beside it, .html in place of .json. free() it. */
char *page_path(const char *results_path);

#endif
