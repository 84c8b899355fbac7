/* The layout trap: how much a program's time changes if it is linked with a few more bytes before
 * its code. */
#ifndef LAYOUT_EFFECT_H
#define LAYOUT_EFFECT_H

#include <stdbool.h>
#include <stddef.h>

#define EFFECT_PLACES 4
#define EFFECT_STEP 16 /* bytes from one place to the next */
#define EFFECT_ROUNDS_MOST 200

/* One program's time in each round, in nanoseconds. */
struct effect_times {
    const char *name;
    double ns[EFFECT_PLACES][EFFECT_ROUNDS_MOST];
};

struct effect_row {
    const char *name;
    double places[EFFECT_PLACES]; /* medians, relative to the first program at its first place */
    double mean;
    size_t fastest, slowest; /* which places */
    double spread;           /* how much longer the slowest place takes: 0.12 is 12 % */
    bool shows;              /* the spread is over 2 %, and the two intervals don't overlap */
};

void effect_rows_of(const struct effect_times *times, size_t count, size_t rounds,
                    struct effect_row *rows);

#endif
