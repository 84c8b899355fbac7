/* The user's two commands that ./harness try compares: checks whether they do the same, and takes
 * samples. */
#ifndef TRIES_H
#define TRIES_H

#include "record/results.h"

#include <stdbool.h>
#include <stdint.h>

#define TRIES_OUTPUT_MOST                                                                          \
    ((uint64_t)256 << 20) /* the longest output, in bytes, that can be compared */

struct tries {
    const char *commands[2];     /* before and after, as given */
    const char *setup, *prepare; /* for a shell, once and before each run; or NULL */
    const char *input;           /* the file that is their standard input, or NULL */
    const char *output_file;     /* the file that they write and that is compared, or NULL */
    bool ignore_output;
    uint64_t timeout_ns;

    char **words[2]; /* the commands' words; the first is a path */

    /* Known once they have run, and the same for both: exit code, message and output. */
    int exit_code;
    char *message;
    uint64_t output_bytes;
    double cpu_s[2];
    uint64_t wall_ns[2];
};

/* "before" and "after". */
const char *tries_name(size_t side);

/* Splits the commands into words and finds their programs. False with why. */
bool tries_open(struct tries *tries, char *why, size_t why_size);
void tries_close(struct tries *tries);

/* Runs --setup, then each command once. False if one of them fails, or if they don't do the same;
 * then `why` says so in up to three lines, with the first line that differs. Also false if
 * run_interrupted is set. */
bool tries_check(struct tries *tries, char *why, size_t why_size);

/* Runs --prepare. False with why. */
bool tries_prepare(const struct tries *tries, char *why, size_t why_size);

/* Runs --prepare, then one of the commands. False if the sample can't be used: then the row's
 * status and reason are set, or run_interrupted is. */
bool tries_sample(const struct tries *tries, size_t side, struct row *row, struct sample *sample);

#endif
