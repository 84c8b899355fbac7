/* The sections of a run's report: each is a table with sentences under it. The terminal, Markdown
 * and the page use this one list, so they say the same. Markdown and the page show all sections;
 * commands/run.c decides when the terminal shows which part. */
#ifndef SECTIONS_H
#define SECTIONS_H

#include "base/table.h"
#include "figures/figures.h"

#define SECTION_CAPTIONS 9

struct section {
    const char *part;  /* sections of the same part are shown together */
    const char *title; /* of its table */
    char *(*title_of)(const struct figures *figures);      /* instead, if the title varies */
    struct table *(*table)(const struct figures *figures); /* NULL: none */
    struct {
        char *(*text)(const struct figures *figures); /* returns NULL if there is nothing to say */
        const char *column; /* NULL, or the column that this is about: omitted with it */
    } captions[SECTION_CAPTIONS];
    bool before; /* the terminal shows it before the rounds, the others with the rest */
    bool first;  /* shown only before the rounds */
    enum {
        SECTION_OF_TEXT, /* for runs of variants on a text */
        SECTION_OF_TRY,  /* for runs of `try` */
        SECTION_OF_BOTH,
    } of;
};

extern const struct section sections[];
extern const size_t section_count;

/* Whether the section belongs in this run's report. */
bool section_is_of(const struct section *section, const struct figures *figures);

/* The title of its table; free() it. */
char *section_title(const struct section *section, const struct figures *figures);

/* The names of all parts but the `first` ones, "times, ledger, ..."; free() them. */
char *sections_parts(void);

#endif
