/* Runs whose truth is known: simulated ones, with fixed seeds.
 *
 * A simulated run has eight variants, in the order that a run draws: five, and three that take five
 * times as long. Two of the five are looked at. A sample takes
 *   true time x (1 + noise x lognormal) x the machine's pace at that moment,
 * and if it is an outlier, once more 1.1 to 2 times as long. A lognormal's median is 1 and it is as
 * skewed as times are; its middle half spans 1.45, so that a noise of 1 % is about that of a normal
 * distribution with a standard deviation of 1 %, with a far longer upper tail. The pace is shared
 * by all variants, as interleaved rounds have it: a linear drift, and a wave whose period is drawn
 * anew for each run: a slow one, of 5 to 20 rounds, as of temperature and neighbours, or a fast
 * one, of a third of a round to 5, which pairs feel as noise. */
#ifndef SIMULATED_H
#define SIMULATED_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define SIMULATED_ROUNDS 20

struct noise {
    const char *name;
    double own, outliers, drift, wave;
    bool fast;   /* the wave */
    bool normal; /* noise, in place of lognormal */
};

/* Of the first two, rounds are independent of each other; the last is all of it. */
#define SIMULATED_NOISES 5
extern const struct noise simulated_noises[SIMULATED_NOISES];

/* Times in seconds of the first and the last of the variants, round by round; they truly take 1 and
 * 1 / `ratio`, whatever part of a round they do. */
struct simulated {
    double time[2][SIMULATED_ROUNDS];
};

/* What is drawn from here on. */
void simulated_seed(uint64_t seed);

/* Above 0, below 1. */
double simulated_uniform(void);

/* What a sample's time is multiplied by, whatever its moment. */
double simulated_own_noise(const struct noise *noise);

/* A run on a machine whose every time is multiplied by `machine`. */
struct simulated simulated_run(const struct noise *noise, double ratio, double machine);

#endif
