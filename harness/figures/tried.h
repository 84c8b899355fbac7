/* The result of ./harness try: what could be gained if the attacked functions took no time, and one
 * sentence to quote. */
#ifndef TRIED_H
#define TRIED_H

#include "common/units.h"
#include "record/try_record.h"

struct figures;

#define TRIED_WAITS 0.95   /* cores kept busy; with fewer, the command also waits for something */
#define TRIED_SEVERAL 1.05 /* with more, it runs on several cores at a time */

struct tried {
    struct try_record record;
    double most; /* how many times as fast `before` would be without the attacked functions, by the
                    upper end of their share's interval; NAN: not known; INFINITY: they take all of
                    the time */
    bool waits, several; /* see tried_most() */
};

/* From the run's record; NULL if it has none. free() it before the run. */
struct tried *tried_of(const json_t *record);

/* The share is of CPU time. For a command that keeps one core busy, this bounds the gain. A command
 * that waits gains less, unless these functions cause the waiting. On several cores the bound holds
 * if the rest of the command keeps as many of them busy. */
double tried_most(const struct try_side *side);

/* "3.7"; with two decimals just above 1: "1.04". Fills `to`, and returns it. */
char *tried_most_words(char to[UNITS_SIZE], double most);

/* "after is 2.31 times as fast as before (2.27–2.36); parse_line was 71 % (69–73), so at most 3.7
 * was possible". It claims a difference only if the verdict does. free() it. */
char *tried_quote(const struct figures *figures);

#endif
