/* The exercises: their descriptions (exercises/solutions/exercises.json), and the user's progress
 * (results/local/exercises.tries, which is not a results file). */
#ifndef EXERCISES_H
#define EXERCISES_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define EXERCISES_MOST 32

/* What a solution is judged by. */
enum exercise_judged {
    EXERCISE_GAIN,  /* its share of the reference's gain over start.c */
    EXERCISE_CLOCK, /* the share that its stage clock charges to the kernel */
    EXERCISE_SPEED, /* it counts correctly, and is about as fast as start.c */
};

/* The result of the last try. */
struct exercise_try {
    uint64_t tries; /* 0: none yet */
    bool done;      /* by this or an earlier try */
    bool diagnosed, counts;
    double predicted, outcome; /* how many times as fast; for EXERCISE_CLOCK, shares */
    double share;              /* of the possible gain; NAN: not known */
};

struct exercise {
    char *name, *title; /* "3-a-cache-line", "a cache line" */
    enum exercise_judged judged;
    int number;       /* from 1 */
    int cores;        /* number of cores needed to see the effect */
    uint64_t bytes;   /* the most of the text that a round searches */
    char **diagnoses; /* all the right ones */
    size_t diagnosis_count;
    char *reason; /* a sentence that says what is wrong with start.c */
    struct exercise_try last;
};

struct exercises {
    struct exercise all[EXERCISES_MOST];
    size_t count;
};

/* False with why if the file is missing or damaged. exercises_free() it in either case. */
bool exercises_read(const char *path, struct exercises *exercises, char *why, size_t why_size);
void exercises_free(struct exercises *exercises);

/* The exercise of that number or name, or NULL. */
struct exercise *exercises_find(struct exercises *exercises, const char *name);

/* Whether the answer names what is wrong: the name of a function, with or without (), in upper or
 * lower case. */
bool exercise_is_diagnosed(const struct exercise *exercise, const char *answer);

/* Reads the last tries; without a file there are none. False with why if the file is damaged; it is
 * then left unchanged. */
bool exercises_read_tries(const char *path, struct exercises *exercises, char *why,
                          size_t why_size);

/* Writes them, whole or not at all. False with why. */
bool exercises_write_tries(const char *path, const struct exercises *exercises, char *why,
                           size_t why_size);

#endif
