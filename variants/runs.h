/* What must occur in every match of a pattern: one of a few runs of byte classes. `bot|crawler` has
 * two, (https?)://\w+ two as well, \b[0-9]{1,3}\.[0-9]+ has [0-9]\.[0-9]. Code that finds these
 * fast needs PCRE2 only where one occurs.
 *
 * The reader is conservative: an unknown part of a pattern contributes nothing, and if even its
 * extent is unknown, there are no runs. PCRE2 itself says what a class or an escape stands for. A
 * match lies within a line, so no class has the newline. */
#ifndef RUNS_H
#define RUNS_H

#include "classes.h"

#define RUNS_MOST 8

struct runs {
    size_t count;
    struct classes runs[RUNS_MOST];
    bool complete; /* the pattern matches exactly these, and tries them in this order */
    size_t least_before, most_before; /* bytes of a match before its run; SIZE_MAX: no limit */
};

/* The runs that are cheapest to find in a text with these bytes. False with why if no run must
 * occur, if nearly every line has one, or if the pattern can't be read. */
bool runs_of(const char *pattern, bool caseless, const struct byte_frequency *frequency,
             struct runs *runs, char *why, size_t why_size);

/* The run that matches at `at` and ends by `end`; NULL if there is none. */
static inline const struct classes *runs_at(const struct runs *runs, const unsigned char *at,
                                            const unsigned char *end)
{
    for (size_t i = 0; i < runs->count; i++)
        if (runs->runs[i].length <= (size_t)(end - at) && classes_match(&runs->runs[i], at))
            return &runs->runs[i];
    return NULL;
}

#endif
