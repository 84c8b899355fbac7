/* The result of an exercise: the user's program compared with start.c and the reference. */
#ifndef FIGURES_EXERCISE_H
#define FIGURES_EXERCISE_H

#include "base/stats.h"
#include "figures/ladder.h"
#include "record/exercises.h"

#include <stdbool.h>

#define EXERCISE_SHARE 0.8 /* this share of the possible gain is enough; or of start.c's speed */
#define EXERCISE_SHOWS 1.1 /* if the reference gains less, there is nothing to judge by */
#define EXERCISE_WIDE 0.4  /* a wider interval around EXERCISE_SHARE settles nothing */
#define EXERCISE_APART 0.1 /* two clocks agree if their shares differ by at most this */

struct exercise_figures {
    struct speedup mine, reference; /* how many times as fast as start.c */
    struct speedup over_reference;  /* how many times as fast as the reference */
    bool shows;                     /* this machine shows the effect of the fault in start.c */
    double share; /* the share of the possible gain that mine reached: ln(start / mine) / ln(start /
                     reference); NAN if there is no gain */
    struct interval shares; /* of the share, from the interval of over_reference */
    double clock, device;   /* the kernel's share of mine, by its stage clock and by the device's
                               clock; 0 if mine doesn't report it */
    double outcome; /* the value that was predicted: `mine`, or the kernel's share by the device */
    bool reached;   /* the exercise's goal */
    bool disturbed; /* too unsteady to say whether it is reached, or the reference doesn't reach it
                       either; then `shows` and `reached` are false */
    bool beats;     /* mine is faster than the reference, and not by chance */
};

/* The rows took part in the same rounds, and the status of each is ok. */
struct exercise_figures exercise_figures_of(enum exercise_judged judged, const struct row *start,
                                            const struct row *mine, const struct row *reference);

#endif
