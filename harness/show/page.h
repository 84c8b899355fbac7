/* The report: one self-contained HTML page that shows a run and its profiles.
 *
 * The page's sources are in harness/page/. If Node.js and npm are installed, the build turns them
 * into a template, build/report.html. The harness replaces its line <!--data--> by three elements:
 *
 *   <script type="application/json" id="results">   the results file, as results.h would write it
 *   <script type="application/json" id="profiles">  profiles: profile/show/profile_page.h
 *   <script type="application/json" id="figures">   what follows from the results: page_figures.h
 *
 * Names and reasons can't become HTML: "<" is always written as \u003c. */
#ifndef PAGE_H
#define PAGE_H

#include <jansson.h>
#include <stdbool.h>
#include <stddef.h>

/* Whether this build has a template. */
bool page_can(void);

/* Writes the page of a results file with these profiles, whole or not at all. False with why. */
bool page_write(const char *results_path, const json_t *profiles, const char *to_path, char *why,
                size_t why_size);

/* Draws the page's first chart as FOLDER/ladder-light.svg and FOLDER/ladder-dark.svg, with Node.js.
 * Returns an exit code: 1 on failure, 77 if there is no Node.js or the build has no page; either
 * with a message on standard error. */
int page_draw_charts(const char *results_path, const char *folder);

/* The default path of a results file's page: beside it, with .html in place of .json. free() it. */
char *page_path(const char *results_path);

#endif
