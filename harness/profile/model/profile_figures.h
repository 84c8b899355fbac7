/* Figures that follow from a profile. */
#ifndef PROFILE_FIGURES_H
#define PROFILE_FIGURES_H

#include "profile/model/profile.h"

/* A part of a whole, from 0 to 1; 0 of nothing. */
double profile_share(double part, double whole);

/* What shares are of: a GPU's functions of the time that it worked, all others of the CPU's. The
 * two go on side by side, and their sum is of nothing. */
struct profile_whole {
    double cpu, gpu;
};
struct profile_whole profile_whole(const struct profile *profile);

/* A weight as a share of its side: that of a function, or of a call of one. */
double profile_part(const struct profile_whole *whole, enum profile_category category,
                    double weight);

/* The 95 % interval of a share that so many samples show: Wilson's, "Probable inference, the law of
 * succession, and statistical inference", JASA 1927. It has a width where none or all of them show
 * it, too. Without samples, the share alone. */
struct profile_interval {
    double low, high;
};
struct profile_interval profile_interval(double share, double samples);

/* From a share to the farther end of its interval; NAN where nothing was sampled. */
double profile_error(const struct profile *profile, double share);

/* The share of samples whose stack was cut, where it is too large to be passed over: else 0. */
double profile_cut(const struct profile *profile);

/* Whether what was sampled is users' code only, by perf's word for it, ":u". */
bool profile_without_kernel(const struct profile *profile);

/* Weight in total for each call; NAN where there are none. */
double profile_per_call(const struct profile_function *function);

/* The parts of its life that a thread spent on a CPU and preempted, and how many cores all of them
 * kept busy on average; NAN where CPU time is not known. */
double profile_used(const struct profile_thread *thread);
double profile_preempted(const struct profile_thread *thread);
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

#endif
