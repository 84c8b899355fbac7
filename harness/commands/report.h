/* The report: one self-contained HTML page that shows a run and its profiles.
 *
 * The page's sources are in harness/page/. Where Node.js and npm are, the build makes a template
 * of them, build/report.html. In place of the line <!--data--> the harness puts three elements
 *
 *   <script type="application/json" id="results">   the results file, as results.h would write it
 *   <script type="application/json" id="profiles">  profiles: profile/show/profile_page.h
 *   <script type="application/json" id="figures">   what follows from the results: report_figures.h
 *
 * Whatever is in a name or a reason stays data: no "<" is in them but as \u003c. */
#ifndef REPORT_H
#define REPORT_H

#include <stdbool.h>
#include <stddef.h>

/* ./harness report. Returns the exit code; argv[0] is the command's name. */
int report_command(int argc, char **argv);

/* Whether the build has a template. */
bool report_can(void);

/* Writes the page of a results file, whole or not at all. Profiles are DIR/NAME/profile.json; one
 * that cannot be read is left out, with a line on standard error. False with why. */
bool report_write(const char *results_path, const char *profiles_dir, const char *page_path,
                  char *why, size_t why_size);

/* Where a results file's page goes if nothing else is said: beside it, .html in place of .json.
 * free() it. */
char *report_path(const char *results_path);

#endif
