/* Reading a pattern: where a reader is in it, and what one atom (a byte, a class, an escape) stands
 * for. What is not known for sure ends the reading. */
#ifndef ATOMS_H
#define ATOMS_H

#include "parts.h"

struct atoms {
    const char *at;
    uint32_t options;    /* PCRE2's, that the pattern can change */
    const char *unknown; /* where it can't go on */
    const struct byte_frequency *frequency;
    struct class_table table;
};

struct part atoms_give_up(struct atoms *atoms);

/* Whether it stands at such a string; then it moves behind it. */
bool atoms_skip(struct atoms *atoms, const char *string);

/* Moves behind the next such byte; gives up where there is none. */
void atoms_skip_to(struct atoms *atoms, char byte);

/* A byte that stands for itself. */
struct part atoms_literal(struct atoms *atoms);

/* What stands at a backslash, a dot or the bracket of a class. */
struct part atoms_escape(struct atoms *atoms);
struct part atoms_dot(struct atoms *atoms);
struct part atoms_class(struct atoms *atoms);

#endif
