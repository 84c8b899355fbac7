/* What the user said about a program that takes part as a row of the ladder. */
#ifndef OWN_PROGRAM_H
#define OWN_PROGRAM_H

#include <jansson.h>
#include <stdbool.h>
#include <stdint.h>

struct reader;

enum prints {
    PRINTS_NUMBER, /* of matches */
    PRINTS_LINES,  /* a line for each match */
    PRINTS_JSON,   /* a variant's line, see record.h */
    PRINTS_COUNT,
};

/* "number", "lines", "json"; NULL after the last. */
const char *prints_name(enum prints prints);
bool prints_parse(const char *name, enum prints *prints);

/* Parses a prediction: "4x" or "4". */
bool foretold_parse(const char *text, double *times);

/* The share of the parent's time that some functions take, with all that they call, from a profile.
 */
struct profiled {
    double share, low, high; /* low and high: the sampling interval */
    uint64_t samples;        /* 0: there is no profile */
    char *reason;            /* why there is none; NULL if there is one, or if none was needed */
};

struct own_program {
    char *command; /* as given */
    char **words;  /* the command's words; NULL if read from a file */
    enum prints prints;
    char *functions; /* the parent's functions that it attacks, with commas between, or NULL */
    double foretold; /* the user's prediction, made before the first sample: how many times as fast
                        as its parent; 0: none */
    struct profiled profiled;
};

struct own_program *own_program_copy(const struct own_program *own); /* NULL for NULL */
void own_program_free(struct own_program *own);

/* To and from a results file. NULL is encoded as NULL; null or a missing value is read as NULL. */
json_t *own_program_encode(const struct own_program *own);
struct own_program *own_program_decode(struct reader *reader, json_t *object);

#endif
