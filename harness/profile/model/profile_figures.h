/* Figures that follow from a profile. */
#ifndef PROFILE_FIGURES_H
#define PROFILE_FIGURES_H

#include "profile/model/profile.h"

/* A part of a whole, from 0 to 1; 0 of nothing. */
double profile_share(double part, double whole);

/* What shares refer to: for functions on a GPU, the GPU's busy time; for all others, the CPU time.
 * The two overlap, so their sum has no meaning. */
struct profile_whole {
    double cpu, gpu;
};
struct profile_whole profile_whole(const struct profile *profile);

/* The weight of a function, or of a call of one, as a share of its side. */
double profile_part(const struct profile_whole *whole, enum profile_category category,
                    double weight);

/* The 95 % interval of a share from so many samples: Wilson, "Probable inference, the law of
 * succession, and statistical inference", JASA 1927. Its width is not zero even if none or all of
 * the samples count. Without samples, both ends are the share. */
struct profile_interval {
    double low, high;
};
struct profile_interval profile_interval(double share, double samples);

/* The distance from a share to the farther end of its interval; NAN if nothing was sampled. */
double profile_error(const struct profile *profile, double share);

/* The share of samples whose stack was cut, if too large to ignore; else 0. */
double profile_cut(const struct profile *profile);

/* Whether only user code was sampled: perf's ":u". */
bool profile_without_kernel(const struct profile *profile);

/* Total weight for each call; NAN if there are none. */
double profile_per_call(const struct profile_function *function);

/* The shares of its life that a thread spent on a CPU, and preempted; how many cores all threads
 * kept busy on average. NAN if CPU time is not known. */
double profile_used(const struct profile_thread *thread);
double profile_preempted(const struct profile_thread *thread);
double profile_cores_busy(const struct profile *profile);

/* How evenly the threads share the work. Threads that don't take part in it are ignored: those with
 * less than a tenth of the largest CPU time (a half in the process that started the others and
 * hands out the work). */
struct profile_imbalance {
    double times;   /* the largest CPU time over the mean; 0: none worked */
    size_t count;   /* of the threads that share the work */
    size_t busiest; /* the thread with the largest; PROFILE_NONE: none worked */
};

struct profile_imbalance profile_imbalance(const struct profile *profile);

/* Indices of functions, sorted. */
enum profile_sort {
    PROFILE_BY_SELF,
    PROFILE_BY_TOTAL,
    PROFILE_BY_CALLS,
    PROFILE_BY_NAME,
};
size_t *profile_sorted(const struct profile *profile, enum profile_sort by);

/* The same, but the `rows` functions that are worth showing come first: those with enough self
 * time, or, if they are the variant's own or not sorted by self, with enough total time. */
size_t *profile_first(const struct profile *profile, enum profile_sort by, size_t *rows);

/* Spans of the same name and category in a lane, in the order in which they start. */
struct profile_lane_sum {
    const char *name;
    enum profile_span_category category;
    size_t count;
    uint64_t start_ns; /* of the first one */
    double ns, bytes;
    double share; /* of the time from the run's start to the end of the last span */
};
struct profile_lane_sum *profile_lane_sums(const struct profile *profile, size_t lane,
                                           size_t *count);

#endif
