/* Figures of a profile, as people read them. */
#ifndef PROFILE_FIGURES_H
#define PROFILE_FIGURES_H

#include "base/units.h"
#include "profile/model/profile.h"

/* A part of a whole, from 0 to 1; 0 of nothing. */
double profile_share(double part, double whole);

/* What shares are of: a GPU's functions of the time that it worked, all others of the CPU's. The
 * two go on side by side, and their sum is of nothing. */
struct profile_whole {
    double cpu, gpu;
};
struct profile_whole profile_whole(const struct profile *profile);
double profile_whole_of(const struct profile_whole *whole, enum profile_category category);

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

/* The half-width of the 95 % interval of a share that was found by sampling (binomial, in its
 * normal approximation); NAN where nothing was sampled. */
double profile_error(const struct profile *profile, double share);

/* What that is, in a sentence. */
#define PROFILE_ERROR_NOTE                                                                          \
    "± half the width of the 95 % interval of self %, in points: sampling alone may be off by so " \
    "much."

/* How much less all would be without this share: 1 / (1 - share), as "8.3×" (Amdahl); of a
 * share under 1. */
char *profile_gain(char to[UNITS_SIZE], double share);

/* A name of at most so many characters, its middle left out where it is longer; free() it. */
char *profile_short_name(const char *name, int most);

/* Whether what was sampled is users' code only, by perf's word for it, ":u". */
bool profile_without_kernel(const struct profile *profile);

/* "1,000"; "~1,000" where they were counted on a part of the text and multiplied. */
char *profile_calls(char to[UNITS_SIZE], const struct profile *profile, uint64_t calls);

/* What the ~ means, in a sentence; NULL where there is none. free() it. */
char *profile_calls_note(const struct profile *profile);

/* Weight in total for each call; NAN where there are none. */
double profile_per_call(const struct profile_function *function);

/* The part of its life that a thread spent on a CPU, and how many cores all of them kept busy on
 * average; NAN where CPU time is not known. */
double profile_used(const struct profile_thread *thread);
double profile_cores_busy(const struct profile *profile);

/* How evenly the threads share the work. Left out are those that do no share of it: with under a
 * tenth of the largest CPU time, or a half in the process that started the others, which hands the
 * work out. */
struct profile_imbalance {
    double times;   /* the largest CPU time over the mean; 0 where none did anything */
    size_t count;   /* of the threads that share it */
    size_t busiest; /* the thread with the largest; PROFILE_NONE where none did anything */
};

struct profile_imbalance profile_imbalance(const struct profile *profile);

/* Places of functions, sorted. */
enum profile_sort {
    PROFILE_BY_SELF,
    PROFILE_BY_TOTAL,
    PROFILE_BY_CALLS,
    PROFILE_BY_NAME,
};
size_t *profile_sorted(const struct profile *profile, enum profile_sort by);

/* The same, but first the `rows` of them that are worth a row: which take enough in themselves, or,
 * where they are the variant's own or not sorted by self, in total. Others' code that the time only
 * passes through is none by self. */
size_t *profile_first(const struct profile *profile, enum profile_sort by, size_t *rows);

/* Spans of one name and category in a lane, in the order in which they begin. */
struct profile_lane_sum {
    const char *name;
    enum profile_span_category category;
    size_t count;
    uint64_t start_ns; /* of the first */
    double ns, bytes;
    double share; /* of the time from the run's start to the end of the last span */
};
struct profile_lane_sum *profile_lane_sums(const struct profile *profile, size_t lane,
                                           size_t *count);

/* How it was obtained, in a paragraph; free() it. */
char *profile_how_text(const struct profile *profile);

#endif
