/* A variant's description of itself, or its report on a run: one line of JSON on its standard
 * output. This module checks every field, so the rest of the harness never sees an impossible
 * value. */
#ifndef RECORD_H
#define RECORD_H

#include "variants/stages.h"

#include <jansson.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* The longest time, 31 days, so that the sum of a record's times fits in 64 bits. */
#define RECORD_LONGEST_NS (31ULL * 86400 * 1000000000)

/* One run. */
struct record {
    uint64_t matches, digest;
    uint64_t prepare_ns, synchronize_ns;
    uint64_t peak_rss_bytes;    /* 0: not known */
    uint64_t search_ns;         /* the median of the searches that it lists, > 0 */
    uint64_t other_searches_ns; /* the sum of the others; 0 if there was one search */
    bool has_stages;
    struct stage_times stages; /* nanoseconds of one search, without the clock's cost */
    uint64_t clock_ns;         /* the clock's cost */
    bool has_device;
    struct device_report device; /* of one search */
    json_t *ranks; /* if several processes searched, an array of what decode_rank() reads; else
                      NULL; record_drop() it */
};

/* A rung's description of itself, by --describe. Strings are copies. */
struct description {
    char *idea;
    char *after; /* NULL for a baseline */
    unsigned attacks;
    char *effects[STAGE_COUNT]; /* what becomes of the parent's stages, or NULL */
    bool combines;              /* it searches for the combined pattern */
    bool overlaps;              /* its stages run at the same time */
    char *limit;                /* LIMIT_READ by default */
    bool cold;                  /* it wants the text on the disk */
    bool ranks;                 /* mpirun starts it, as several processes */
    bool apart;                 /* not end to end */
    bool clockless;             /* it has no stage clock: "stages" is false */
    char *isa;                  /* the instruction set that it will use; NULL: no choice */
    char *unsupported;          /* why it can't run the workload, or NULL */
};

/* Parse `length` bytes of output. On failure they return false with why, and allocate nothing. */
bool record_parse(const char *output, size_t length, struct record *record, char *why,
                  size_t why_size);
bool record_parse_description(const char *output, size_t length, struct description *description,
                              char *why, size_t why_size);

void record_drop(struct record *record);

/* The most processes that a report can list. */
#define RANKS_MOST 100000

/* Checks the ranks' reports and keeps them in the record. False if there are none or one is
 * invalid. */
bool record_ranks(json_t *array, struct record *record);

/* For other programs' lines: the output must be one line with a JSON object of schema 1. Returns
 * the object, which you json_decref(), or NULL with why. */
json_t *record_line(const char *output, size_t length, char *why, size_t why_size);

/* The times of searches, as in a variant's line and in results files. False unless it is an array
 * of 1 to 1000 possible times. */
bool record_searches(const json_t *array, struct record *record);

#endif
