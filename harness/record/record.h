/* What a variant says of itself and of a run: one line of JSON on its standard output. Every field
 * is checked here, once; nothing behind this module meets a value that cannot be. */
#ifndef RECORD_H
#define RECORD_H

#include "variants/stages.h"

#include <jansson.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* No time is longer, so that all of a record's add up in 64 bits: 31 days. */
#define RECORD_LONGEST_NS (31ULL * 86400 * 1000000000)

/* One run. */
struct record {
    uint64_t matches, digest;
    uint64_t prepare_ns, synchronize_ns;
    uint64_t peak_rss_bytes;    /* 0: not known */
    uint64_t search_ns;         /* the median of the searches that it lists, > 0 */
    uint64_t other_searches_ns; /* the rest of them, added up; 0 for one search */
    bool has_stages;
    struct stage_times stages; /* in nanoseconds, of one search, without what the clock cost, */
    uint64_t clock_ns;         /* which was so much of it */
    bool has_device;
    struct device_report device; /* of one search */
};

/* What a rung is: --describe. Strings are copies. */
struct description {
    char *idea;
    char *after; /* NULL for a baseline */
    unsigned attacks;
    char *effects[STAGE_COUNT]; /* what becomes of the stages of the rung before, or NULL */
    bool combines;              /* it searches for the combined pattern */
    bool overlaps;              /* its stages run at the same time */
    char *limit;                /* LIMIT_READ where it does not say */
    bool apart;                 /* not end to end */
    char *isa;         /* the instruction set that it will use; NULL where it has no choice */
    char *unsupported; /* NULL where the workload can be run */
};

/* Parse `length` bytes of output. On false, `why` says what is wrong with it and nothing is kept.
 */
bool record_parse(const char *output, size_t length, struct record *record, char *why,
                  size_t why_size);
bool record_parse_description(const char *output, size_t length, struct description *description,
                              char *why, size_t why_size);

/* The one JSON object of schema 1 that the output is a line of, for whoever parses other programs'
 * lines; json_decref() it. NULL, with why, where the output is anything else. */
json_t *record_line(const char *output, size_t length, char *why, size_t why_size);

/* The times of searches, as variants print them and results files keep them. False for anything but
 * an array of 1 to 1000 possible times. */
bool record_searches(const json_t *array, struct record *record);

#endif
