/* What became of the variants, as people and as programs read it. */
#ifndef COMPARE_VIEWS_H
#define COMPARE_VIEWS_H

#include "figures/compare.h"
#include "show/terminal.h"

/* A run that is compared with the first. */
struct compared {
    const char *path;
    struct results results;
    char **differences; /* that --across lets pass */
    size_t difference_count;
    struct comparison times, ratios; /* `times` without any changes where that is not to be done */
};

struct compare_report {
    const char *path; /* of the first run */
    struct results first;
    bool across; /* ratios only */
    struct compared *others;
    size_t count;
};

/* Which runs, and for each but the first its tables with what they come to. */
void compare_views(const struct terminal *terminal, const struct compare_report *report);

/* The same as Markdown; as CSV, a line for each variant of each table; as one JSON object. False
 * where it could not be written. */
bool compare_markdown(const void *report, FILE *to);
bool compare_csv(const void *report, FILE *to);
bool compare_json(const void *report, FILE *to);

/* The table of a comparison. */
struct table *compare_table(const struct comparison *comparison);

/* Which variants are faster, which slower, and how many are neither; one line, free() it. */
char *compare_story(const struct comparison *comparison);

/* What the machine itself has to do with it: one line, or NULL where that is not known; free() it.
 */
char *compare_machine_line(const struct comparison *comparison);

#endif
