/* The exercises: what the sources say of each (exercises/solutions/exercises.json), and how far
 * somebody is with them (results/local/exercises.tries, which is no results file). */
#ifndef EXERCISES_H
#define EXERCISES_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define EXERCISES_MOST 32

/* What a solution is judged by. */
enum exercise_judged {
    EXERCISE_GAIN,  /* its share of the gain that the reference has over start.c */
    EXERCISE_CLOCK, /* what its stage clock charges the kernel with */
    EXERCISE_SPEED, /* that it counts right, and is about as fast as start.c */
};

/* What came of the last try. */
struct exercise_try {
    uint64_t tries; /* 0: none yet */
    bool done;      /* by this one or one before */
    bool diagnosed, counts;
    double predicted, outcome; /* how many times as fast; of EXERCISE_CLOCK, shares */
    double share;              /* of the possible gain; NAN where it is not known */
};

struct exercise {
    char *name, *title; /* "3-a-cache-line", "a cache line" */
    enum exercise_judged judged;
    int number;       /* from 1 */
    int cores;        /* that it takes to see the effect */
    uint64_t bytes;   /* of the text that are searched in a round, at most */
    char **diagnoses; /* all that are right */
    size_t diagnosis_count;
    char *reason; /* what is wrong with start.c, in a sentence */
    struct exercise_try last;
};

struct exercises {
    struct exercise all[EXERCISES_MOST];
    size_t count;
};

/* False, with a line in `why`, where it is missing or damaged. exercises_free() it, in either case.
 */
bool exercises_read(const char *path, struct exercises *exercises, char *why, size_t why_size);
void exercises_free(struct exercises *exercises);

/* The exercise of that number or name, or NULL. */
struct exercise *exercises_find(struct exercises *exercises, const char *name);

/* Whether that names what is wrong: as a function is called, with () or without, in any case. */
bool exercise_is_diagnosed(const struct exercise *exercise, const char *answer);

/* Reads the last tries; there are none where there is no file. False, with why, for one that is
 * damaged, which is left alone. */
bool exercises_read_tries(const char *path, struct exercises *exercises, char *why,
                          size_t why_size);

/* Writes them, whole or not at all. False, with why. */
bool exercises_write_tries(const char *path, const struct exercises *exercises, char *why,
                           size_t why_size);

#endif
