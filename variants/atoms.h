/* Reads a pattern atom by atom: what a byte, a class or an escape stands for. Gives up on anything
 * whose meaning isn't certain. */
#ifndef ATOMS_H
#define ATOMS_H

#include "parts.h"

struct atoms {
    const char *at;      /* what is next in the pattern */
    uint32_t options;    /* PCRE2's options, which the pattern can change */
    const char *unknown; /* where reading ended; NULL: nowhere */
    const struct byte_frequency *frequency;
    struct class_table table;
};

/* Ends reading here. Returns a part of which nothing is known. */
struct part atoms_give_up(struct atoms *atoms);

/* If the string is next, skips it and returns true. */
bool atoms_skip(struct atoms *atoms, const char *string);

/* Skips to just after the next such byte; gives up if there is none. */
void atoms_skip_to(struct atoms *atoms, char byte);

/* A byte that stands for itself. */
struct part atoms_literal(struct atoms *atoms);

/* The atom that starts with a backslash, a dot, or the bracket of a class. */
struct part atoms_escape(struct atoms *atoms);
struct part atoms_dot(struct atoms *atoms);
struct part atoms_class(struct atoms *atoms);

#endif
