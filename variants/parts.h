/* What is known of the strings that a piece of a pattern matches, and how such pieces are put
 * together. Every string that the piece matches is in what is known of it; more may be. */
#ifndef PARTS_H
#define PARTS_H

#include "runs.h"

/* The classes of a pattern, each once: sequences name them by number. */
struct class_table {
    size_t count;
    struct byte_set sets[256];
    double shares[256]; /* of the text's bytes, expected */
};

struct sequence {
    uint8_t length;
    uint8_t classes[CLASSES_LONGEST];
};

/* One of them, in the order in which PCRE2 tries them. The empty sequence says nothing. */
struct sequences {
    size_t count;
    struct sequence all[RUNS_MOST];
};

struct part {
    struct sequences begin, end; /* each string begins, and ends, with one of these */
    bool exact;                  /* `begin`, and `end`, are the strings themselves */
    bool complete;               /* exactly those, tried in that order */
    size_t least, most;          /* their lengths; SIZE_MAX: any */
    struct sequences inside;     /* each string contains one of these: the cheapest to look for */
    size_t least_before, most_before; /* so many bytes into the string */
};

struct part part_empty(bool complete);
struct part part_class(size_t class);
struct part part_unknown(size_t least, size_t most);
struct part part_then(const struct class_table *table, const struct part *a, const struct part *b);
struct part part_or(const struct class_table *table, const struct part *a, const struct part *b);

/* Repeated; `most` may be SIZE_MAX. */
struct part part_repeated(const struct class_table *table, const struct part *part, size_t least,
                          size_t most, bool lazy);

/* The share of places at which one of them is expected to stand: 0..1, or more for many. */
double sequences_share(const struct class_table *table, const struct sequences *sequences);

#endif
