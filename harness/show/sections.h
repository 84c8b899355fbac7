/* The sections of a run's report: each a table with the sentences under it. The terminal, Markdown
 * and the page take them from this one list, so that they have the same titles and say the same.
 * Markdown and the page show all; when the terminal shows which part, commands/run.c says. */
#ifndef SECTIONS_H
#define SECTIONS_H

#include "base/table.h"
#include "figures/figures.h"

#define SECTION_CAPTIONS 9

struct section {
    const char *part;  /* several sections may be one part, which is shown together */
    const char *title; /* of its table */
    char *(*title_of)(const struct figures *figures);      /* in place of that, where it depends */
    struct table *(*table)(const struct figures *figures); /* NULL: none */
    struct {
        char *(*text)(const struct figures *figures); /* NULL where there is nothing to say */
        const char *column; /* NULL, or said only where the table shows this column */
    } captions[SECTION_CAPTIONS];
    bool before; /* the terminal says it before the rounds, all others with the rest */
    bool first;  /* said before the rounds, and nowhere else */
    enum {
        SECTION_OF_TEXT, /* of a run of variants on a text, */
        SECTION_OF_TRY,  /* of one of `try`, */
        SECTION_OF_BOTH,
    } of;
};

extern const struct section sections[];
extern const size_t section_count;

/* Whether it is a section of this run's report. */
bool section_is_of(const struct section *section, const struct figures *figures);

/* The title of its table; free() it. */
char *section_title(const struct section *section, const struct figures *figures);

/* The names of all parts but the first ones, "times, ledger, ..."; free() them. */
char *sections_parts(void);

#endif
