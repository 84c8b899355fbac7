/* The figures of a profile in words. */
#ifndef PROFILE_WORDS_H
#define PROFILE_WORDS_H

#include "common/units.h"
#include "profile/model/profile.h"

/* "1.05 s of CPU time", "12.0 ms on the GPU and 3.00 ms of CPU time"; free() it. */
char *profile_whole_words(const struct profile *profile);

/* "88.1". */
char *profile_percent(char to[UNITS_SIZE], double share);

/* For sentences: "88 %", or, below ten, "0.4 %". */
char *profile_percent_words(char to[UNITS_SIZE], double share);

/* "1.23 s", "350 ns"; "1.23 G" instructions. */
char *profile_weight(char to[UNITS_SIZE], enum profile_unit unit, double weight);

/* One unit for all figures of a table, chosen by the largest, with decimals down to a thousandth of
 * that: "ms", 1e6, 1. */
struct profile_scale {
    const char *name;         /* "" for single instructions */
    const char *self, *total; /* columns' headers */
    double divisor;
    int decimals;
};
struct profile_scale profile_scale(enum profile_unit unit, double largest);

/* What the unit counts: "time", "instructions". */
const char *profile_unit_name(enum profile_unit unit);

/* A sentence that explains profile_error(). */
#define PROFILE_ERROR_NOTE                                                                         \
    "± to the farther end of the 95 % interval of self %, in points: sampling alone may be off "  \
    "by "                                                                                          \
    "so much."

/* What could be gained without this share: 1 / (1 - share), as "8.3×" (Amdahl). The share must be
 * below 1. */
char *profile_gain(char to[UNITS_SIZE], double share);

/* A name of at most so many characters; if it is longer, without its middle. free() it. */
char *profile_short_name(const char *name, int most);

/* "1,000"; "~1,000" if they were counted on a part of the text and multiplied. */
char *profile_calls(char to[UNITS_SIZE], const struct profile *profile, uint64_t calls);

/* A sentence that explains the ~; NULL if there is none. free() it. */
char *profile_calls_note(const struct profile *profile);

/* A sentence about how long threads could not run because others did; NULL if that is negligible.
 * free() it. */
char *profile_preempted_note(const struct profile *profile);

/* A paragraph on how the profile was obtained; free() it. */
char *profile_how_text(const struct profile *profile);

#endif
