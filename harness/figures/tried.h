/* What ./harness try comes to: what making the attacked functions free could gain, and one sentence
 * to be quoted. */
#ifndef TRIED_H
#define TRIED_H

#include "common/units.h"
#include "record/try_record.h"

struct figures;

#define TRIED_WAITS 0.95   /* cores kept busy: with fewer, it also waits for something */
#define TRIED_SEVERAL 1.05 /* with more, it runs on several at a time */

struct tried {
    struct try_record record;
    double most; /* times as fast as before, with the attacked functions free: by the upper end of
                    their share's interval; NAN where that is not known, INFINITY for all of it */
    bool waits, several; /* what that holds for, see tried_most() */
};

/* Of the run's record; NULL where it has none. free() it, before the run. */
struct tried *tried_of(const json_t *record);

/* A share is of the CPU time. Of a command that runs on one core that is its own time, and a bound
 * on the gain; one that waits gains less, unless those functions cause the waiting; on several
 * cores it holds if the rest keeps as many of them busy. */
double tried_most(const struct try_side *side);

/* "3.7"; of little more than 1 "1.04". Fills `to`, and returns it. */
char *tried_most_words(char to[UNITS_SIZE], double most);

/* "after is 2.31 times as fast as before (2.27–2.36); parse_line was 71 % (69–73), so at most 3.7
 * was possible". It claims a difference only where the verdict does. free() it. */
char *tried_quote(const struct figures *figures);

#endif
