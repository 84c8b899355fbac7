/* A comparison of runs, for people and for programs. */
#ifndef COMPARE_VIEWS_H
#define COMPARE_VIEWS_H

#include "figures/compare.h"
#include "show/terminal.h"

/* A run that is compared with the first one. */
struct compared {
    const char *path;
    struct results results;
    char **differences; /* that --across tolerates */
    size_t difference_count;
    struct comparison times, ratios; /* `times` has no changes if it doesn't apply */
};

struct compare_report {
    const char *path; /* of the first run's file */
    struct results first;
    bool across; /* ratios only */
    struct compared *others;
    size_t count;
};

/* Prints which runs are compared, and for each but the first its tables with a summary. */
void compare_views(const struct terminal *terminal, const struct compare_report *report);

/* The same as Markdown; as CSV, with a line for each variant in each table; as one JSON object.
 * False if it could not be written. */
bool compare_markdown(const void *report, FILE *to);
bool compare_csv(const void *report, FILE *to);
bool compare_json(const void *report, FILE *to);

/* The table of a comparison. */
struct table *compare_table(const struct comparison *comparison);

/* Which variants are faster, which are slower, and how many are neither: one line, free() it. */
char *compare_story(const struct comparison *comparison);

/* Whether the machine itself changed: one line, or NULL if that is not known; free() it. */
char *compare_machine_line(const struct comparison *comparison);

#endif
