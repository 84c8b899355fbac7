/* What ./harness run was asked to do. */
#ifndef OPTIONS_H
#define OPTIONS_H

#include "record/own_program.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define PEERS_MOST 32
#define SWEEP_MOST 32
#define PROGRAMS_MOST 32
#define PROGRAM_WORDS_MOST 64

/* --peer, or, with `lines`, --peer-lines. */
struct peer_option {
    const char *text;
    bool lines;
};

/* --rung, or a program from a case file. */
struct program_option {
    char *where; /* where it was given: the start of messages about it */
    char *name, *command;
    char *after, *attacks; /* or NULL */
    double foretold;       /* 0: no prediction */
    enum prints prints;
};

struct run_options {
    const char *variants;  /* "all" or names with commas between; NULL: those that the user's
                              programs follow, or all if there are no such programs */
    const char *act;       /* run its rungs instead, and those that they follow; or NULL */
    const char *data;      /* NULL: the project's own text, generated if missing */
    bool quick;            /* the project's own small text, and a small budget */
    int threads;           /* in a sweep, the largest count */
    int sweep[SWEEP_MOST]; /* ascending, from 1 */
    size_t sweep_count;    /* 0: not a sweep */
    int gpus;
    const char *hosts; /* a host file, for variants that run as several processes; or NULL */
    int ranks;         /* the number of processes; 0: not given */
    bool given_threads;
    unsigned rounds;  /* at most */
    double precision; /* 0.02 is 2 %; 0: as many rounds as possible */
    uint64_t budget_ns, timeout_ns;
    uint64_t stretch_ns; /* by how much a default budget may be exceeded */
    uint64_t seed;
    const char *output;   /* NULL: a new file in results/local/ */
    const char *ladder;   /* the list of variants */
    const char *profiles; /* the folder for profiles after the rounds; NULL: none */
    bool pin, cold;
    bool peers; /* add the project's own peers */
    struct peer_option given_peers[PEERS_MOST];
    size_t given_peer_count;
    uint64_t expected;    /* number of matches, if it was given */
    char *expected_where; /* where it was given; NULL: nowhere */
    struct program_option programs[PROGRAMS_MOST];
    size_t program_count;
};

#endif
