/* A program of the user's that takes part as a row of the ladder: what was said of it. */
#ifndef OWN_PROGRAM_H
#define OWN_PROGRAM_H

#include <jansson.h>
#include <stdbool.h>
#include <stdint.h>

struct reader;

enum prints {
    PRINTS_NUMBER, /* of matches */
    PRINTS_LINES,  /* a line for each match */
    PRINTS_JSON,   /* a variant's line: record.h */
    PRINTS_COUNT,
};

/* "number", "lines", "json"; NULL behind them. */
const char *prints_name(enum prints prints);
bool prints_parse(const char *name, enum prints *prints);

/* A prediction: "4x", or "4". */
bool foretold_parse(const char *text, double *times);

/* What part of its parent's time some functions take, in them and all below, by a profile. */
struct profiled {
    double share, low, high; /* with the interval of sampling */
    uint64_t samples;        /* 0: there is no profile, */
    char *reason;            /* and why; NULL where there is one, or nobody asked */
};

struct own_program {
    char *command; /* as it was given */
    char **words;  /* of it; NULL in programs read from a file */
    enum prints prints;
    char *functions; /* of its parent that it attacks, with commas between, or NULL */
    double foretold; /* how many times as fast as its parent its user expects it to be; 0: not said.
                        Given before the first sample */
    struct profiled profiled;
};

struct own_program *own_program_copy(const struct own_program *own); /* NULL of NULL */
void own_program_free(struct own_program *own);

/* As a results file has it; NULL of NULL. Of a null, or of nothing, NULL is read. */
json_t *own_program_encode(const struct own_program *own);
struct own_program *own_program_decode(struct reader *reader, json_t *object);

#endif
