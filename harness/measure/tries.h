/* Two commands of the user's own, which ./harness try holds against each other: whether they do the
 * same, and a sample of one. */
#ifndef TRIES_H
#define TRIES_H

#include "record/results.h"

#include <stdbool.h>
#include <stdint.h>

#define TRIES_OUTPUT_MOST ((uint64_t)256 << 20) /* bytes of an output that is compared */

struct tries {
    const char *commands[2];     /* before, after: as they were given */
    const char *setup, *prepare; /* for a shell, once and before each run; or NULL */
    const char *input;           /* the file that is their standard input, or NULL */
    const char *output_file;     /* that they write, and that is compared; or NULL */
    bool ignore_output;
    uint64_t timeout_ns;

    char **words[2]; /* of the commands, the first a path */

    /* Of both, once they have run: how they end, what they said then, and what they write. */
    int exit_code;
    char *message;
    uint64_t output_bytes;
    double cpu_s[2];
    uint64_t wall_ns[2];
};

/* "before" and "after". */
const char *tries_name(size_t side);

/* Splits the commands into words, and finds their programs. False with why. */
bool tries_open(struct tries *tries, char *why, size_t why_size);
void tries_close(struct tries *tries);

/* Runs --setup, then each command once. False where one of them fails or they do not do the same;
 * `why` then says it, with the first line that differs, in up to three lines. Or for
 * run_interrupted. */
bool tries_check(struct tries *tries, char *why, size_t why_size);

/* Runs --prepare. False with why. */
bool tries_prepare(const struct tries *tries, char *why, size_t why_size);

/* Runs a side once, --prepare before it. False where the sample is not to be used: then the row's
 * status and reason are set, or run_interrupted is. */
bool tries_sample(const struct tries *tries, size_t side, struct row *row, struct sample *sample);

#endif
