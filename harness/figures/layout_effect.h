/* What the place of the code does to a time: the same program, linked with a few bytes more in
 * front of its code. */
#ifndef LAYOUT_EFFECT_H
#define LAYOUT_EFFECT_H

#include <stdbool.h>
#include <stddef.h>

#define EFFECT_PLACES 4
#define EFFECT_STEP 16 /* bytes from one place to the next */
#define EFFECT_ROUNDS_MOST 200

/* Of one program: what each round took, in nanoseconds. */
struct effect_times {
    const char *name;
    double ns[EFFECT_PLACES][EFFECT_ROUNDS_MOST];
};

struct effect_row {
    const char *name;
    double places[EFFECT_PLACES]; /* medians, relative to the first program's at its first place */
    double mean;
    size_t fastest, slowest; /* of the places */
    double spread;           /* how much longer the slowest takes: 0.12 is 12 % */
    bool shows;              /* over 2 %, and the intervals of the two are apart */
};

void effect_rows_of(const struct effect_times *times, size_t count, size_t rounds,
                    struct effect_row *rows);

#endif
