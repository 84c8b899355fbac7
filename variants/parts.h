/* What is known of the strings that a part of a pattern matches, and how to combine parts. This
 * describes every string that the part matches, and possibly more. */
#ifndef PARTS_H
#define PARTS_H

#include "runs.h"

/* A pattern's classes, without duplicates: sequences refer to them by index. */
struct class_table {
    size_t count;
    struct byte_set sets[256];
    double shares[256]; /* the expected share of the text's bytes */
};

struct sequence {
    uint8_t length;
    uint8_t classes[CLASSES_LONGEST];
};

/* Alternatives, in the order in which PCRE2 tries them. An empty sequence says nothing. */
struct sequences {
    size_t count;
    struct sequence all[RUNS_MOST];
};

struct part {
    struct sequences begin, end; /* each string begins, and ends, with one of these */
    bool exact;                  /* `begin` and `end` are each the whole strings */
    bool complete;               /* the part matches exactly those, tried in that order */
    size_t least, most;          /* of the strings' lengths; SIZE_MAX: no limit */
    struct sequences inside; /* each string contains one of these, the cheapest ones to look for */
    size_t least_before, most_before; /* how many bytes into the string */
};

/* The empty string. `complete` is false if it matches only at some places, as \b does. */
struct part part_empty(bool complete);

/* One byte of a class; `class` is its index in the table. */
struct part part_class(size_t class);

/* Any strings of `least` to `most` bytes. */
struct part part_unknown(size_t least, size_t most);

/* `a` followed by `b`. */
struct part part_then(const struct class_table *table, const struct part *a, const struct part *b);

/* `a`, or else `b`. */
struct part part_or(const struct class_table *table, const struct part *a, const struct part *b);

/* The part, `least` to `most` times; `most` may be SIZE_MAX. */
struct part part_repeated(const struct class_table *table, const struct part *part, size_t least,
                          size_t most, bool lazy);

/* The expected share of positions at which one of them occurs; with many, it can be above 1. */
double sequences_share(const struct class_table *table, const struct sequences *sequences);

#endif
