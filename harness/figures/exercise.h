/* What came of an exercise: how somebody's program does beside start.c and the reference. */
#ifndef FIGURES_EXERCISE_H
#define FIGURES_EXERCISE_H

#include "base/stats.h"
#include "figures/ladder.h"
#include "record/exercises.h"

#include <stdbool.h>

#define EXERCISE_SHARE 0.8 /* of the possible gain is enough; of start.c's speed, too */
#define EXERCISE_SHOWS                                                                             \
    1.1                    /* the reference gains more than this, or there is nothing to judge by  \
                            */
#define EXERCISE_WIDE 0.4  /* a wider interval around EXERCISE_SHARE settles nothing */
#define EXERCISE_APART 0.1 /* two clocks agree on a share to within this */

struct exercise_figures {
    struct speedup mine, reference; /* how many times as fast as start.c */
    struct speedup over_reference;  /* how many times as fast as the reference mine is */
    bool shows;                     /* the effect of what is wrong with start.c can be seen here */
    double share; /* of the possible gain that mine has: ln(start / mine) / ln(start / reference);
                     NAN where there is none to be seen */
    struct interval shares; /* of the share, from that of mine beside the reference */
    double clock, device; /* the kernel's share of mine: by its stage clock, by the device's own; 0
                             where mine does not report that */
    double outcome; /* what was to be predicted: `mine`, or the kernel's share by the device */
    bool reached;   /* what the exercise asks for */
    bool disturbed; /* too unsteady to say whether it does, or the reference does not either; then
                       `shows` and `reached` are false */
    bool beats;     /* mine is faster than the reference, and not by chance */
};

/* Of rows that took part in the same rounds. `row->status` of all is ok. */
struct exercise_figures exercise_figures_of(enum exercise_judged judged, const struct row *start,
                                            const struct row *mine, const struct row *reference);

#endif
