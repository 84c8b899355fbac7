/* What ./harness run was asked to do. */
#ifndef OPTIONS_H
#define OPTIONS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define PEERS_MOST 32
#define SWEEP_MOST 32

/* A --peer, or, with `lines`, a --peer-lines. */
struct peer_option {
    const char *text;
    bool lines;
};

struct run_options {
    const char *variants;  /* "all" or names with commas between */
    const char *data;      /* NULL: the project's own text, generated if missing */
    bool quick;            /* the project's own small text, and a small budget */
    int threads;           /* in a sweep, the largest count */
    int sweep[SWEEP_MOST]; /* ascending, from 1 */
    size_t sweep_count;    /* 0: not a sweep */
    int gpus;
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
};

#endif
