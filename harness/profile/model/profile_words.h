/* Figures of a profile, as people read them. */
#ifndef PROFILE_WORDS_H
#define PROFILE_WORDS_H

#include "common/units.h"
#include "profile/model/profile.h"

/* "1.05 s of CPU time", "12.0 ms on the GPU and 3.00 ms of CPU time"; free() it. */
char *profile_whole_words(const struct profile *profile);

/* "88.1". */
char *profile_percent(char to[UNITS_SIZE], double share);

/* "88 %", and "0.4 %" below ten: for sentences. */
char *profile_percent_words(char to[UNITS_SIZE], double share);

/* "1.23 s", "350 ns"; "1.23 G" instructions. */
char *profile_weight(char to[UNITS_SIZE], enum profile_unit unit, double weight);

/* One unit for all figures of a table, by the largest, and decimals down to a thousandth of that:
 * "ms", 1e6, 1. */
struct profile_scale {
    const char *name;         /* "" for single instructions */
    const char *self, *total; /* columns' headers */
    double divisor;
    int decimals;
};
struct profile_scale profile_scale(enum profile_unit unit, double largest);

/* What the unit counts: "time", "instructions". */
const char *profile_unit_name(enum profile_unit unit);

/* What profile_error() is, in a sentence. */
#define PROFILE_ERROR_NOTE                                                                         \
    "± to the farther end of the 95 % interval of self %, in points: sampling alone may be off "  \
    "by "                                                                                          \
    "so much."

/* How much less all would be without this share: 1 / (1 - share), as "8.3×" (Amdahl); of a
 * share under 1. */
char *profile_gain(char to[UNITS_SIZE], double share);

/* A name of at most so many characters, its middle left out where it is longer; free() it. */
char *profile_short_name(const char *name, int most);

/* "1,000"; "~1,000" where they were counted on a part of the text and multiplied. */
char *profile_calls(char to[UNITS_SIZE], const struct profile *profile, uint64_t calls);

/* What the ~ means, in a sentence; NULL where there is none. free() it. */
char *profile_calls_note(const struct profile *profile);

/* For how much of their time threads could not run as others did, in a sentence; NULL where that is
 * next to nothing. free() it. */
char *profile_preempted_note(const struct profile *profile);

/* How it was obtained, in a paragraph; free() it. */
char *profile_how_text(const struct profile *profile);

#endif
